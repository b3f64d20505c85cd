import { lazyPage, type PageEntry } from '../../app/page.ts'

export const applyPages: readonly PageEntry[] = [
  {
    path: '/flow/apply',
    permission: 'flow.write',
    component: lazyPage(() => import('./apply-page.tsx'), 'ApplyPage'),
  },
]
