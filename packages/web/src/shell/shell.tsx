import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useLiveFeed } from '../api/live.ts'
import { useMe } from '../api/me.ts'
import { FormatProvider } from '../format/format-context.tsx'
import { useText } from '../texts/i18n.ts'
import { classNames } from '../ui/class-names.ts'
import { CrumbSlotContext } from '../ui/page-head.tsx'
import { useIsPhone } from '../ui/use-media.ts'
import { EmergencyNotice } from './emergency-notice.tsx'
import { OutsideStopNotice } from './outside-stop-notice.tsx'
import { isWideWork, Sidebar } from './sidebar.tsx'
import { TabBar } from './tab-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
)

/** The link that led to a page went with the former one: the keyboard goes on in the new one, not at the top. */
function useFocusOfNewPage() {
  // The resolved one: before, the former page is still there and has the focus.
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const former = useRef(pathname)
  useEffect(() => {
    const isFirst = former.current === undefined
    if (former.current === pathname) return
    former.current = pathname
    if (!isFirst && document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true })
  }, [pathname])
}

/** Frame around every page of somebody who is signed in. */
export function Shell() {
  const t = useText()
  const me = useMe()
  const isPhone = useIsPhone()
  const isRail = useRouterState({ select: ({ location }) => isWideWork(location.pathname) })
  const [crumbSlot, setCrumbSlot] = useState<HTMLElement | null>(null)
  const [isSearching, setSearching] = useState(false)
  useLiveFeed(me.permissions.includes('calls.read'))
  useShortcuts(() => setSearching(true))
  useFocusOfNewPage()
  const page = (
    <>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <div className={classNames('app', isRail && 'app--rail')}>
        {!isPhone && <Sidebar me={me} />}
        <div className="main">
          <TopBar crumbs={setCrumbSlot} onSearch={() => setSearching(true)} />
          <CrumbSlotContext value={crumbSlot}>
            <main id="main" tabIndex={-1} className="outline-none">
              <EmergencyNotice />
              <OutsideStopNotice />
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
