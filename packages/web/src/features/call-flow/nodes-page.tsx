import { type NodeType, nodeTypeNames, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { type ReactNode, Suspense, use } from 'react'
import { LoadingPage, NotFoundPage } from '../../app/error-pages.tsx'
import { usePathParam } from '../../app/navigation.ts'
import type { NodePages } from './node-pages.tsx'
import { nodeViews } from './node-views.ts'

export function NodesPage() {
  return <Pages render={(pages) => pages.renderList()} />
}

export function NewNodePage() {
  return <Pages render={(pages) => pages.renderEdit(null)} />
}

export function NodePage() {
  const id = usePathParam('id')
  return <Pages render={(pages) => pages.renderEdit(id)} />
}

/** Pages of the node type that the address names. */
function Pages({ render }: { render: (pages: NodePages) => ReactNode }) {
  const path = usePathParam('nodes')
  const type = nodeTypeNames.find((name) => nodeTypes[name].path === path)
  if (!type) return <NotFoundPage />
  return (
    <Suspense fallback={<LoadingPage />}>
      <Loaded type={type} render={render} />
    </Suspense>
  )
}

function Loaded({ type, render }: { type: NodeType; render: (pages: NodePages) => ReactNode }) {
  return render(use(pagesOf(type)))
}

const loaded = new Map<NodeType, Promise<NodePages>>()

function pagesOf(type: NodeType): Promise<NodePages> {
  const known = loaded.get(type)
  if (known) return known
  const pages = nodeViews[type]()
  loaded.set(type, pages)
  // Shown by the page's own error view; the next visit tries again.
  pages.catch(() => loaded.delete(type))
  return pages
}
