import { lazyPage, type PageEntry } from '../../app/page.ts'

export const fraudGuardPages: readonly PageEntry[] = [
  {
    path: '/flow/fraud-guard',
    permission: 'flow.read',
    component: lazyPage(() => import('./fraud-guard-page.tsx'), 'FraudGuardPage'),
  },
]
