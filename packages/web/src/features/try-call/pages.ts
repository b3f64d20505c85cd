import { lazyPage, type PageEntry } from '../../app/page.ts'

export const tryCallPages: readonly PageEntry[] = [
  {
    path: '/flow/try',
    permission: 'flow.write',
    component: lazyPage(() => import('./try-page.tsx'), 'TryPage'),
  },
]
