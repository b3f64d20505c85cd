import type { Flow } from '@opbx/contract/call-flow/flow'
import type { Reference } from '@opbx/contract/errors'

/** What shows a number as caller ID: people, outside numbers and outbound routes. */
export function whoShows(
  number: string,
  flow: Pick<Flow, 'nodes' | 'outboundRoutes'>,
): Reference[] {
  const nodes = flow.nodes.flatMap((node): Reference[] => {
    const { id, name } = node
    if (node.type === 'extension' && node.config.outboundCallerId === number)
      return [{ kind: 'node', id, name, path: 'outboundCallerId' }]
    if (node.type === 'external' && node.config.callerId === number)
      return [{ kind: 'node', id, name, path: 'callerId' }]
    return []
  })
  const routes = flow.outboundRoutes.filter(({ callerId }) => callerId === number)
  return [
    ...nodes,
    ...routes.map(({ id, name }) => ({
      kind: 'outbound_route' as const,
      id,
      name,
      path: 'callerId',
    })),
  ]
}
