import type { CallStory, TraceEntry } from '@opbx/contract/calls'
import { entryExit, type Graph, wayId } from './graph.ts'

/** One stop of a finished call on the canvas. */
interface Stop {
  /** 1, 2, 3 … as on the cards. */
  number: number
  /** The phone number or the step. */
  id: string
  /** What happened there; none at the phone number. */
  entries: readonly TraceEntry[]
}
export interface CallPath {
  stops: readonly Stop[]
  /** Ids of the arrows that the call went along. */
  ways: ReadonlySet<string>
}

/** Where a call went: the number that was dialled, then every step, in order. */
export function pathOf(call: Pick<CallStory, 'to' | 'trace'>, graph: Graph): CallPath {
  const entry = graph.entries.find(({ phoneNumber }) => phoneNumber.number === call.to)
  const stops: { number: number; id: string; entries: TraceEntry[] }[] = []
  const add = (id: string, entries: TraceEntry[]) =>
    stops.push({ number: stops.length + 1, id, entries })
  if (entry) add(entry.id, [])
  for (const told of call.trace) {
    if (told.node === null) continue
    const last = stops.at(-1)
    if (last && last.id === told.node && last.entries.every(({ exit }) => exit === null))
      last.entries.push(told)
    else add(told.node, [told])
  }
  const taken = stops.flatMap(({ id, entries }, index) => {
    if (index === stops.length - 1) return []
    if (id === entry?.id) return [wayId(id, entryExit)]
    return entries.flatMap(({ exit }) => (exit === null ? [] : [wayId(id, exit)]))
  })
  const known = new Set(graph.ways.map(({ id }) => id))
  return { stops, ways: new Set(taken.filter((id) => known.has(id))) }
}

/** What stands on a card: `3`, or `3, 5` where the call came twice. */
export function numbersAt(path: CallPath, id: string): string {
  return path.stops
    .filter((stop) => stop.id === id)
    .map(({ number }) => number)
    .join(', ')
}
