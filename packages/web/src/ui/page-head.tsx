import { ChevronRight } from 'lucide-react'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '../texts/i18n.ts'
import { Link } from './link.tsx'

/** The place in the top bar for the way to this page; the shell gives it. */
export const CrumbSlotContext = createContext<HTMLElement | null>(null)

interface PageHeadProps {
  /** The thing or the fact. Also the last crumb and the title of the browser's tab. */
  title: string
  /** Shown instead of `title` as the heading, where it says more than the crumb. */
  heading?: ReactNode
  lead?: ReactNode
  /** The page above: `{ to: '/flow/ring-groups', label: 'Ring groups' }`. */
  up?: { to: string; label: string } | undefined
  /** Beside the heading: badges. */
  badge?: ReactNode
  /** Buttons at the end; one primary at most. */
  actions?: ReactNode
}

/** Heading of every page, and its crumbs in the top bar. */
export function PageHead({ title, heading, lead, up, badge, actions }: PageHeadProps) {
  const slot = useContext(CrumbSlotContext)
  useEffect(() => {
    document.title = `${title} · OPBX`
  }, [title])
  return (
    <div className="head">
      {slot && createPortal(<Crumbs title={title} up={up} />, slot)}
      <div className="grow">
        <div className="row wrap">
          <h1 className={heading ? undefined : 'h1--crumb'}>{heading ?? title}</h1>
          {badge}
        </div>
        {lead && <p>{lead}</p>}
      </div>
      {actions && <div className="row wrap">{actions}</div>}
    </div>
  )
}

function Crumbs({ title, up }: Pick<PageHeadProps, 'title' | 'up'>) {
  const t = useText()
  return (
    <nav className="crumbs" aria-label={t('shell.breadcrumb')}>
      {up && (
        <>
          <Link to={up.to} className="nowrap">
            {up.label}
          </Link>
          <ChevronRight className="i" />
        </>
      )}
      <b className="trunc">{title}</b>
    </nav>
  )
}

/** The column of a page. `tight` on working screens, `full` where the whole width is needed. */
export function Page({
  tight,
  full,
  children,
}: {
  tight?: boolean
  full?: boolean
  children: ReactNode
}) {
  return (
    <div className={`page${tight ? ' page--tight' : ''}${full ? ' page--full' : ''}`}>
      {children}
    </div>
  )
}
