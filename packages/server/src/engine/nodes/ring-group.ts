import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { listed, type Story } from '../because.ts'
import { guardStories, outsideStories } from '../because-outside.ts'
import { type GroupRinging, type LeftOut, ringingStories } from '../because-ringing.ts'
import { findBusy } from '../concurrent-calls.ts'
import type { Hunt } from '../continuation.ts'
import { readDialResult } from '../dial-result.ts'
import { encodeOrder, extensionAt, orderMembers, placeAt, placesOf } from '../member-order.ts'
import { type OutsideCall, permitOutside, ringOutside, takeOutsideResult } from '../outside.ts'
import { reserveOutside } from '../reserve-outside.ts'
import { type Devices, dialInside, ringable } from '../ringing.ts'
import { type Move, type NodeRunner, type Resumed, secondsSince, tell, type Walk } from '../walk.ts'

/**
 * Rings its members for some rounds: extensions all at once or one after the other, outside numbers always one after
 * the other, each with its own permission and its own share of the fraud guard's caps.
 */
export const ringGroupRunner: NodeRunner<'ring_group'> = { enter: beginHunt, resume: takeResult }

type Group = NodeOf<'ring_group'>
type ReadyExtension = {
  kind: 'extension'
  place: number
  node: NodeOf<'extension'>
  devices: Devices
}
type ReadyMember = ReadyExtension | { kind: 'outside'; place: number; number: string }
type Member = ReadyMember | { kind: 'left_out'; leftOut: LeftOut }

/** Numbers of a group that the fraud guard refuses in one answer; then it is asked for no further one. */
const mostRefusals = 3

function beginHunt(walk: Walk, group: Group): Move {
  const busy = busyMembers(walk, group)
  if (busy.kind === 'need') return busy
  const ready: ReadyMember[] = []
  const leftOut: LeftOut[] = []
  for (let place = 0; place < group.config.members.length; place += 1) {
    const member = memberAt(walk, group, { place, busy: nobody })
    if (member.kind === 'left_out') leftOut.push(member.leftOut)
    else ready.push(member)
  }
  const talking = ready.flatMap((member) =>
    member.kind === 'extension' && busy.nodes.includes(member.node.id) ? [member.node.name] : [],
  )
  for (const name of talking) leftOut.push({ name, reason: { kind: 'busy' } })
  if (talking.length === ready.length) {
    const story = ringingStories.nobodyToRing(group.name, leftOut)
    return { kind: 'exit', exit: 'no_answer', story }
  }
  // Who talks now may be free in a later round.
  const places = ready.map((member) => member.place)
  const order = orderMembers(walk, group, places)
  if (order.kind === 'need') return order
  const hunt: Hunt = { order: encodeOrder(order.places), index: 0, round: 1 }
  return ringNext(walk, group, { hunt, leftOut, busy: busy.nodes, isBeginning: true })
}

function takeResult(walk: Walk, group: Group, resumed: Resumed): Move | null {
  const { state } = resumed
  if (state.kind === 'hunt') return takeExtensions(walk, group, { resumed, hunt: state })
  if (state.kind !== 'outside' || state.hunt === undefined) return null
  const { number, hunt } = state
  const call = outsideCall(walk, group, { hunt, number })
  const taken = takeOutsideResult(walk, resumed, call, decide(walk, number))
  return taken.kind === 'move' ? taken.move : goOn(walk, group, { hunt, story: taken.story })
}

function takeExtensions(
  walk: Walk,
  group: Group,
  { resumed, hunt: { order, index, round } }: { resumed: Resumed; hunt: Hunt },
): Move {
  const hunt: Hunt = { order, index, round }
  const rang = rangBy(walk, group, { hunt, busy: nobody }).filter(isExtension)
  const result = readDialResult(walk, resumed)
  const names = rang.map((member) => member.node.name)
  const name = result === 'answered' && names.length > 1 ? `one of ${listed(names)}` : listed(names)
  const story = ringingStories.result(name, result, {
    seconds: secondsSince(walk, resumed),
    ownBox: false,
  })
  if (result === 'answered') {
    const nodes = rang.map((member) => member.node.id)
    const node = nodes.length === 1 ? (nodes[0] ?? null) : null
    walk.effects.push({ kind: 'answered', node, rang: nodes })
  }
  if (result === 'answered' || result === 'canceled') {
    return { kind: 'end', verbs: [{ kind: 'Hangup' }], story }
  }
  return goOn(walk, group, { hunt, story })
}

/** After nobody of this place of the hunt answered. */
function goOn(walk: Walk, group: Group, { hunt, story }: { hunt: Hunt; story: Story }): Move {
  const busy = busyMembers(walk, group)
  if (busy.kind === 'need') return busy
  tell(walk, group, story)
  const next = { hunt: following(group, hunt), leftOut: [], busy: busy.nodes }
  return ringNext(walk, group, { ...next, isBeginning: false })
}

interface From {
  hunt: Hunt
  leftOut: LeftOut[]
  busy: Busy
  /** Nobody has rung yet. */
  isBeginning: boolean
}

/** Rings from the place of `hunt` on; members that cannot be rung meanwhile are passed over. */
function ringNext(walk: Walk, group: Group, from: From): Move {
  const leftOut = [...from.leftOut]
  const refused = new Set<number>()
  let refusals = 0
  for (let hunt = from.hunt; hunt.round <= group.config.rounds; hunt = following(group, hunt)) {
    const members = rangBy(walk, group, { hunt, busy: from.busy })
    const extensions = members.filter(isExtension)
    if (extensions.length > 0) return ring(walk, group, { hunt, members: extensions, leftOut })
    const [member] = members
    if (member?.kind !== 'outside' || refused.has(member.place)) continue
    if (refusals >= mostRefusals) continue
    const tried = ringNumber(walk, group, { hunt, number: member.number, leftOut })
    if (tried.kind === 'move') return tried.move
    tell(walk, group, tried.story)
    refused.add(member.place)
    leftOut.push({ name: member.number, reason: { kind: 'refused' } })
    refusals += tried.weight
  }
  const story = from.isBeginning
    ? ringingStories.nobodyToRing(group.name, leftOut)
    : ringingStories.groupGivesUp(group.name, from.hunt.order.length, group.config.rounds)
  return { kind: 'exit', exit: 'no_answer', story }
}

function ring(
  walk: Walk,
  group: Group,
  { hunt, members, leftOut }: { hunt: Hunt; members: ReadyExtension[]; leftOut: LeftOut[] },
): Move {
  const { strategy, callerNamePrefix } = group.config
  const ringSeconds = ringSecondsOf(group, hunt)
  const names = members.map((member) => member.node.name)
  const ringing = ringingOf(group, { hunt, names, leftOut })
  walk.effects.push({ kind: 'rang', nodes: members.map((member) => member.node.id) })
  return {
    kind: 'wait',
    state: { kind: 'hunt', ...hunt },
    before: [],
    act: dialInside(
      walk,
      members.flatMap((member) => member.devices.subscribers),
      { ringSeconds, namePrefix: callerNamePrefix },
    ),
    story:
      strategy === 'simultaneous'
        ? ringingStories.ringsAll(ringing)
        : ringingStories.ringsMember(ringing, strategy, placeOf(hunt)),
  }
}

/** `weight`: how much of what may be refused in one answer. */
type Tried = { kind: 'move'; move: Move } | { kind: 'refused'; story: Story; weight: number }

function ringNumber(
  walk: Walk,
  group: Group,
  { hunt, number, leftOut }: { hunt: Hunt; number: string; leftOut: LeftOut[] },
): Tried {
  const permit = decide(walk, number)
  if (permit.kind === 'refused') {
    return { kind: 'refused', story: outsideStories.refused(number, permit), weight: 0 }
  }
  const allowance = reserveOutside(walk, { number, permit, caller: null })
  if (allowance.kind === 'need') return { kind: 'move', move: allowance }
  if (allowance.kind === 'refused') {
    const { refusal } = allowance
    // A cap or a stop concerns every number, a high risk or a foreign country only this one.
    const isOfAll = refusal.is === 'capped' || refusal.is === 'stopped'
    const story = guardStories.refused(number, refusal)
    return { kind: 'refused', story, weight: isOfAll ? mostRefusals : 1 }
  }
  const { counted } = allowance
  const call = outsideCall(walk, group, { hunt, number })
  const move = ringOutside(walk, call, { permit, trunk: 0, counted })
  const ringing = ringingOf(group, { hunt, names: [number], leftOut })
  const { strategy } = group.config
  const about = { permit, strategy, place: placeOf(hunt) }
  const story = ringingStories.ringsOutsideMember(ringing, about)
  return { kind: 'move', move: { ...move, story } }
}

/** The group itself calls: it has no permission class. */
function decide(walk: Walk, number: string) {
  return permitOutside(walk, number, { permissionClass: null, accessDigits: null })
}

function outsideCall(
  walk: Walk,
  group: Group,
  { hunt, number }: { hunt: Hunt; number: string },
): OutsideCall {
  const called = walk.call.to.kind === 'e164' ? walk.call.to.number : null
  return { number, ringSeconds: ringSecondsOf(group, hunt), callerIds: [called], hunt }
}

function ringingOf(
  group: Group,
  { hunt, names, leftOut }: { hunt: Hunt; names: string[]; leftOut: LeftOut[] },
): GroupRinging {
  const { rounds } = group.config
  const seconds = ringSecondsOf(group, hunt)
  return { group: group.name, names, seconds, round: hunt.round, rounds, leftOut }
}

function placeOf({ index, order }: Hunt) {
  return { number: index + 1, of: order.length }
}

/** Members who ring together ring as long as the group says. */
function ringSecondsOf(group: Group, hunt: Hunt): number {
  const { members, ringSeconds } = group.config
  if (ringsTogether(group, hunt) > 0) return ringSeconds
  return members[placeAt(hunt.order, hunt.index)]?.ringSeconds ?? ringSeconds
}

/** Ids of extensions that take no further call. */
type Busy = readonly string[]
const nobody: Busy = []

/** Asked anew for each ring: who was busy may be free, and the other way round. */
function busyMembers(walk: Walk, { id, config }: Group) {
  const nodes = config.members.flatMap((member) =>
    'node' in member ? [walk.compiled.nodes.get(member.node)] : [],
  )
  return findBusy(walk, id, { nodes, skipBusy: config.skipBusy })
}

/** How many places from that of `hunt` on ring at once; 0: its member rings alone. */
function ringsTogether(group: Group, { order, index }: Hunt): number {
  if (group.config.strategy !== 'simultaneous' || index > 0) return 0
  return placesOf(order).filter((place) => extensionAt(group, place) !== null).length
}

/** Who rings at a place of the hunt: everybody who can, or the one whose turn it is. */
function rangBy(
  walk: Walk,
  group: Group,
  { hunt, busy }: { hunt: Hunt; busy: Busy },
): ReadyMember[] {
  const end = hunt.index + Math.max(1, ringsTogether(group, hunt))
  const members: ReadyMember[] = []
  for (let index = hunt.index; index < end; index += 1) {
    const member = memberAt(walk, group, { place: placeAt(hunt.order, index), busy })
    if (member.kind !== 'left_out') members.push(member)
  }
  return members
}

function following(group: Group, hunt: Hunt): Hunt {
  const next = hunt.index + Math.max(1, ringsTogether(group, hunt))
  const isLast = next >= hunt.order.length
  return isLast ? { ...hunt, index: 0, round: hunt.round + 1 } : { ...hunt, index: next }
}

function memberAt(
  walk: Walk,
  group: Group,
  { place, busy }: { place: number; busy: Busy },
): Member {
  const member = group.config.members[place]
  if (member !== undefined && 'number' in member) {
    return { kind: 'outside', place, number: member.number }
  }
  const node = walk.compiled.nodes.get(member?.node ?? '')
  const rung = ringable(walk, node, `Member ${place + 1}`)
  if (rung.kind === 'left_out') return rung
  if (!busy.includes(rung.node.id)) return { ...rung, kind: 'extension', place }
  return { kind: 'left_out', leftOut: { name: rung.node.name, reason: { kind: 'busy' } } }
}

function isExtension(member: ReadyMember): member is ReadyExtension {
  return member.kind === 'extension'
}
