import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { webHostOf } from '@opbx/contract/call-flow/web-address'
import { webhookStories } from '../because-requests.ts'
import type { Move, NodeRunner, Walk } from '../walk.ts'

/** Has another system told of the call, and goes on at once. */
export const webhookRunner: NodeRunner<'webhook'> = { enter: tellReceiver }

function tellReceiver(walk: Walk, node: NodeOf<'webhook'>): Move {
  const host = webHostOf(node.config.url)
  if (walk.call.isTrial) {
    return { kind: 'exit', exit: 'next', story: webhookStories.trialTells(node.name, host) }
  }
  const callerName = walk.carried?.callerName ?? walk.call.callerName
  walk.effects.push({ kind: 'webhook', node: node.id, name: node.name, callerName })
  return { kind: 'exit', exit: 'next', story: webhookStories.tells(node.name, host) }
}
