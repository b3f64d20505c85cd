import { type NodeType, nodeTypeNames, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { type ReactNode, Suspense, use } from 'react'
import { LoadingPage, NotFoundPage } from '../../app/error-pages.tsx'
import { usePathParam } from '../../app/navigation.ts'
import { pagesOf } from './load-views.ts'
import type { NodePages } from './node-pages.tsx'

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
