import type { Me } from '@opbx/contract/identity'
import { useLocation } from '@tanstack/react-router'
import { useLiveCalls } from '../api/live.ts'
import { useText } from '../texts/i18n.ts'
import { classNames } from '../ui/class-names.ts'
import { Link } from '../ui/link.tsx'
import { Menu } from '../ui/menu.tsx'
import { useIsRail } from '../ui/use-media.ts'
import { activePath, type NavSection, navFor } from './nav.ts'
import { OrganizationMenu, PersonMenu } from './person-menu.tsx'

/** The map needs the width. */
export const isWideWork = (pathname: string): boolean => pathname === '/flow/map'

/** Sections at the side; only the open one shows its pages. Between 768 and 1119 px a rail of icons. */
export function Sidebar({ me }: { me: Me }) {
  const t = useText()
  const { pathname } = useLocation()
  const isRail = useIsRail() || isWideWork(pathname)
  const sections = navFor(me)
  const open = activePath(
    pathname,
    sections.map((section) => section.under),
  )
  const Section = isRail ? RailSection : WideSection
  return (
    <aside className={classNames('side', isRail && 'side--rail')} aria-label={t('shell.main')}>
      <OrganizationMenu me={me} />
      <nav className="nav w-full" aria-label={t('shell.sections')}>
        {sections.map((section) => (
          <Section
            key={section.text}
            section={section}
            isOpen={section.under === open}
            pathname={pathname}
          />
        ))}
      </nav>
      <PersonMenu me={me} />
    </aside>
  )
}

interface SectionProps {
  section: NavSection
  isOpen: boolean
  pathname: string
}

function WideSection({ section, isOpen, pathname }: SectionProps) {
  const t = useText()
  const active = isOpen
    ? activePath(
        pathname,
        section.pages.map((page) => page.to),
      )
    : undefined
  const Icon = section.icon
  const isLeaf = section.pages.length === 0
  return (
    <>
      <Link
        to={section.to}
        className={classNames(isOpen && !isLeaf && 'open')}
        aria-current={isOpen && (isLeaf || active === undefined) ? 'page' : undefined}
      >
        <Icon className={classNames('i', isOpen && 'text-foreground!')} />
        <span className={classNames('lbl', isOpen && 'text-foreground')}>
          {t(`shell.nav.${section.text}`)}
        </span>
        {section.under === '/calls' && <LiveCount />}
      </Link>
      {isOpen && section.pages.length > 0 && (
        <div className="sub">
          {section.pages.map((page) => (
            <Link key={page.to} to={page.to} aria-current={page.to === active ? 'page' : undefined}>
              <span className="trunc">{t(`shell.nav.${page.text}`)}</span>
            </Link>
          ))}
        </div>
      )}
    </>
  )
}

function RailSection({ section, isOpen, pathname }: SectionProps) {
  const t = useText()
  const Icon = section.icon
  const label = t(`shell.nav.${section.text}`)
  const current = isOpen ? 'page' : undefined
  if (section.pages.length === 0) {
    return (
      <Link to={section.to} title={label} aria-label={label} aria-current={current}>
        <Icon className="i" />
      </Link>
    )
  }
  const active = activePath(
    pathname,
    section.pages.map((page) => page.to),
  )
  return (
    <Menu
      side="right"
      align="start"
      trigger={
        <button type="button" title={label} aria-label={label} aria-current={current}>
          <Icon className="i" />
        </button>
      }
      groups={[
        {
          heading: label,
          entries: section.pages.map((page) => ({
            label: t(`shell.nav.${page.text}`),
            to: page.to,
            isCurrent: page.to === active,
          })),
        },
      ]}
    />
  )
}

function LiveCount() {
  const t = useText()
  const calls = useLiveCalls()
  if (!calls || calls.length === 0) return null
  return (
    <span className="n n--live">
      <span aria-hidden="true">{calls.length}</span>
      <span className="sr">{t('shell.liveCalls', { count: calls.length })}</span>
    </span>
  )
}
