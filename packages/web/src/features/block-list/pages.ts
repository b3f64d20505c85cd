import { lazyPage, type PageEntry } from '../../app/page.ts'

export const blockListPages: readonly PageEntry[] = [
  {
    path: '/flow/block-list',
    permission: 'flow.read',
    component: lazyPage(() => import('./block-list-page.tsx'), 'BlockListPage'),
  },
]
