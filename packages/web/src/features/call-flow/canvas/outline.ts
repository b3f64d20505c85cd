import { exitsOf } from '@opbx/contract/call-flow/flow'
import { type Entry, type Graph, type Step, targetOf } from './graph.ts'

/** A step in the outline, below what leads to it. */
export interface OutlineStep {
  /** The way to it: the same step may stand at several places. */
  key: string
  step: Step
  /** It stands further up with all that follows: here the list is cut. */
  isShownAbove: boolean
  exits: readonly OutlineExit[]
}
export interface OutlineExit {
  exit: string
  /** Null: nothing was chosen, or what was chosen is deleted. */
  to: OutlineStep | null
}
export interface Outline {
  numbers: readonly { entry: Entry; to: OutlineStep | null }[]
  /** Steps that no phone number leads to, each with what follows. */
  others: readonly OutlineStep[]
}

/** The flow as an indented list, from numbers through exits. Each step is unfolded where it comes first. */
export function outlineOf(graph: Graph): Outline {
  const steps = new Map(graph.steps.map((step) => [step.id, step]))
  const shown = new Set<string>()
  const unfold = (id: string | null, key: string): OutlineStep | null => {
    const step = id === null ? undefined : steps.get(id)
    if (!step) return null
    const isShownAbove = shown.has(step.id)
    shown.add(step.id)
    const exits = exitsOf(step.node).map((exit) => ({
      exit,
      to: isShownAbove ? null : unfold(targetOf(step.node, exit), `${key} ${exit}`),
    }))
    return { key, step, isShownAbove, exits: isShownAbove ? [] : exits }
  }
  const numbers = graph.entries.map((entry) => ({
    entry,
    to: unfold(entry.phoneNumber.entry, entry.id),
  }))
  const led = new Set(graph.ways.map(({ target }) => target))
  const begin = (list: readonly Step[]) =>
    list.flatMap(({ id }) => (shown.has(id) ? [] : [unfold(id, id)].filter((one) => one !== null)))
  // First those where something begins; a circle that nothing enters begins anywhere.
  const others = begin(graph.steps.filter(({ id }) => !led.has(id)))
  return { numbers, others: [...others, ...begin(graph.steps)] }
}
