import type { FlowNode } from '@opbx/contract/call-flow/flow'
import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import { voicemailStories } from './because.ts'
import { sayAndHangUp, sayPrompt, spoken } from './say.ts'
import type { StepResult } from './types.ts'
import type { Move, Walk } from './walk.ts'

/** Pause that ends a message. */
const silenceSeconds = 5

/** Greets and records: for a voicemail node, or for an extension's own box. */
export function askForMessage(walk: Walk, node: FlowNode, config: NodeConfig<'voicemail'>): Move {
  return {
    kind: 'wait',
    state: { kind: 'message' },
    before: [sayPrompt(walk, config.greeting)],
    act: { kind: 'Record', maxSeconds: config.maxSeconds, beep: config.beep, silenceSeconds },
    story: voicemailStories.asks(node.name, config.maxSeconds),
  }
}

/** Keeps what was recorded, if anything. The platform calls no action for an empty recording (protocol 3.4). */
export function takeMessage(walk: Walk, node: FlowNode, result: StepResult): Move {
  const { recordingUrl, recordingSeconds } = result
  if (recordingUrl === null || recordingUrl === '') {
    const story = voicemailStories.empty(node.name)
    return { kind: 'end', verbs: sayAndHangUp(spoken.messageEmpty), story }
  }
  walk.effects.push({
    kind: 'voicemail',
    box: node.id,
    boxName: node.name,
    recordingUrl,
    seconds: recordingSeconds,
  })
  const story = voicemailStories.saved(node.name, recordingSeconds)
  return { kind: 'end', verbs: sayAndHangUp(spoken.messageSaved), story }
}
