import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { randomBelow, shuffled } from './random.ts'
import type { Need } from './types.ts'
import { answerTo, type Walk } from './walk.ts'

type Group = NodeOf<'ring_group'>

/** Places of members in the group's list, in the order in which they ring. */
export type MemberOrder = { kind: 'order'; places: number[] } | { kind: 'need'; need: Need }

/**
 * The order of the members at `places` by the group's strategy. A lower priority number rings first; the
 * strategy decides among equals.
 */
export function orderMembers(walk: Walk, group: Group, places: number[]): MemberOrder {
  const { strategy } = group.config
  if (places.length > 1 && strategy === 'round_robin') return orderByTurn(walk, group, places)
  if (places.length > 1 && strategy === 'least_recent') return orderByRest(walk, group, places)
  if (strategy === 'random') {
    walk.used.seed = walk.facts.seed
    return inTiers(group, places, (tier) => shuffled(tier, walk.facts.seed))
  }
  if (strategy === 'simultaneous') {
    // One Dial cannot ring both: with `trunks` all its numbers leave the building (protocol 3.3).
    const inside = places.filter((place) => extensionAt(group, place) !== null)
    const outside = places.filter((place) => !inside.includes(place))
    return { kind: 'order', places: [...inside, ...outside] }
  }
  return inTiers(group, places, (tier) => tier)
}

/** Places as text for a continuation: one character each, from `0` on. */
export function encodeOrder(places: readonly number[]): string {
  let order = ''
  for (const place of places) order += String.fromCharCode(firstCharacter + place)
  return order
}

/** The place at an index of an order. */
export function placeAt(order: string, index: number): number {
  return order.charCodeAt(index) - firstCharacter
}

/** All places of an order. */
export function placesOf(order: string): number[] {
  return Array.from(order, (_, index) => placeAt(order, index))
}

const firstCharacter = 48

function orderByTurn(walk: Walk, group: Group, places: number[]): MemberOrder {
  const fallback = randomBelow(walk.facts.seed, 0, 2 ** 31)
  const need: Need = { kind: 'turn', key: `turn:${group.id}`, group: group.id, fallback }
  const turn = answerTo(walk, need)
  if (turn === undefined) return { kind: 'need', need }
  return inTiers(group, places, (tier) => {
    const first = Math.abs(Math.trunc(turn)) % tier.length
    return [...tier.slice(first), ...tier.slice(0, first)]
  })
}

function orderByRest(walk: Walk, group: Group, places: number[]): MemberOrder {
  const nodes = places.flatMap((place) => extensionAt(group, place) ?? [])
  const fallback: Record<string, string | null> = {}
  for (const node of nodes) fallback[node] = null
  const need: Need = { kind: 'last_answered', key: `last_answered:${group.id}`, nodes, fallback }
  const answer = answerTo(walk, need)
  if (answer === undefined) return { kind: 'need', need }
  // ISO times compare as text; one who has never answered comes first, equal ones as listed. When an outside number
  // answered last is not known, so it comes behind the extensions.
  const lastAnswered = (place: number) => {
    const extension = extensionAt(group, place)
    return extension === null ? 'unknown' : (answer[extension] ?? '')
  }
  return inTiers(group, places, (tier) =>
    [...tier].sort((a, b) => compareText(lastAnswered(a), lastAnswered(b)) || a - b),
  )
}

function inTiers(
  group: Group,
  places: readonly number[],
  order: (tier: number[]) => number[],
): MemberOrder {
  const tiers = new Map<number, number[]>()
  for (const place of places) {
    const priority = group.config.members[place]?.priority ?? 1
    const tier = tiers.get(priority)
    if (tier) tier.push(place)
    else tiers.set(priority, [place])
  }
  const sorted = [...tiers].sort(([a], [b]) => a - b)
  return { kind: 'order', places: sorted.flatMap(([, tier]) => order(tier)) }
}

/** The extension's node of a member; null: it is a number outside. */
export function extensionAt(group: Group, place: number): string | null {
  const member = group.config.members[place]
  return member !== undefined && 'node' in member ? member.node : null
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
