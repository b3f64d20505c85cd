import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { Story } from '../because.ts'
import { personalStories } from '../because-personal.ts'
import { ringingStories } from '../because-ringing.ts'
import { findBusy } from '../concurrent-calls.ts'
import { readDialResult } from '../dial-result.ts'
import { decideForward, forward, forwardedCall } from '../forwarding.ts'
import { takeOutsideResult } from '../outside.ts'
import { askForMessage, takeMessage } from '../record-message.ts'
import { devicesOf, dialInside, whyNoDevice } from '../ringing.ts'
import {
  type Move,
  type NodeRunner,
  personalOf,
  type Resumed,
  secondsSince,
  targetOf,
  tell,
  type Walk,
} from '../walk.ts'

/** Rings all devices of a person together. An exit that is not connected leads to the own voicemail box. */
export const extensionRunner: NodeRunner<'extension'> = { enter, resume: takeResult }

type Exit = 'no_answer' | 'busy' | 'unreachable'

function enter(walk: Walk, node: NodeOf<'extension'>): Move {
  const { forwardAlways, doNotDisturb } = personalOf(walk, node)
  const elsewhere = forward(walk, node, { target: forwardAlways, reason: 'always' })
  if (elsewhere !== null) return elsewhere
  const ownBox = leadsToOwnBox(node, 'busy')
  if (doNotDisturb) {
    const story = personalStories.doNotDisturb(node.name, ownBox)
    return leave(walk, node, { exit: 'busy', story })
  }
  const busy = findBusy(walk, node.id, { nodes: [node] })
  if (busy.kind === 'need') return busy
  if (busy.nodes.length === 0) return ring(walk, node)
  return leave(walk, node, { exit: 'busy', story: ringingStories.atLimit(node, ownBox) })
}

function ring(walk: Walk, node: NodeOf<'extension'>): Move {
  const devices = devicesOf(walk, node)
  const seconds = node.config.ringSeconds
  if (devices.subscribers.length === 0) {
    const ownBox = leadsToOwnBox(node, 'unreachable')
    const story = ringingStories.unreachable(node.name, whyNoDevice(devices), ownBox)
    return leave(walk, node, { exit: 'unreachable', story })
  }
  walk.effects.push({ kind: 'rang', nodes: [node.id] })
  return {
    kind: 'wait',
    state: { kind: 'ring' },
    before: [],
    act: dialInside(walk, devices.subscribers, { ringSeconds: seconds }),
    story: ringingStories.ringsExtension({ name: node.name, seconds, ...devices }),
  }
}

function takeResult(walk: Walk, node: NodeOf<'extension'>, resumed: Resumed): Move {
  const { state } = resumed
  if (state.kind === 'message') return takeMessage(walk, node, resumed.result)
  if (state.kind === 'outside') return takeForwarded(walk, node, { resumed, number: state.number })
  const result = readDialResult(walk, resumed)
  const ownBox = result !== 'answered' && result !== 'canceled' && leadsToOwnBox(node, result)
  const story = ringingStories.result(node.name, result, {
    seconds: secondsSince(walk, resumed),
    ownBox,
  })
  if (result === 'answered') {
    walk.effects.push({ kind: 'answered', node: node.id, rang: [node.id] })
  }
  if (result === 'answered' || result === 'canceled') {
    return { kind: 'end', verbs: [{ kind: 'Hangup' }], story }
  }
  return leave(walk, node, { exit: result, story })
}

/** The number that the call was forwarded to: not forwarded further. */
function takeForwarded(
  walk: Walk,
  node: NodeOf<'extension'>,
  { resumed, number }: { resumed: Resumed; number: string },
): Move {
  const decision = decideForward(walk, node, number)
  const taken = takeOutsideResult(walk, resumed, forwardedCall(node, number), decision)
  if (taken.kind === 'move') return taken.move
  return leave(walk, node, { exit: taken.result, story: taken.story })
}

function leave(
  walk: Walk,
  node: NodeOf<'extension'>,
  { exit, story }: { exit: Exit; story: Story },
): Move {
  const settings = personalOf(walk, node)
  const target = {
    no_answer: settings.forwardNoAnswer,
    busy: settings.forwardBusy,
    unreachable: settings.forwardUnreachable,
  }[exit]
  const elsewhere = forward(walk, node, { target, reason: exit })
  if (elsewhere !== null) return elsewhere
  const { voicemail } = node.config
  if (!voicemail || !leadsToOwnBox(node, exit)) return { kind: 'exit', exit, story }
  tell(walk, node, story)
  return askForMessage(walk, node, voicemail)
}

function leadsToOwnBox(node: NodeOf<'extension'>, exit: Exit): boolean {
  return node.config.voicemail !== false && targetOf(node, exit) === null
}
