import { lazyPage, type PageEntry } from '../../app/page.ts'

export const homePages: readonly PageEntry[] = [
  { path: '/', component: lazyPage(() => import('./home-page.tsx'), 'HomePage') },
]
