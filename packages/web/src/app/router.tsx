import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { meQuery, setupQuery } from '../api/me.ts'
import { isProblem } from '../api/problem.ts'
import { queryClient } from '../api/query-client.ts'
import {
  FailedPage,
  LoadingPage,
  NotFoundPage,
  OutsideNotFoundPage,
  RequirePermission,
} from './error-pages.tsx'
import { lazyPage, type PageEntry } from './page.ts'
import { pages } from './pages.ts'

const root = createRootRoute({ notFoundComponent: OutsideNotFoundPage })

const open = (path: string, component: PageEntry['component']) =>
  createRoute({ getParentRoute: () => root, path, component })

/** Pages that need nobody to be signed in. */
const openPages = [
  open(
    '/sign-in',
    lazyPage(() => import('../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
  ),
  open(
    '/invitations/$token',
    lazyPage(() => import('../features/sign-in/invitation-page.tsx'), 'InvitationPage'),
  ),
  open(
    '/setup',
    lazyPage(() => import('../features/set-up/owner-page.tsx'), 'OwnerPage'),
  ),
]

/** Everything else: somebody is signed in, or is sent to sign in, or to set up an empty installation. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: lazyPage(() => import('../shell/shell.tsx'), 'Shell'),
  beforeLoad: ({ location }) => requireSignIn(location.href),
})

const wizardPages = [
  {
    path: '/setup/connect',
    component: lazyPage(() => import('../features/set-up/connect-page.tsx'), 'ConnectPage'),
  },
  {
    path: '/setup/test',
    component: lazyPage(() => import('../features/set-up/test-page.tsx'), 'TestPage'),
  },
].map(({ path, component }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component,
    beforeLoad: ({ location }) => requireSignIn(location.href),
  }),
)

async function requireSignIn(address: string): Promise<void> {
  try {
    await queryClient.ensureQueryData(meQuery)
  } catch (error) {
    if (!isProblem(error, 'not_signed_in')) throw error
    const setup = await queryClient.fetchQuery(setupQuery)
    if (setup.needed) throw redirect({ to: '/setup' })
    throw redirect({ to: '/sign-in', search: address === '/' ? {} : { return: address } })
  }
}

const shellPages = pages.map(({ path, component, permission }) => {
  const Page = component
  return createRoute({
    getParentRoute: () => shell,
    path,
    component: () => (
      <RequirePermission permission={permission}>
        <Page />
      </RequirePermission>
    ),
    loader: () => component.preload?.(),
  })
})

/** Any other address, with the navigation around it. */
const nothingThere = createRoute({
  getParentRoute: () => shell,
  path: '$',
  component: NotFoundPage,
})

export const router = createRouter({
  routeTree: root.addChildren([
    ...openPages,
    ...wizardPages,
    shell.addChildren([...shellPages, nothingThere]),
  ]),
  basepath: '/ui',
  defaultErrorComponent: FailedPage,
  defaultPendingComponent: LoadingPage,
  defaultPendingMs: 200,
  scrollRestoration: true,
  // Plain values: `?number=1001` stays text and gets no quotes.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, String(value)]],
    )
    return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
  },
})
