import { exitsOf, type FlowNode, membersOf } from '@opbx/contract/call-flow/flow'
import type { FlowEdit } from './edits.ts'
import { type FlowShape, targetOf } from './graph.ts'

/** Everything that leads to a step. */
export interface Uses {
  /** Exits and phone numbers: they can lead elsewhere instead. */
  ways: readonly (
    | { kind: 'exit'; node: FlowNode; exit: string }
    | { kind: 'number'; id: string; number: string }
  )[]
  /** Members of groups and hours of routes: they are taken out where they are chosen. */
  fixed: readonly (
    | { kind: 'member'; node: FlowNode }
    | { kind: 'hours'; id: string; name: string }
  )[]
}

interface Users extends FlowShape {
  outboundRoutes: readonly { id: string; name: string; hours: string | null }[]
}

/** Where a step is used, but not by itself. */
export function usesOf(flow: Users, id: string): Uses {
  const others = flow.nodes.filter((node) => node.id !== id)
  return {
    ways: [
      ...flow.phoneNumbers
        .filter(({ entry }) => entry === id)
        .map((one) => ({ kind: 'number' as const, id: one.id, number: one.number })),
      ...others.flatMap((node) =>
        exitsOf(node)
          .filter((exit) => targetOf(node, exit) === id)
          .map((exit) => ({ kind: 'exit' as const, node, exit })),
      ),
    ],
    fixed: [
      ...others
        .filter((node) => membersOf(node).some((member) => member.node === id))
        .map((node) => ({ kind: 'member' as const, node })),
      ...flow.outboundRoutes
        .filter(({ hours }) => hours === id)
        .map((route) => ({ kind: 'hours' as const, id: route.id, name: route.name })),
    ],
  }
}

/** The edits that delete a step: what led to it leads elsewhere first. */
export function deletionOf(uses: Uses, id: string, instead: string | null): FlowEdit[] {
  const pointed = uses.ways.map(
    (way): FlowEdit =>
      way.kind === 'number'
        ? { kind: 'changeNumber', id: way.id, fields: { entry: instead } }
        : { kind: 'connect', id: way.node.id, exit: way.exit, target: instead },
  )
  return [...pointed, { kind: 'delete', id }]
}
