import { type ReactNode, useEffect } from 'react'
import { Mark } from '../../ui/mark.tsx'
import '../../ui/wizard.css'

/** Frame of the pages before one is in. */
export function Door({
  title,
  lead,
  children,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · OPBX`
  }, [title])
  return (
    <main className="door">
      <div className="door__card">
        <div className="row">
          <Mark />
          <b className="strong">OPBX</b>
        </div>
        <div>
          <h1>{title}</h1>
          {lead && <p className="muted mt-2">{lead}</p>}
        </div>
        {children}
      </div>
    </main>
  )
}
