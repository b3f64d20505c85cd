import { lazyPage, type PageEntry } from '../../app/page.ts'

export const phoneNumberPages: readonly PageEntry[] = [
  {
    path: '/flow/phone-numbers',
    permission: 'flow.read',
    component: lazyPage(() => import('./phone-numbers-page.tsx'), 'PhoneNumbersPage'),
  },
  {
    path: '/flow/phone-numbers/new',
    permission: 'flow.write',
    component: lazyPage(() => import('./phone-number-page.tsx'), 'NewPhoneNumberPage'),
  },
  {
    path: '/flow/phone-numbers/$id',
    permission: 'flow.read',
    component: lazyPage(() => import('./phone-number-page.tsx'), 'PhoneNumberPage'),
  },
]
