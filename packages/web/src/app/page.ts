import type { Permission } from '@opbx/contract/permissions'
import { type AsyncRouteComponent, lazyRouteComponent } from '@tanstack/react-router'

/** One page: its path below `/ui`, who may see it, and its code, fetched when it is first opened. */
export interface PageEntry {
  /** `/flow/ring-groups/$id`: `usePathParam('id')` gives the value. */
  path: string
  component: AsyncRouteComponent<object>
  /** Who lacks it is told so instead. Left out: everybody who is signed in. */
  permission?: Permission | 'operator' | undefined
}

/** `lazyPage(() => import('./home-page.tsx'), 'HomePage')` */
export const lazyPage = lazyRouteComponent
