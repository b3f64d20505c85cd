import type { FlowNode, NodeOf } from '../flow.ts'
import { type LintContext, nodeWarning } from './lint-context.ts'

/** Extensions and groups in which nothing can ring, and boxes that nobody hears. */
export function lintRinging(context: LintContext) {
  for (const node of context.active) {
    if (node.type === 'extension') lintExtension(context, node)
    if (node.type === 'ring_group' && membersWhoRing(context, node).length === 0) {
      nodeWarning(context, node, {
        code: 'group_without_member',
        message: `${node.name} has no member that can ring, so its calls leave at once by no_answer.`,
        remedy: 'Add an extension with a device, or an outside number.',
      })
    }
    if (node.type === 'queue' && !agentsOf(context, node).some(canRing)) {
      nodeWarning(context, node, {
        code: 'queue_without_agent',
        message: `${node.name} has no agent that can ring, so its callers wait for nobody.`,
        remedy: 'Add an extension with a device.',
      })
    }
  }
}

export function canRing(node: FlowNode | undefined): boolean {
  return node?.type === 'extension' && node.enabled && node.config.devices.length > 0
}

export function membersWhoRing(context: LintContext, group: NodeOf<'ring_group'>) {
  return group.config.members.filter(
    (member) => 'number' in member || canRing(context.nodes.get(member.node)),
  )
}

function agentsOf(context: LintContext, { config }: NodeOf<'queue'>) {
  return config.agents.map(({ node }) => context.nodes.get(node))
}

function lintExtension(context: LintContext, node: NodeOf<'extension'>) {
  if (node.config.devices.length === 0) {
    nodeWarning(context, node, {
      code: 'extension_without_device',
      message: `${node.name} has no device, so nothing rings there.`,
      remedy: 'Add a device.',
    })
  }
  if (node.config.voicemail !== false && node.config.userId === null) {
    nodeWarning(context, node, {
      code: 'voicemail_without_person',
      message: `The messages in the voicemail box of ${node.name} belong to no person.`,
      remedy: 'Choose the person of this extension.',
    })
  }
}
