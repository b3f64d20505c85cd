import type { Call } from '@opbx/contract/calls'
import type { Graph } from './graph.ts'

type Going = Pick<Call, 'id' | 'to' | 'node'>

/** Whether a call is at a card: at its last step, or at the number that was dialled until it has met one. */
export function isAt(call: Going, card: { id: string; number?: string | undefined }): boolean {
  return call.node ? call.node.id === card.id : call.to === card.number
}

/** Where calls are, by their ids: the id of a card. A call at a step that is not drawn is left out. */
export function placesOfCalls(calls: readonly Going[], graph: Graph): Map<string, string> {
  const steps = new Set(graph.steps.map(({ id }) => id))
  const entries = new Map(graph.entries.map(({ id, phoneNumber }) => [phoneNumber.number, id]))
  const places = new Map<string, string>()
  for (const { id, to, node } of calls) {
    const at = node ? node.id : entries.get(to)
    if (at !== undefined && (node === null || steps.has(at))) places.set(id, at)
  }
  return places
}

/** A call on its way from one card to another. */
export interface Travel {
  call: string
  /** Ids of the arrows, in their order. */
  ways: readonly string[]
}

/**
 * Which calls went on between two moments, and along which arrows. A call that was not there before comes
 * from the number that it dialled. Where no arrows lead from the one card to the other it just stands there.
 */
export function travelsOf(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  { calls, graph }: { calls: readonly Going[]; graph: Graph },
): Travel[] {
  const dialled = new Map(calls.map(({ id, to }) => [id, to]))
  const entries = new Map(graph.entries.map(({ id, phoneNumber }) => [phoneNumber.number, id]))
  return [...now].flatMap(([call, to]) => {
    const from = before.get(call) ?? entries.get(dialled.get(call) ?? '')
    const ways = from === undefined || from === to ? [] : waysBetween(graph, from, to)
    return ways.length > 0 ? [{ call, ways }] : []
  })
}

/** The fewest arrows from one card to another: a call may pass several steps before we hear of it again. */
function waysBetween(graph: Graph, from: string, to: string): string[] {
  const leaving = new Map<string, { id: string; target: string }[]>()
  for (const { id, source, target, mark } of graph.ways)
    if (mark !== 'removed') leaving.set(source, [...(leaving.get(source) ?? []), { id, target }])
  const cameBy = new Map<string, { way: string; from: string } | null>([[from, null]])
  const met = [from]
  for (const id of met) {
    for (const way of leaving.get(id) ?? []) {
      if (cameBy.has(way.target)) continue
      cameBy.set(way.target, { way: way.id, from: id })
      met.push(way.target)
    }
    if (cameBy.has(to)) break
  }
  const ways: string[] = []
  for (let came = cameBy.get(to); came; came = cameBy.get(came.from)) ways.unshift(came.way)
  return ways
}

/** Calls by the card at which they stand, without those on their way. */
export function standingCalls(
  places: ReadonlyMap<string, string>,
  travelling: ReadonlySet<string>,
): Map<string, string[]> {
  const standing = new Map<string, string[]>()
  for (const [call, at] of places) {
    if (!travelling.has(call)) standing.set(at, [...(standing.get(at) ?? []), call])
  }
  return standing
}
