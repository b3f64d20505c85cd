import type { FlowNode, NodeOf } from '@opbx/contract/call-flow/flow'
import type { NodeType } from '@opbx/contract/call-flow/node-types'
import type { Verb } from '../cxml/verbs.ts'
import { callStories, type Story } from './because.ts'
import { beginCall } from './begin-call.ts'
import type { CompiledFlow } from './compile-flow.ts'
import type { Continuation, WaitState } from './continuation.ts'
import { nodeRunners } from './node-runners.ts'
import { noNode, resumePhoneCall } from './phone-call.ts'
import { takeMessage } from './record-message.ts'
import { recordingOf } from './recording.ts'
import { sayAndHangUp, spoken } from './say.ts'
import type { CallInfo, Decision, Facts, Input, Outcome } from './types.ts'
import { type Move, type Resumed, targetOf, tell, type Walk } from './walk.ts'

/** Nodes that a call enters at most without anybody acting. */
const maxVisited = 64
/**
 * Answers that a call gets at most: a ring group that leads back to itself ends some time too. Two hours in a queue
 * take 1,440.
 */
const maxSteps = 2_000

/**
 * What to do with a call: the verbs for the platform and the story of why, or a need to be met first.
 * Pure: the same arguments give the same answer.
 */
export function advance(flow: CompiledFlow, call: CallInfo, input: Input, facts: Facts): Outcome {
  const walk = beginWalk(flow, call, input, facts)
  if (input.kind === 'continue') return resumeWalk(walk, input)
  if (input.ended) return end(walk, null, { verbs: hangup(), story: callStories.ended() })
  return follow(walk, null, beginCall(walk))
}

function beginWalk(compiled: CompiledFlow, call: CallInfo, input: Input, facts: Facts): Walk {
  const at = input.kind === 'continue' ? input.at : null
  return {
    compiled,
    call,
    facts,
    step: at?.step ?? 0,
    connected: at?.connected ?? false,
    visited: at ? [...at.visited] : [],
    forwarded: [...(at?.forwarded ?? [])],
    carried: at?.carried ?? null,
    recording: at?.recording ?? null,
    pinTries: at?.pinTries ?? 0,
    trace: [],
    effects: [],
    used: { now: facts.now },
  }
}

function resumeWalk(walk: Walk, input: Extract<Input, { kind: 'continue' }>): Outcome {
  const { at, result } = input
  const node = walk.compiled.nodes.get(at.node)
  const fellThrough = at.via === 'fell_through'
  const switched = at.via === 'switched'
  const resumed = { state: at.state, fellThrough, switched, result, sentAt: at.sentAt }
  if (input.ended) return endOver(walk, node ?? null, resumed)
  if (walk.step > maxSteps) return apologize(walk, node ?? null, callStories.tooManySteps(maxSteps))
  const move = node ? resumeNode(walk, node, resumed) : resumeCall(walk, at, resumed)
  return move
    ? follow(walk, node ?? null, move)
    : apologize(walk, node ?? null, callStories.placeLost())
}

/** The caller is gone. A message that was left before is kept, nothing else happens. */
function endOver(walk: Walk, node: FlowNode | null, resumed: Resumed): Outcome {
  const { state, result } = resumed
  if (node) endNode(walk, node, resumed)
  const wasRecorded = state.kind === 'message' && result.recordingUrl !== null
  if (!node || !wasRecorded) {
    return end(walk, node, { verbs: hangup(), story: callStories.ended() })
  }
  const move = takeMessage(walk, node, result)
  const story = move.kind === 'end' ? move.story : callStories.ended()
  return end(walk, node, { verbs: hangup(), story })
}

/** Follows moves from node to node until one lets the platform act or ends the call. */
function follow(walk: Walk, from: FlowNode | null, first: Move): Outcome {
  let node = from
  let move = first
  for (;;) {
    if (move.kind === 'need') return move
    if (move.kind === 'end') return end(walk, node, move)
    if (move.kind === 'wait') return wait(walk, node, move)
    tell(walk, node, move.kind === 'exit' ? { ...move.story, exit: move.exit } : move.story)
    const next = nextNode(walk, node, move)
    if (next.kind === 'stop') return end(walk, next.node, next)
    node = next.node
    move = enterNode(walk, node)
  }
}

type Next =
  | { kind: 'node'; node: FlowNode }
  | { kind: 'stop'; node: FlowNode | null; verbs: Verb[]; story: Story }

function nextNode(
  walk: Walk,
  from: FlowNode | null,
  move: Extract<Move, { kind: 'exit' | 'enter' }>,
): Next {
  if (move.kind === 'enter') return admit(walk, move.target)
  if (!from) throw new Error('A call left by an exit of no node')
  const id = targetOf(from, move.exit)
  if (id === null) {
    const story = callStories.exitNotConnected(move.exit, from)
    return { kind: 'stop', node: from, verbs: hangup(), story }
  }
  const target = walk.compiled.nodes.get(id)
  return target ? admit(walk, target) : apology(from, callStories.targetMissing(move.exit, from))
}

function admit(walk: Walk, target: FlowNode): Next {
  if (!target.enabled) return apology(target, callStories.switchedOff(target), spoken.switchedOff)
  const index = walk.compiled.indexes.get(target.id) ?? -1
  if (walk.visited.includes(index)) return apology(target, callStories.loop(target))
  if (walk.visited.length >= maxVisited) return apology(target, callStories.tooLong(maxVisited))
  walk.visited.push(index)
  return { kind: 'node', node: target }
}

function wait(walk: Walk, node: FlowNode | null, move: Extract<Move, { kind: 'wait' }>): Decision {
  const { act, before, story } = move
  const recorded = recordingOf(walk, node, move)
  const isDial = act?.kind === 'Dial' || act?.kind === 'Conference' || act?.kind === 'Service'
  if (!isDial || before.length > 0) walk.connected = true
  const next: Continuation = {
    node: node?.id ?? noNode,
    step: walk.step + 1,
    via: 'action',
    sentAt: walk.facts.now,
    connected: walk.connected,
    state: move.state,
    // Words alone let nobody act; a ring, a menu or a recording did.
    visited: isPassive(move.state) ? walk.visited : [],
    ...(walk.forwarded.length > 0 && { forwarded: walk.forwarded }),
    carried: copyOf(walk.carried),
    ...(walk.recording !== null && { recording: walk.recording }),
    pinTries: walk.pinTries,
  }
  if (!act) return end(walk, node, { verbs: [...before, { kind: 'Redirect', next }], story })
  // The platform may skip the action of a verb that failed, then the next verb runs (protocol 3.1).
  const redirect: Verb = { kind: 'Redirect', next: { ...next, via: 'fell_through' } }
  const sent: Verb = { ...act, ...(recorded && { record: recorded.order }), next }
  tell(walk, node, story)
  return end(walk, node, { verbs: [...before, sent, redirect], story: recorded?.story ?? null })
}

function isPassive({ kind }: WaitState): boolean {
  return kind === 'announcement' || kind === 'http' || kind === 'room_closed'
}

/** The continuation's own: what it holds goes into JSON. */
function copyOf(carried: Walk['carried']): Continuation['carried'] {
  return carried && { ...carried, tags: [...carried.tags], variables: { ...carried.variables } }
}

function end(
  walk: Walk,
  node: FlowNode | null,
  last: { verbs: Verb[]; story: Story | null },
): Decision {
  tell(walk, node, last.story)
  const { step, trace, effects, used } = walk
  return { kind: 'respond', step, verbs: last.verbs, trace, effects, facts: used }
}

function apologize(walk: Walk, node: FlowNode | null, story: Story): Decision {
  return end(walk, node, { verbs: sayAndHangUp(spoken.fault), story })
}

function apology(node: FlowNode, story: Story, words: string = spoken.fault): Next {
  return { kind: 'stop', node, verbs: sayAndHangUp(words), story }
}

function hangup(): Verb[] {
  return [{ kind: 'Hangup' }]
}

/** A node that does not exist any more has no state that the call could go on with. */
function resumeCall(walk: Walk, at: Continuation, resumed: Resumed): Move | null {
  return at.node === noNode ? resumePhoneCall(walk, resumed) : null
}

function enterNode<T extends NodeType>(walk: Walk, node: NodeOf<T>): Move {
  return nodeRunners[node.type].enter(walk, node)
}

function endNode<T extends NodeType>(walk: Walk, node: NodeOf<T>, resumed: Resumed): void {
  nodeRunners[node.type].over?.(walk, node, resumed)
}

function resumeNode<T extends NodeType>(
  walk: Walk,
  node: NodeOf<T>,
  resumed: Resumed,
): Move | null {
  return nodeRunners[node.type].resume?.(walk, node, resumed) ?? null
}
