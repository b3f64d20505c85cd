import { lazyPage, type PageEntry } from '../../app/page.ts'

export const hoursCalendarPages: readonly PageEntry[] = [
  {
    path: '/flow/business-hours/$id/calendar',
    permission: 'flow.read',
    component: lazyPage(() => import('./hours-calendar-page.tsx'), 'HoursCalendarPage'),
  },
]
