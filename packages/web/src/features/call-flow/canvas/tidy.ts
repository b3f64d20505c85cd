import type { Positions } from '@opbx/contract/call-flow/flow'
import type { Graph } from './graph.ts'
import { stepHeight, stepWidth } from './places.ts'

/**
 * A place for every step: calls go from left to right, arrows cross as little as can be. Steps without any
 * arrow stand in rows below. The library comes when somebody tidies.
 */
export async function tidied(graph: Graph): Promise<Positions> {
  const { graphlib, layout } = await import('@dagrejs/dagre')
  const steps = new Map(graph.steps.map((step) => [step.id, step]))
  const connected = new Set(graph.ways.flatMap(({ source, target }) => [source, target]))
  const drawing = new graphlib.Graph()
  drawing.setGraph({ rankdir: 'LR', ranksep: 80, nodesep: 32, ranker: 'tight-tree' })
  drawing.setDefaultEdgeLabel(() => ({}))
  for (const { id, node } of graph.steps) {
    if (connected.has(id)) drawing.setNode(id, { width: stepWidth, height: stepHeight(node) })
  }
  for (const { source, target } of graph.ways) {
    if (source !== target && steps.has(source) && steps.has(target)) drawing.setEdge(source, target)
  }
  layout(drawing)
  const positions: Positions = {}
  let bottom = 0
  for (const { id, node } of graph.steps) {
    if (!connected.has(id)) continue
    const { x, y } = drawing.node(id)
    const height = stepHeight(node)
    positions[id] = { x: onGrid(x - stepWidth / 2), y: onGrid(y - height / 2) }
    bottom = Math.max(bottom, y + height / 2 + 64)
  }
  const alone = graph.steps.filter(({ id }) => !connected.has(id))
  const columns = Math.max(4, Math.ceil(Math.sqrt(alone.length)))
  for (let start = 0; start < alone.length; start += columns) {
    const row = alone.slice(start, start + columns)
    for (const [index, { id }] of row.entries())
      positions[id] = { x: index * (stepWidth + 32), y: onGrid(bottom) }
    bottom += Math.max(...row.map(({ node }) => stepHeight(node))) + 28
  }
  // A card at 0, 0 counts as one that nobody placed.
  return Object.fromEntries(
    Object.entries(positions).map(([id, { x, y }]) => [id, { x: x + 4, y }]),
  )
}

const onGrid = (value: number): number => Math.round(value / 4) * 4
