import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useLiveFeed } from '../api/live.ts'
import { useMe } from '../api/me.ts'
import { FormatProvider } from '../format/format-context.tsx'
import { useText } from '../texts/i18n.ts'
import { CrumbSlotContext } from '../ui/page-head.tsx'
import { useIsPhone } from '../ui/use-media.ts'
import { EmergencyNotice } from './emergency-notice.tsx'
import { Sidebar } from './sidebar.tsx'
import { TabBar } from './tab-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
)

/** Frame around every page of somebody who is signed in. */
export function Shell() {
  const t = useText()
  const me = useMe()
  const isPhone = useIsPhone()
  const [crumbSlot, setCrumbSlot] = useState<HTMLElement | null>(null)
  const [isSearching, setSearching] = useState(false)
  useLiveFeed(me.permissions.includes('calls.read'))
  useShortcuts(() => setSearching(true))
  const page = (
    <>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <div className="app">
        {!isPhone && <Sidebar me={me} />}
        <div className="main">
          <TopBar crumbs={setCrumbSlot} onSearch={() => setSearching(true)} />
          <CrumbSlotContext value={crumbSlot}>
            <main id="main" tabIndex={-1} className="outline-none">
              <EmergencyNotice />
              <Outlet />
            </main>
          </CrumbSlotContext>
        </div>
        {isPhone && <TabBar me={me} onSearch={() => setSearching(true)} />}
      </div>
      {isSearching && (
        <Suspense>
          <CommandPalette me={me} onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </>
  )
  return me.organization ? (
    <FormatProvider timeZone={me.organization.timeZone}>{page}</FormatProvider>
  ) : (
    page
  )
}
