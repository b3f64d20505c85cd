import type { Finding, LintResult } from '@opbx/contract/call-flow/draft'
import { exitsOf, type FlowNode, type FlowPhoneNumber } from '@opbx/contract/call-flow/flow'
import type { Edge, Node } from '@xyflow/react'
import { type CallPath, numbersAt } from './call-path.ts'
import { type Graph, type Mark, type Step, targetOf } from './graph.ts'
import type { Places } from './places.ts'
import { readingOrder } from './walk.ts'

// Types, not interfaces: React Flow wants records.
type Marks = {
  mark: Mark | null
  errors: number
  warnings: number
  /** `3`: the third stop of the call whose path is shown; empty: not on it. */
  stop: string
  isOpen: boolean
}
export type StepData = Marks & {
  node: FlowNode
  /** Names of the exits that the path takes, and of those that lead to a deleted step, one in each line. */
  taken: string
  lost: string
}
export type NumberData = Marks & { phoneNumber: FlowPhoneNumber; isTaken: boolean; isLost: boolean }
type WayData = { mark: Mark | null; isTaken: boolean; canChange: boolean }
export type StepCardNode = Node<StepData, 'step'>
export type NumberCardNode = Node<NumberData, 'number'>
export type CardNode = StepCardNode | NumberCardNode
export type WayEdge = Edge<WayData, 'way'>

export interface Shown {
  graph: Graph
  places: Places
  lint: LintResult | undefined
  path: CallPath | undefined
  /** The card whose panel is open. */
  open: string
  canChange: boolean
}

/** Cards as React Flow wants them, in the order of reading: Tab follows it. */
export function cardsOf(shown: Shown): CardNode[] {
  const { graph, places } = shown
  const cards = new Map<string, CardNode>()
  const marks = marksOf(shown)
  for (const step of graph.steps)
    cards.set(step.id, {
      id: step.id,
      type: 'step',
      position: places.get(step.id) ?? { x: 0, y: 0 },
      draggable: shown.canChange,
      data: { ...marks(step.id, step.mark), ...exitsAt(step, shown) },
    })
  for (const { id, phoneNumber, mark } of graph.entries) {
    const way = graph.ways.find(({ source }) => source === id)
    cards.set(id, {
      id,
      type: 'number',
      position: places.get(id) ?? { x: 0, y: 0 },
      draggable: false,
      data: {
        ...marks(id, mark),
        phoneNumber,
        isTaken: way !== undefined && shown.path?.ways.has(way.id) === true,
        isLost: way === undefined,
      },
    })
  }
  return readingOrder(graph, places).flatMap((id) => cards.get(id) ?? [])
}

function marksOf({ lint, path, open }: Shown) {
  const count = (findings: readonly Finding[] | undefined) => {
    const counts = new Map<string, number>()
    for (const { subject } of findings ?? [])
      counts.set(subject.id, (counts.get(subject.id) ?? 0) + 1)
    return counts
  }
  const errors = count(lint?.errors)
  const warnings = count(lint?.warnings)
  return (id: string, mark: Mark | null): Marks => ({
    mark,
    errors: errors.get(id) ?? 0,
    warnings: warnings.get(id) ?? 0,
    stop: path ? numbersAt(path, id) : '',
    isOpen: open === id,
  })
}

function exitsAt({ id, node }: Step, { graph, path }: Shown) {
  const ways = graph.ways.filter(({ source, mark }) => source === id && mark !== 'removed')
  const connected = new Set(ways.map(({ exit }) => exit))
  const lost = exitsOf(node).filter((exit) => targetOf(node, exit) !== null && !connected.has(exit))
  const taken = ways.filter((way) => path?.ways.has(way.id)).map(({ exit }) => exit)
  return { node, taken: taken.join('\n'), lost: lost.join('\n') }
}

/** Arrows as React Flow wants them. */
export function arrowsOf({ graph, path, canChange }: Shown, chosen: string): WayEdge[] {
  const names = new Map([
    ...graph.entries.map(({ id, phoneNumber }) => [id, phoneNumber.number] as const),
    ...graph.steps.map(({ id, node }) => [id, node.name] as const),
  ])
  return graph.ways.map((way) => ({
    id: way.id,
    ariaLabel: `${names.get(way.source)} → ${names.get(way.target)}`,
    type: 'way',
    source: way.source,
    sourceHandle: way.exit,
    target: way.target,
    targetHandle: 'in',
    selected: way.id === chosen,
    // Where many lines end, only the chosen one is taken hold of.
    reconnectable: canChange && way.id === chosen ? 'target' : false,
    data: { mark: way.mark, isTaken: path?.ways.has(way.id) === true, canChange },
  }))
}

/** The new cards, with those that look as before left as they are: only what changed is drawn again. */
export function keepSame(before: readonly CardNode[], after: readonly CardNode[]): CardNode[] {
  const known = new Map(before.map((card) => [card.id, card]))
  return after.map((card) => {
    const old = known.get(card.id)
    if (!old) return card
    // While it is dragged, it is where the pointer is.
    const position = old.dragging ? old.position : card.position
    const isSame =
      old.position.x === position.x &&
      old.position.y === position.y &&
      old.draggable === card.draggable &&
      isShallowEqual(old.data, card.data)
    if (isSame) return old
    const { measured, selected, dragging } = old
    const kept = Object.fromEntries(
      Object.entries({ measured, selected, dragging }).filter(([, value]) => value !== undefined),
    )
    return { ...card, ...kept, position }
  })
}

function isShallowEqual(a: object, b: object): boolean {
  const values = new Map(Object.entries(b))
  return (
    Object.keys(a).length === values.size &&
    Object.entries(a).every(([key, value]) => values.get(key) === value)
  )
}
