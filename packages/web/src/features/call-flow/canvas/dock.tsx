import type { NodeType } from '@opbx/contract/call-flow/node-types'
import { Ellipsis, Hash } from 'lucide-react'
import { useText } from '../../../texts/i18n.ts'
import { kindIcon } from '../../../ui/kind-icon.tsx'
import type { Addable } from './add-menu.tsx'
import type { Place } from './places.ts'

/** The kinds that most flows need; all others are under "More". */
const usual = [
  'extension',
  'ring_group',
  'ivr_menu',
  'business_hours',
  'voicemail',
  'announcement',
] as const satisfies readonly NodeType[]

/** What a dragged button carries. */
export const dragType = 'application/x-opbx-step'

/** The palette: a kind is dragged onto the canvas, or pressed. */
export function Dock({
  onAdd,
  onMore,
}: {
  onAdd: (type: Addable) => void
  onMore: (point: Place) => void
}) {
  const t = useText()
  return (
    <div className="pop dock" role="toolbar" aria-label={t('canvas.addStep')}>
      <DockButton type="phone_number" label={t('phoneNumbers.number')} icon={Hash} onAdd={onAdd} />
      {usual.map((type) => (
        <DockButton
          key={type}
          type={type}
          label={t(`canvas.short.${type}`)}
          icon={kindIcon(type)}
          onAdd={onAdd}
        />
      ))}
      <button
        type="button"
        onClick={(event) => {
          const { left, top } = event.currentTarget.getBoundingClientRect()
          onMore({ x: left, y: top })
        }}
      >
        <Ellipsis className="i" />
        <span>{t('canvas.addMore')}</span>
      </button>
    </div>
  )
}

interface DockButtonProps {
  type: Addable
  label: string
  icon: ReturnType<typeof kindIcon>
  onAdd: (type: Addable) => void
}

function DockButton({ type, label, icon: Icon, onAdd }: DockButtonProps) {
  const t = useText()
  return (
    <button
      type="button"
      draggable
      title={t('canvas.addHint')}
      onClick={() => onAdd(type)}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, type)
        event.dataTransfer.effectAllowed = 'copy'
      }}
    >
      <Icon className="i" />
      <span>{label}</span>
    </button>
  )
}
