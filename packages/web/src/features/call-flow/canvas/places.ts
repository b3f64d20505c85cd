import { exitsOf, type FlowNode, type Positions } from '@opbx/contract/call-flow/flow'
import { type Entry, entryExit, type Graph, type Step } from './graph.ts'

export interface Place {
  x: number
  y: number
}
export type Places = ReadonlyMap<string, Place>

/** Sizes of cards, in px; canvas.css draws them so. */
export const stepWidth = 188
const numberWidth = 160
const numberHeight = 52
const gap = { x: 72, y: 28 }

export function stepHeight(node: FlowNode): number {
  const exits = exitsOf(node).length
  return 50 + (exits === 0 ? 0 : 8 + 26 * exits)
}

/**
 * Where every card stands. A step that was made elsewhere than on the canvas stands at 0, 0 with all the
 * others: it gets a free place beside what leads to it, and keeps it once somebody moves or tidies.
 */
export function placesOf(graph: Graph, positions: Positions): Places {
  const places = new Map<string, Place>()
  for (const { id } of graph.steps) {
    const at = positions[id]
    if (at && (at.x !== 0 || at.y !== 0)) places.set(id, at)
  }
  for (const step of inOrderOfCalls(graph)) {
    if (!places.has(step.id)) places.set(step.id, freePlace(graph, places, step))
  }
  placeEntries(graph, places)
  return places
}

/** Steps in the order in which calls may meet them; those that nothing leads to come last. */
function inOrderOfCalls(graph: Graph): Step[] {
  const steps = new Map(graph.steps.map((step) => [step.id, step]))
  const next = new Map<string, string[]>()
  for (const { source, target } of graph.ways)
    next.set(source, [...(next.get(source) ?? []), target])
  const met = new Set<string>()
  const queue = graph.entries.map(({ id }) => id)
  for (const id of queue) {
    for (const target of next.get(id) ?? []) {
      if (met.has(target)) continue
      met.add(target)
      queue.push(target)
    }
  }
  return [...met, ...steps.keys()].flatMap((id) => {
    const step = steps.get(id)
    steps.delete(id)
    return step ? [step] : []
  })
}

function freePlace(graph: Graph, places: ReadonlyMap<string, Place>, step: Step): Place {
  const from = graph.ways.find(({ source, target }) => target === step.id && places.has(source))
  const beside = from && places.get(from.source)
  const lowest = lowestEdge(graph, places)
  const at = beside
    ? { x: beside.x + stepWidth + gap.x, y: beside.y }
    : { x: leftEdge(places), y: lowest }
  return firstFree(graph, places, at, stepHeight(step.node))
}

const leftEdge = (places: ReadonlyMap<string, Place>): number =>
  places.size === 0 ? 0 : Math.min(...[...places.values()].map(({ x }) => x))

function lowestEdge(graph: Graph, places: ReadonlyMap<string, Place>): number {
  const ends = graph.steps.flatMap(({ id, node }) => {
    const at = places.get(id)
    return at ? [at.y + stepHeight(node) + gap.y] : []
  })
  return ends.length === 0 ? 0 : Math.max(...ends)
}

/** Downwards from a place until no card is in the way. */
export function firstFree(
  graph: Graph,
  places: ReadonlyMap<string, Place>,
  at: Place,
  height: number,
): Place {
  const taken = graph.steps
    .flatMap(({ id, node }) => {
      const place = places.get(id)
      return place ? [{ ...place, bottom: place.y + stepHeight(node) }] : []
    })
    .filter(({ x }) => Math.abs(x - at.x) < stepWidth + 16)
    .sort((a, b) => a.y - b.y)
  let y = at.y
  for (const one of taken) {
    if (one.y < y + height + gap.y && one.bottom + gap.y > y) y = one.bottom + gap.y
  }
  return { x: at.x, y }
}

/** Phone numbers stand in a column at the left, each as near to its step as the others let it. */
function placeEntries(graph: Graph, places: Map<string, Place>): void {
  const x = leftEdge(places) - numberWidth - gap.x
  const targets = new Map(
    graph.ways
      .filter(({ exit, mark }) => exit === entryExit && mark !== 'removed')
      .map(({ source, target }) => [source, places.get(target)?.y ?? 0]),
  )
  const wanted = ({ id }: Entry) => targets.get(id) ?? Number.MAX_SAFE_INTEGER
  let free = Number.NEGATIVE_INFINITY
  for (const entry of [...graph.entries].sort((a, b) => wanted(a) - wanted(b))) {
    const target = targets.get(entry.id)
    const y = Math.max(target ?? (free === Number.NEGATIVE_INFINITY ? 0 : free), free)
    places.set(entry.id, { x, y })
    free = y + numberHeight + 12
  }
}

/** The ground that all cards cover, for centring on what was found. */
export function centreOf(graph: Graph, places: Places, id: string): Place | undefined {
  const at = places.get(id)
  if (!at) return undefined
  const step = graph.steps.find((one) => one.id === id)
  const height = step ? stepHeight(step.node) : numberHeight
  return { x: at.x + (step ? stepWidth : numberWidth) / 2, y: at.y + height / 2 }
}
