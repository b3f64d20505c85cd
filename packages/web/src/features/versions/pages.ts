import { lazyPage, type PageEntry } from '../../app/page.ts'

export const versionPages: readonly PageEntry[] = [
  {
    path: '/flow/versions',
    permission: 'flow.read',
    component: lazyPage(() => import('./versions-page.tsx'), 'VersionsPage'),
  },
  {
    path: '/flow/versions/$number',
    permission: 'flow.read',
    component: lazyPage(() => import('./version-page.tsx'), 'VersionPage'),
  },
]
