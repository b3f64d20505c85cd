import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { recordingStories } from '../because-recording.ts'
import { sayPrompt } from '../say.ts'
import type { Move, NodeRunner, Walk } from '../walk.ts'

/** Switches recording on or off for every later Dial of the call, and says so to the caller. */
export const callRecordingRunner: NodeRunner<'call_recording'> = { enter: decide, resume: goOn }

function decide(walk: Walk, node: NodeOf<'call_recording'>): Move {
  walk.recording = walk.compiled.indexes.get(node.id) ?? null
  const { mode, consent } = node.config
  if (mode === 'off') {
    return { kind: 'exit', exit: 'next', story: recordingStories.isOff(node.name) }
  }
  if (consent === null) return goOn(walk, node)
  return {
    kind: 'wait',
    state: { kind: 'announcement' },
    before: [sayPrompt(walk, consent)],
    act: null,
    story: recordingStories.announces(node.name),
  }
}

function goOn(_walk: Walk, node: NodeOf<'call_recording'>): Move {
  return { kind: 'exit', exit: 'next', story: recordingStories.isOn(node.name) }
}
