import type { FlowDraft } from '@opbx/contract/call-flow/draft'
import {
  exitsOf,
  type FlowNode,
  type FlowPhoneNumber,
  flowNodeUnionSchema,
} from '@opbx/contract/call-flow/flow'

/** What is drawn: a draft or a version, without what nobody sees. */
export interface FlowShape {
  nodes: readonly FlowNode[]
  phoneNumbers: readonly FlowPhoneNumber[]
}
/** How a thing differs from the live version. */
export type Mark = 'added' | 'changed' | 'removed'

export interface Step {
  id: string
  node: FlowNode
  mark: Mark | null
}
export interface Entry {
  id: string
  phoneNumber: FlowPhoneNumber
  mark: Mark | null
}
/** An arrow: from an exit of a step, or from a phone number (`entryExit`), to a step. */
export interface Way {
  id: string
  source: string
  exit: string
  target: string
  mark: Mark | null
}
export interface Graph {
  steps: readonly Step[]
  entries: readonly Entry[]
  ways: readonly Way[]
}

/** The only exit of a phone number. */
export const entryExit = 'entry'

export const wayId = (source: string, exit: string): string => `${source}:${exit}`

/** Cards and arrows of a flow. An exit that leads to nothing, or to something deleted, has no arrow. */
export function graphOf(flow: FlowShape, marks: ReadonlyMap<string, Mark> = new Map()): Graph {
  const known = new Set(flow.nodes.map(({ id }) => id))
  const markOf = (id: string) => marks.get(id) ?? null
  const way = (source: string, exit: string, target: string | null): Way[] =>
    target !== null && known.has(target)
      ? [{ id: wayId(source, exit), source, exit, target, mark: null }]
      : []
  return {
    steps: flow.nodes.map((node) => ({ id: node.id, node, mark: markOf(node.id) })),
    entries: flow.phoneNumbers.map((phoneNumber) => ({
      id: phoneNumber.id,
      phoneNumber,
      mark: markOf(phoneNumber.id),
    })),
    ways: [
      ...flow.phoneNumbers.flatMap(({ id, entry }) => way(id, entryExit, entry)),
      ...flow.nodes.flatMap((node) =>
        exitsOf(node).flatMap((exit) => way(node.id, exit, targetOf(node, exit))),
      ),
    ],
  }
}

/** The draft with everything that only the live version has; arrows say whether they are new or gone. */
export function comparedGraph(
  draft: FlowShape,
  live: FlowShape,
  marks: ReadonlyMap<string, Mark>,
): Graph {
  const now = graphOf(draft, marks)
  const before = graphOf(live)
  const has = (graph: Graph, way: Way) =>
    graph.ways.some((one) => one.id === way.id && one.target === way.target)
  const ids = new Set([...now.steps, ...now.entries].map(({ id }) => id))
  const gone = <T extends { id: string }>(items: readonly T[]) =>
    items.filter(({ id }) => !ids.has(id)).map((item) => ({ ...item, mark: 'removed' as const }))
  return {
    steps: [...now.steps, ...gone(before.steps)],
    entries: [...now.entries, ...gone(before.entries)],
    ways: [
      ...now.ways.map((way) => (has(before, way) ? way : { ...way, mark: 'added' as const })),
      ...before.ways
        .filter((way) => !has(now, way))
        .map((way) => ({ ...way, id: `${way.id}:before`, mark: 'removed' as const })),
    ],
  }
}

/** The step that an exit leads to; null: nothing was chosen. */
export function targetOf(node: FlowNode, exit: string): string | null {
  return Object.hasOwn(node.exits, exit) ? (node.exits[exit] ?? null) : null
}

const parsed = new WeakMap<object, FlowNode>()

/** The draft as the server answers it, with known kinds of nodes. What did not change stays the same object. */
export function shapeOf(draft: Pick<FlowDraft, 'nodes' | 'phoneNumbers'>): FlowShape {
  const nodes = draft.nodes.map((node) => {
    const known = parsed.get(node)
    if (known) return known
    const made = flowNodeUnionSchema.parse(node)
    parsed.set(node, made)
    return made
  })
  return { nodes, phoneNumbers: draft.phoneNumbers }
}
