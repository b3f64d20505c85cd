import { type NodeType, nodeTypeNames } from '@opbx/contract/call-flow/node-types'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useText } from '../../../texts/i18n.ts'
import { matches } from '../../../ui/combobox.tsx'
import { KindIcon } from '../../../ui/kind-icon.tsx'
import type { Place } from './places.ts'

/** What can be put on the canvas. */
export type Addable = NodeType | 'phone_number'

/** Where the choice appears on the screen, and what becomes of it. */
export interface Adding {
  point: Place
  /** Where the card will stand; nothing: in the middle of what is seen. */
  at: Place | undefined
  /** The exit that will lead to it. */
  from?: { source: string; exit: string } | undefined
  /** Where its first exit will lead. */
  into?: string | undefined
}

/** All kinds of steps, at the point where one of them is wanted. */
export function AddMenu({
  adding,
  onChoose,
  onClose,
}: {
  adding: Adding
  onChoose: (type: Addable) => void
  onClose: () => void
}) {
  const t = useText()
  const { x, y } = adding.point
  const anchor = { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }
  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Popover.Anchor virtualRef={{ current: anchor }} />
      <Popover.Portal>
        <Popover.Content
          className="pop addmenu"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('canvas.addSearch')}
        >
          <Command label={t('canvas.addSearch')} filter={matches}>
            <div className="cmdin">
              <Search className="i" />
              <Command.Input placeholder={t('canvas.addSearch')} />
            </div>
            <Command.List>
              <Command.Empty>{t('parts.nothingFoundShort')}</Command.Empty>
              {nodeTypeNames.map((type) => (
                <Choice key={type} type={type} onChoose={onChoose} />
              ))}
              {!adding.from && <Choice type="phone_number" onChoose={onChoose} />}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Choice({ type, onChoose }: { type: Addable; onChoose: (type: Addable) => void }) {
  const t = useText()
  const name = type === 'phone_number' ? t('canvas.addNumber') : t(`callFlow.kind.${type}`)
  return (
    <Command.Item
      value={type}
      keywords={[name]}
      className="menu__i"
      onSelect={() => onChoose(type)}
    >
      <KindIcon kind={type} />
      <span className="grow trunc">{name}</span>
    </Command.Item>
  )
}
