import { lazyPage, type PageEntry } from '../../app/page.ts'

export const settingsPages: readonly PageEntry[] = [
  {
    path: '/settings/organization',
    permission: 'organization.manage',
    component: lazyPage(() => import('./organization-page.tsx'), 'OrganizationPage'),
  },
  {
    path: '/settings/people',
    permission: 'people.read',
    component: lazyPage(() => import('./people-page.tsx'), 'PeoplePage'),
  },
  {
    path: '/settings/api-keys',
    permission: 'integration.manage',
    component: lazyPage(() => import('./api-keys-page.tsx'), 'ApiKeysPage'),
  },
  {
    path: '/settings/cloudonix',
    permission: 'cloudonix.manage',
    component: lazyPage(() => import('./cloudonix-page.tsx'), 'CloudonixPage'),
  },
  {
    path: '/audit-log',
    permission: 'audit.read',
    component: lazyPage(() => import('./audit-log-page.tsx'), 'AuditLogPage'),
  },
  {
    path: '/organizations',
    permission: 'operator',
    component: lazyPage(() => import('./organizations-page.tsx'), 'OrganizationsPage'),
  },
]
