import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { Story } from '../because.ts'
import { ringingStories } from '../because-ringing.ts'
import { readDialResult } from '../dial-result.ts'
import { askForMessage, takeMessage } from '../record-message.ts'
import { devicesOf, dialInside, whyNoDevice } from '../ringing.ts'
import {
  type Move,
  type NodeRunner,
  type Resumed,
  secondsSince,
  targetOf,
  tell,
  type Walk,
} from '../walk.ts'

/** Rings all devices of a person together. An exit that is not connected leads to the own voicemail box. */
export const extensionRunner: NodeRunner<'extension'> = { enter: ring, resume: takeResult }

type Exit = 'no_answer' | 'busy' | 'unreachable'

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
    act: dialInside(walk, devices.subscribers, seconds),
    story: ringingStories.ringsExtension({ name: node.name, seconds, ...devices }),
  }
}

function takeResult(walk: Walk, node: NodeOf<'extension'>, resumed: Resumed): Move {
  if (resumed.state.kind === 'message') return takeMessage(walk, node, resumed.result)
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

function leave(
  walk: Walk,
  node: NodeOf<'extension'>,
  { exit, story }: { exit: Exit; story: Story },
): Move {
  const { voicemail } = node.config
  if (!voicemail || !leadsToOwnBox(node, exit)) return { kind: 'exit', exit, story }
  tell(walk, node, story)
  return askForMessage(node, voicemail)
}

function leadsToOwnBox(node: NodeOf<'extension'>, exit: Exit): boolean {
  return node.config.voicemail !== false && targetOf(node, exit) === null
}
