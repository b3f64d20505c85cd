import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../../../texts/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'

/** A panel beside the canvas: what it is about, what can be done with it, its content. */
export function PanelFrame({
  title,
  icon,
  lead,
  actions,
  foot,
  onClose,
  children,
}: {
  title: string
  icon?: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  foot?: ReactNode
  onClose?: (() => void) | undefined
  children: ReactNode
}) {
  const t = useText()
  return (
    <aside className="flowpanel" aria-label={title}>
      <div className="panel__h">
        {icon}
        <div className="grow">
          <h2 className="trunc">{title}</h2>
          {lead && <p className="small quiet trunc">{lead}</p>}
        </div>
        {actions}
        {onClose && <IconButton icon={X} label={t('canvas.panelClose')} onClick={onClose} />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also when nothing in it takes the focus */}
      <section className="panel__b" tabIndex={0} aria-label={title}>
        {children}
      </section>
      {foot && <div className="panel__f">{foot}</div>}
    </aside>
  )
}
