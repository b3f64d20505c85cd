import { nodeTypes } from '@opbx/contract/call-flow/node-types'
import { NotFoundPage } from '../../app/error-pages.tsx'
import { usePathParam } from '../../app/navigation.ts'
import { nodeViews } from './node-views.ts'

/** The view of the node type that the address names. */
function useNodeView() {
  const path = usePathParam('nodes')
  return Object.values(nodeViews).find((view) => nodeTypes[view.type].path === path)
}

export function NodesPage() {
  const view = useNodeView()
  return view ? view.renderList() : <NotFoundPage />
}

export function NewNodePage() {
  const view = useNodeView()
  return view ? view.renderEdit(null) : <NotFoundPage />
}

export function NodePage() {
  const view = useNodeView()
  const id = usePathParam('id')
  return view ? view.renderEdit(id) : <NotFoundPage />
}
