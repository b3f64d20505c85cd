import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { useText } from '../../../texts/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'
import { matches } from '../../../ui/combobox.tsx'
import { KindIcon } from '../../../ui/kind-icon.tsx'
import { Popover } from '../../../ui/menu.tsx'
import type { Graph } from './graph.ts'

/** Finds a card by name or number, and goes there. */
export function FindStep({
  graph,
  isOpen,
  onOpenChange,
  onFound,
}: {
  graph: Graph
  isOpen: boolean
  onOpenChange: (open: boolean) => void
  onFound: (id: string) => void
}) {
  const t = useText()
  const choose = (id: string) => {
    onOpenChange(false)
    onFound(id)
  }
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      label={t('canvas.find')}
      trigger={<IconButton icon={Search} label={t('canvas.find')} aria-keyshortcuts="/" />}
    >
      <Command label={t('canvas.find')} filter={matches}>
        <div className="cmdin">
          <Search className="i" />
          <Command.Input placeholder={t('parts.destinationSearch')} />
        </div>
        <Command.List>
          <Command.Empty>{t('canvas.findNothing')}</Command.Empty>
          {graph.entries.map(({ id, phoneNumber }) => (
            <Command.Item
              key={id}
              value={id}
              keywords={[
                phoneNumber.number,
                formatPhoneNumber(phoneNumber.number),
                phoneNumber.label,
              ]}
              className="menu__i"
              onSelect={() => choose(id)}
            >
              <KindIcon kind="phone_number" />
              <span className="grow tel">{formatPhoneNumber(phoneNumber.number)}</span>
              <span className="small quiet trunc">{phoneNumber.label}</span>
            </Command.Item>
          ))}
          {graph.steps.map(({ id, node }) => (
            <Command.Item
              key={id}
              value={id}
              keywords={[node.name, node.extension ?? '', t(`callFlow.kind.${node.type}`)]}
              className="menu__i"
              onSelect={() => choose(id)}
            >
              <KindIcon kind={node.type} />
              <span className="grow trunc">
                {node.name} {node.extension && <span className="quiet num">{node.extension}</span>}
              </span>
              <span className="small quiet">{t(`callFlow.kind.${node.type}`)}</span>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  )
}
