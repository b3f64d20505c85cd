import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { streamHostOf } from '@opbx/contract/call-flow/nodes/ai-assistant'
import { fillTemplate } from '@opbx/contract/call-flow/template'
import type { Service, Stream } from '../../cxml/verbs.ts'
import { assistantStories } from '../because-assistant.ts'
import { callValues } from '../call-values.ts'
import { readDialResult } from '../dial-result.ts'
import { dialTimeLimitSeconds } from '../ringing.ts'
import {
  type Move,
  type NodeRunner,
  type Resumed,
  secondsSince,
  type Walk,
  type WithoutNext,
} from '../walk.ts'

/** Lets the caller talk with a machine, until one of the two ends it. */
export const aiAssistantRunner: NodeRunner<'ai_assistant'> = { enter: connect, resume: leave }

type Assistant = NodeOf<'ai_assistant'>

function connect(walk: Walk, node: Assistant): Move {
  const { connection, provider, url } = node.config
  const isStream = connection === 'stream'
  return {
    kind: 'wait',
    state: { kind: 'assistant' },
    before: [],
    act: isStream ? streamOf(walk, node) : serviceOf(node),
    story: assistantStories.connects(node.name, isStream ? streamHostOf(url) : provider),
  }
}

function serviceOf({ config }: Assistant): WithoutNext<Service> {
  const { provider, number, username, password } = config
  return {
    kind: 'Service',
    provider,
    number,
    username: username === '' ? undefined : username,
    password: password === '' ? undefined : password,
    timeLimitSeconds: dialTimeLimitSeconds,
  }
}

function streamOf(walk: Walk, { config }: Assistant): WithoutNext<Stream> {
  const values = callValues(walk)
  return {
    kind: 'Stream',
    url: fillTemplate(config.url, values, 'address'),
    // The reference of a kept secret has no placeholders.
    parameters: config.parameters.map(({ name, value }) => ({
      name,
      value: fillTemplate(value, values, 'header'),
    })),
  }
}

/**
 * Doubtful at the platform: nothing is told of how a stream ended, because Connect is not known to call anything.
 * One that ends sooner than anybody can say a word was never a talk.
 */
const shortestTalkSeconds = 3

function leave(walk: Walk, node: Assistant, resumed: Resumed): Move | null {
  if (resumed.state.kind !== 'assistant') return null
  const seconds = secondsSince(walk, resumed)
  if (node.config.connection === 'stream') {
    return seconds < shortestTalkSeconds
      ? { kind: 'exit', exit: 'failed', story: assistantStories.streamFailed(node.name, seconds) }
      : end(walk, node, seconds)
  }
  const result = readDialResult(walk, resumed)
  if (result === 'answered') return end(walk, node, seconds)
  if (result === 'canceled') {
    const story = assistantStories.hungUp(node.name, seconds)
    return { kind: 'end', verbs: [{ kind: 'Hangup' }], story }
  }
  return { kind: 'exit', exit: 'failed', story: assistantStories.failed(node.name, result) }
}

function end(walk: Walk, node: Assistant, seconds: number): Move {
  walk.effects.push({ kind: 'answered', node: null, rang: [] })
  return { kind: 'exit', exit: 'ended', story: assistantStories.ended(node.name, seconds) }
}
