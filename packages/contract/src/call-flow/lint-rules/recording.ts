import { exitsOf, type FlowNode, membersOf } from '../flow.ts'
import { exitTarget } from './exits.ts'
import { type LintContext, nodeWarning } from './lint-context.ts'

/**
 * Steps that record callers who have come there from a phone number without having heard a word. Where something was
 * said before, it may have been about the recording.
 */
export function lintRecording(context: LintContext) {
  for (const node of reachedInSilence(context)) {
    if (!records(node)) continue
    nodeWarning(context, node, {
      code: 'recording_unannounced',
      message: `${node.name} has callers recorded who have heard nothing before, so nobody tells them.`,
      remedy:
        node.type === 'call_recording'
          ? 'Switch on its announcement, unless the law where you are does not ask for it.'
          : 'Lead its calls by a recording step with an announcement, unless the law where you are does not ask for it.',
    })
  }
}

function records(node: FlowNode): boolean {
  if (node.type === 'call_recording') return node.config.mode === 'on'
  if (node.type === 'conference') return node.config.record
  return node.type === 'extension' && ['inbound', 'all'].includes(node.config.recording)
}

function reachedInSilence(context: LintContext): ReadonlySet<FlowNode> {
  const ahead: (string | null)[] = context.flow.phoneNumbers.map(({ entry }) => entry)
  const reached = new Set<FlowNode>()
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const node = id === null ? undefined : context.nodes.get(id)
    if (!node?.enabled || reached.has(node) || speaks(node)) continue
    reached.add(node)
    // What is set elsewhere does not count behind a recording step.
    if (node.type === 'call_recording') continue
    const exits = exitsOf(node).map((exit) => exitTarget(node, exit))
    ahead.push(...exits, ...membersOf(node).map((member) => member.node))
  }
  return reached
}

/** Whether callers hear words there before they are connected with anybody. */
function speaks(node: FlowNode): boolean {
  switch (node.type) {
    case 'announcement':
    case 'ivr_menu':
      return true
    case 'call_recording':
      return node.config.mode === 'on' && node.config.consent !== null
    case 'queue':
      return node.config.welcome !== null
    case 'conference':
      return node.config.pin !== null || node.config.hostPin !== null
    default:
      return false
  }
}
