import type { NodeType } from '@opbx/contract/call-flow/node-types'
import type { NodePages } from './node-pages.tsx'
import { nodeViews } from './node-views.ts'

const loaded = new Map<NodeType, Promise<NodePages>>()

/** Pages and words of a node type; their code comes once. */
export function pagesOf(type: NodeType): Promise<NodePages> {
  const known = loaded.get(type)
  if (known) return known
  const pages = nodeViews[type]()
  loaded.set(type, pages)
  // Shown by the page's own error view; the next visit tries again.
  pages.catch(() => loaded.delete(type))
  return pages
}
