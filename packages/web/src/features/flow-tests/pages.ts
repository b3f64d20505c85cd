import { lazyPage, type PageEntry } from '../../app/page.ts'

export const flowTestPages: readonly PageEntry[] = [
  {
    path: '/flow/flow-tests',
    permission: 'flow.read',
    component: lazyPage(() => import('./flow-tests-page.tsx'), 'FlowTestsPage'),
  },
  {
    path: '/flow/flow-tests/new',
    permission: 'flow.write',
    component: lazyPage(() => import('./flow-test-page.tsx'), 'NewFlowTestPage'),
  },
  {
    path: '/flow/flow-tests/$id',
    permission: 'flow.read',
    component: lazyPage(() => import('./flow-test-page.tsx'), 'FlowTestPage'),
  },
]
