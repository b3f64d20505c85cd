import type { Me } from '@opbx/contract/identity'
import { useLocation } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useText } from '../texts/i18n.ts'
import { Link } from '../ui/link.tsx'
import { Menu, type MenuEntry, type MenuGroup } from '../ui/menu.tsx'
import { activePath, moreIcon as MoreIcon, type NavPage, type NavSection, navFor } from './nav.ts'
import { usePersonGroups } from './person-menu.tsx'

const tabbed = ['/', '/calls', '/flow']

/** Bottom tabs on phones: Home, Calls, Call flow, and More for everything else. */
export function TabBar({ me, onSearch }: { me: Me; onSearch: () => void }) {
  const t = useText()
  const { pathname } = useLocation()
  const sections = navFor(me)
  const open = activePath(
    pathname,
    sections.map((section) => section.under),
  )
  const rest = sections.filter((section) => !tabbed.includes(section.under))
  const personGroups = usePersonGroups(me)
  const entryOf = (page: NavPage): MenuEntry => ({
    label: t(`shell.nav.${page.text}`),
    to: page.to,
  })
  const more: MenuGroup[] = [
    { entries: [{ label: t('common.search'), icon: Search, onSelect: onSearch }] },
    ...rest.map((section) =>
      section.pages.length > 0
        ? { heading: t(`shell.nav.${section.text}`), entries: section.pages.map(entryOf) }
        : { entries: [entryOf(section)] },
    ),
    ...personGroups,
  ]
  return (
    <nav className="tabbar" aria-label={t('shell.sections')}>
      {sections
        .filter((section) => tabbed.includes(section.under))
        .map((section) => (
          <Tab
            key={section.under}
            section={section}
            isOpen={section.under === open}
            entries={section.pages.map(entryOf)}
          />
        ))}
      <Menu
        side="top"
        trigger={
          <button
            type="button"
            aria-current={rest.some((section) => section.under === open) ? 'page' : undefined}
          >
            <MoreIcon className="i" />
            {t('shell.nav.more')}
          </button>
        }
        groups={more}
      />
    </nav>
  )
}

function Tab({
  section,
  isOpen,
  entries,
}: {
  section: NavSection
  isOpen: boolean
  entries: MenuEntry[]
}) {
  const t = useText()
  const Icon = section.icon
  const content = (
    <>
      <Icon className="i" />
      {t(`shell.nav.${section.text}`)}
    </>
  )
  const current = isOpen ? 'page' : undefined
  if (entries.length === 0) {
    return (
      <Link to={section.to} aria-current={current}>
        {content}
      </Link>
    )
  }
  return (
    <Menu
      side="top"
      align="center"
      trigger={
        <button type="button" aria-current={current}>
          {content}
        </button>
      }
      groups={[{ entries }]}
    />
  )
}
