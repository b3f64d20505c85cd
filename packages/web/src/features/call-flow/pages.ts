import { lazyPage, type PageEntry } from '../../app/page.ts'
import { addTexts } from '../../texts/i18n.ts'

/** `$nodes` is the path of a node type: `ring-groups`, `ivr-menus` … */
export const callFlowPages: readonly PageEntry[] = [
  {
    path: '/flow/map',
    permission: 'flow.read',
    component: lazyPage(async () => {
      const texts = import('../../texts/en/canvas.ts')
      const { CanvasPage } = await import('./canvas/canvas-page.tsx')
      const { canvas } = await texts
      addTexts({ canvas })
      return { CanvasPage }
    }, 'CanvasPage'),
  },
  {
    path: '/flow/$nodes',
    permission: 'flow.read',
    component: lazyPage(() => import('./nodes-page.tsx'), 'NodesPage'),
  },
  {
    path: '/flow/$nodes/new',
    permission: 'flow.write',
    component: lazyPage(() => import('./nodes-page.tsx'), 'NewNodePage'),
  },
  {
    path: '/flow/$nodes/$id',
    permission: 'flow.read',
    component: lazyPage(() => import('./nodes-page.tsx'), 'NodePage'),
  },
]
