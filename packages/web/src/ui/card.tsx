import {
  CircleAlert,
  CircleCheck,
  GitCompareArrows,
  Info,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import { Link } from './link.tsx'

interface CardProps {
  title?: ReactNode
  /** One line below the title. */
  lead?: ReactNode
  /** At the end of the head: a link, a badge, a small button. */
  end?: ReactNode
  foot?: ReactNode
  /** Padding around the content; lists and tables bring their own. */
  pad?: boolean
  className?: string | undefined
  children?: ReactNode
}

/** A section with an edge. Loading, empty and failed states stand inside it. */
export function Card({ title, lead, end, foot, pad, className, children }: CardProps) {
  const id = useId()
  return (
    <section className={classNames('card', className)} aria-labelledby={title ? id : undefined}>
      {title && (
        <div className="card__head">
          <div className="grow">
            <h2 id={id}>{title}</h2>
            {lead && <p>{lead}</p>}
          </div>
          {end}
        </div>
      )}
      {pad ? <div className="card--pad col gap-4">{children}</div> : children}
      {foot && <div className="card__foot">{foot}</div>}
    </section>
  )
}

/** Rows inside a card. */
export function List({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className="list" aria-label={label}>
      {children}
    </ul>
  )
}

/** One row: with `to` the whole row is a link. */
export function Item({
  to,
  className,
  children,
}: {
  to?: string | undefined
  className?: string
  children: ReactNode
}) {
  return (
    <li>
      {to ? (
        <Link to={to} className={classNames('item', className)}>
          {children}
        </Link>
      ) : (
        <div className={classNames('item', className)}>{children}</div>
      )}
    </li>
  )
}

export function Tile({
  icon: Icon,
  tone,
}: {
  icon: LucideIcon
  tone?: 'draft' | 'danger' | 'warn' | 'ok' | 'accent' | 'wait' | undefined
}) {
  return (
    <span className={classNames('tile', tone && `tile--${tone}`)}>
      <Icon className="i" />
    </span>
  )
}

const calloutIcons = {
  danger: CircleAlert,
  warn: TriangleAlert,
  draft: GitCompareArrows,
  info: Info,
  ok: CircleCheck,
}

/** A problem sentence: what (bold), since when, why, one action. Errors that appear announce themselves. */
export function Callout({
  tone = 'info',
  title,
  action,
  children,
  announce,
}: {
  tone?: keyof typeof calloutIcons
  title?: ReactNode
  action?: ReactNode
  children?: ReactNode
  announce?: boolean
}) {
  const Icon = calloutIcons[tone]
  return (
    <div className={`callout callout--${tone}`} role={announce ? 'alert' : undefined}>
      <Icon className="i" />
      <div className="grow">
        {title && <b>{title}</b>} {children}
      </div>
      {action}
    </div>
  )
}

/** A figure with its label. */
export function Stat({
  label,
  value,
  more,
}: {
  label: string
  value: ReactNode
  more?: ReactNode
}) {
  return (
    <div className="stat">
      <span className="lbl">{label}</span>
      <b>{value}</b>
      {more && <span className="d">{more}</span>}
    </div>
  )
}

/** Name and value pairs. */
export function Facts({ facts }: { facts: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className="dl">
      {facts.map((fact) => (
        <FactRow key={fact.label} {...fact} />
      ))}
    </dl>
  )
}
function FactRow({ label, value }: { label: string; value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  )
}
