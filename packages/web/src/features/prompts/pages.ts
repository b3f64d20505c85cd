import { lazyPage, type PageEntry } from '../../app/page.ts'

export const promptPages: readonly PageEntry[] = [
  {
    path: '/flow/prompts',
    permission: 'flow.read',
    component: lazyPage(() => import('./prompts-page.tsx'), 'PromptsPage'),
  },
  {
    path: '/flow/prompts/new',
    permission: 'flow.write',
    component: lazyPage(() => import('./prompt-page.tsx'), 'NewPromptPage'),
  },
  {
    path: '/flow/prompts/$id',
    permission: 'flow.read',
    component: lazyPage(() => import('./prompt-page.tsx'), 'PromptPage'),
  },
]
