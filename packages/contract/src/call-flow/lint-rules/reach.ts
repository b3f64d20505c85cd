import { exitsOf, type FlowNode, membersOf } from '../flow.ts'
import { exitTarget } from './exits.ts'
import { type LintContext, nodeWarning } from './lint-context.ts'

/** Nodes that no phone number, extension number, exit or member leads to. */
export function lintReach(context: LintContext) {
  const reached = reachedNodes(context)
  for (const node of context.active) {
    if (reached.has(node.id)) continue
    nodeWarning(context, node, {
      code: 'node_unreached',
      message: `No call can come to ${node.name}: nothing leads there, and it has no extension number.`,
      remedy: 'Lead an exit or a phone number there, give it an extension number, or delete it.',
    })
  }
}

function reachedNodes(context: LintContext): ReadonlySet<string> {
  const entries = context.flow.phoneNumbers.map((phoneNumber) => phoneNumber.entry)
  const dialable = context.active.filter((node) => node.extension !== null).map((node) => node.id)
  const ofRoutes = context.flow.outboundRoutes.map((route) => route.hours)
  const ahead: (string | null)[] = [...entries, ...dialable, ...ofRoutes]
  const reached = new Set<string>()
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const node = id === null ? undefined : context.nodes.get(id)
    if (!node?.enabled || reached.has(node.id)) continue
    reached.add(node.id)
    ahead.push(...neighbours(node))
  }
  return reached
}

function neighbours(node: FlowNode): (string | null)[] {
  const exits = exitsOf(node).map((exit) => exitTarget(node, exit))
  return [...exits, ...membersOf(node).map((member) => member.node)]
}
