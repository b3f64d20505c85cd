import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { listed } from '../because.ts'
import { type GroupRinging, type LeftOut, ringingStories } from '../because-ringing.ts'
import type { WaitState } from '../continuation.ts'
import { readDialResult } from '../dial-result.ts'
import { encodeOrder, orderMembers, placeAt } from '../member-order.ts'
import { type Devices, dialInside, ringable } from '../ringing.ts'
import type { Need } from '../types.ts'
import {
  answerTo,
  type Move,
  type NodeRunner,
  type Resumed,
  secondsSince,
  tell,
  type Walk,
} from '../walk.ts'

/** Rings its members, all at once or one after the other, for some rounds. */
export const ringGroupRunner: NodeRunner<'ring_group'> = { enter: beginHunt, resume: takeResult }

type Group = NodeOf<'ring_group'>
type Hunt = Extract<WaitState, { kind: 'hunt' }>
type Member =
  | { kind: 'ready'; place: number; node: NodeOf<'extension'>; devices: Devices }
  | { kind: 'left_out'; leftOut: LeftOut }
type ReadyMember = Extract<Member, { kind: 'ready' }>

function beginHunt(walk: Walk, group: Group): Move {
  const busy = busyMembers(walk, group)
  if (busy.kind === 'need') return busy
  const ready: ReadyMember[] = []
  const leftOut: LeftOut[] = []
  for (let place = 0; place < group.config.members.length; place += 1) {
    const member = memberAt(walk, group, { place, busy: nobody })
    if (member.kind === 'ready') ready.push(member)
    else leftOut.push(member.leftOut)
  }
  const talking = ready.filter((member) => busy.nodes.includes(member.node.id))
  for (const { node } of talking) leftOut.push({ name: node.name, reason: { kind: 'busy' } })
  if (talking.length === ready.length) {
    const story = ringingStories.nobodyToRing(group.name, leftOut)
    return { kind: 'exit', exit: 'no_answer', story }
  }
  // Who talks now may be free in a later round.
  const places = ready.map((member) => member.place)
  const order = orderMembers(walk, group, places)
  if (order.kind === 'need') return order
  const hunt: Hunt = { kind: 'hunt', order: encodeOrder(order.places), index: 0, round: 1 }
  return ringNext(walk, group, { hunt, leftOut, busy: busy.nodes })
}

function takeResult(walk: Walk, group: Group, resumed: Resumed): Move | null {
  const hunt = resumed.state
  if (hunt.kind !== 'hunt') return null
  const rang = rangBy(walk, group, { hunt, busy: nobody })
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
  const busy = busyMembers(walk, group)
  if (busy.kind === 'need') return busy
  tell(walk, group, story)
  const next = { hunt: following(group, hunt), leftOut: [], busy: busy.nodes }
  return ringNext(walk, group, next)
}

/** Rings from the place of `hunt` on; members that cannot be rung meanwhile are passed over. */
function ringNext(
  walk: Walk,
  group: Group,
  from: { hunt: Hunt; leftOut: LeftOut[]; busy: Busy },
): Move {
  for (let hunt = from.hunt; hunt.round <= group.config.rounds; hunt = following(group, hunt)) {
    const members = rangBy(walk, group, { hunt, busy: from.busy })
    if (members.length > 0) return ring(walk, group, { ...from, hunt, members })
  }
  const story = ringingStories.groupGivesUp(group.name, from.hunt.order.length, group.config.rounds)
  return { kind: 'exit', exit: 'no_answer', story }
}

function ring(
  walk: Walk,
  group: Group,
  { hunt, members, leftOut }: { hunt: Hunt; members: ReadyMember[]; leftOut: LeftOut[] },
): Move {
  const { strategy, rounds, callerNamePrefix } = group.config
  const ringSeconds = ringSecondsOf(group, members)
  const ringing: GroupRinging = {
    group: group.name,
    names: members.map((member) => member.node.name),
    seconds: ringSeconds,
    round: hunt.round,
    rounds,
    leftOut,
  }
  const place = { number: hunt.index + 1, of: hunt.order.length }
  walk.effects.push({ kind: 'rang', nodes: members.map((member) => member.node.id) })
  return {
    kind: 'wait',
    state: hunt,
    before: [],
    act: dialInside(
      walk,
      members.flatMap((member) => member.devices.subscribers),
      { ringSeconds, namePrefix: callerNamePrefix },
    ),
    story:
      strategy === 'simultaneous'
        ? ringingStories.ringsAll(ringing)
        : ringingStories.ringsMember(ringing, strategy, place),
  }
}

/** Members who ring together ring as long as the group says. */
function ringSecondsOf({ config }: Group, members: readonly ReadyMember[]): number {
  const [only] = members
  const isAlone = config.strategy !== 'simultaneous' && only !== undefined
  return (isAlone ? config.members[only.place]?.ringSeconds : null) ?? config.ringSeconds
}

/** Ids of extensions that are in another call. */
type Busy = readonly string[]
const nobody: Busy = []

/** Asked anew for each ring: who was busy may be free, and the other way round. */
function busyMembers(
  walk: Walk,
  { id, config }: Group,
): { kind: 'busy'; nodes: Busy } | { kind: 'need'; need: Need } {
  if (!config.skipBusy) return { kind: 'busy', nodes: nobody }
  const nodes = config.members.map(({ node }) => node)
  const need: Need = { kind: 'busy', key: `busy:${id}`, nodes, fallback: nobody }
  const answer = answerTo(walk, need)
  return answer === undefined ? { kind: 'need', need } : { kind: 'busy', nodes: answer }
}

/** Who rings at a place of the hunt: everybody who can, or the one whose turn it is. */
function rangBy(
  walk: Walk,
  group: Group,
  { hunt, busy }: { hunt: Hunt; busy: Busy },
): ReadyMember[] {
  const all = group.config.strategy === 'simultaneous'
  const end = all ? hunt.order.length : hunt.index + 1
  const members: ReadyMember[] = []
  for (let index = all ? 0 : hunt.index; index < end; index += 1) {
    const member = memberAt(walk, group, { place: placeAt(hunt.order, index), busy })
    if (member.kind === 'ready') members.push(member)
  }
  return members
}

function following(group: Group, hunt: Hunt): Hunt {
  const isLast = group.config.strategy === 'simultaneous' || hunt.index + 1 >= hunt.order.length
  return isLast ? { ...hunt, index: 0, round: hunt.round + 1 } : { ...hunt, index: hunt.index + 1 }
}

function memberAt(
  walk: Walk,
  group: Group,
  { place, busy }: { place: number; busy: Busy },
): Member {
  const node = walk.compiled.nodes.get(group.config.members[place]?.node ?? '')
  const rung = ringable(walk, node, `Member ${place + 1}`)
  if (rung.kind === 'left_out') return rung
  if (!busy.includes(rung.node.id)) return { ...rung, place }
  return { kind: 'left_out', leftOut: { name: rung.node.name, reason: { kind: 'busy' } } }
}
