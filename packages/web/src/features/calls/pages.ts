import { lazyPage, type PageEntry } from '../../app/page.ts'

export const callsPages: readonly PageEntry[] = [
  {
    path: '/calls',
    permission: 'calls.read',
    component: lazyPage(() => import('./history-page.tsx'), 'HistoryPage'),
  },
  {
    path: '/calls/live',
    permission: 'calls.read',
    component: lazyPage(() => import('./live-page.tsx'), 'LivePage'),
  },
  {
    path: '/calls/voicemail',
    permission: 'calls.listen',
    component: lazyPage(() => import('./voicemail-page.tsx'), 'VoicemailPage'),
  },
  {
    path: '/calls/$id',
    permission: 'calls.read',
    component: lazyPage(() => import('./call-page.tsx'), 'CallPage'),
  },
]
