import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { Verb } from '../../cxml/verbs.ts'
import { hangUpStories } from '../because.ts'
import { sayPrompt } from '../say.ts'
import type { Move, NodeRunner, Walk } from '../walk.ts'

/** Ends the call: with a message, by refusing it where that is still possible, or just so. */
export const hangUpRunner: NodeRunner<'hang_up'> = { enter: hangUp }

function hangUp(walk: Walk, node: NodeOf<'hang_up'>): Move {
  const { message, reason } = node.config
  const hangup: Verb = { kind: 'Hangup' }
  if (message) {
    const verbs = [sayPrompt(walk, message), hangup]
    return { kind: 'end', verbs, story: hangUpStories.saysAndHangsUp(node) }
  }
  if (reason === 'normal') {
    return { kind: 'end', verbs: [hangup], story: hangUpStories.hangsUp(node) }
  }
  if (walk.connected) {
    return { kind: 'end', verbs: [hangup], story: hangUpStories.tooLateToReject(node, reason) }
  }
  return {
    kind: 'end',
    verbs: [{ kind: 'Reject', reason }],
    story: hangUpStories.rejects(node, reason),
  }
}
