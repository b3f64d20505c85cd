import { lazyPage, type PageEntry } from '../../app/page.ts'

export const outboundRoutePages: readonly PageEntry[] = [
  {
    path: '/flow/outbound-routes',
    permission: 'flow.read',
    component: lazyPage(() => import('./outbound-routes-page.tsx'), 'OutboundRoutesPage'),
  },
  {
    path: '/flow/outbound-routes/new',
    permission: 'flow.write',
    component: lazyPage(() => import('./outbound-route-page.tsx'), 'NewOutboundRoutePage'),
  },
  {
    path: '/flow/outbound-routes/$id',
    permission: 'flow.read',
    component: lazyPage(() => import('./outbound-route-page.tsx'), 'OutboundRoutePage'),
  },
]
