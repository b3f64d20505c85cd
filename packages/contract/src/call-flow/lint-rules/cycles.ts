import { exitsOf, type FlowNode } from '../flow.ts'
import { exitTarget } from './exits.ts'
import { type LintContext, listed, nodeError } from './lint-context.ts'
import { canRing, membersWhoRing } from './ringing.ts'

/** Ways that lead back to where they began while nobody presses a key, rings or waits. */
export function lintCycles(context: LintContext) {
  const done = new Set<string>()
  for (const node of context.active) {
    if (!done.has(node.id) && isSilent(context, node)) walkFrom(context, node, done)
  }
}

/** Depth first without recursion: a flow may be one chain of thousands of nodes. */
function walkFrom(context: LintContext, start: FlowNode, done: Set<string>) {
  const path: { node: FlowNode; ahead: FlowNode[] }[] = []
  const placeOnPath = new Map<string, number>()
  const enter = (node: FlowNode) => {
    placeOnPath.set(node.id, path.length)
    path.push({ node, ahead: silentTargets(context, node) })
  }
  enter(start)
  for (let last = path.at(-1); last; last = path.at(-1)) {
    const next = last.ahead.pop()
    if (!next) {
      path.pop()
      placeOnPath.delete(last.node.id)
      done.add(last.node.id)
      continue
    }
    const place = placeOnPath.get(next.id)
    if (place !== undefined) reportCycle(context, next, path.slice(place, place + 7))
    else if (!done.has(next.id)) enter(next)
  }
}

function reportCycle(context: LintContext, node: FlowNode, cycle: { node: FlowNode }[]) {
  const names = cycle.map((step) => step.node.name)
  nodeError(context, node, {
    code: 'silent_cycle',
    message:
      names.length === 1
        ? `${node.name} leads back to itself while nobody acts, rings or waits.`
        : `${listed(names)} lead in a circle in which nobody acts, rings or waits.`,
    remedy:
      'Lead one of their exits to a step that rings, asks for a key, records or ends the call.',
  })
}

function silentTargets(context: LintContext, node: FlowNode): FlowNode[] {
  const exits = exitsOf(node).filter((exit) => isTakenAtOnce(node, exit))
  const ids = new Set(exits.map((exit) => exitTarget(node, exit) ?? ''))
  const targets: FlowNode[] = []
  for (const id of ids) {
    const target = context.nodes.get(id)
    if (target?.enabled && isSilent(context, target)) targets.push(target)
  }
  return targets
}

/** Out of a queue that is full or without agents a caller goes without waiting. */
function isTakenAtOnce(node: FlowNode, exit: string): boolean {
  if (node.type !== 'queue') return true
  return exit === 'full' || (exit === 'no_agents' && node.config.joinEmpty !== 'always')
}

/** Whether a call passes without a caller or a callee having a chance to act. */
function isSilent(context: LintContext, node: FlowNode): boolean {
  switch (node.type) {
    case 'business_hours':
    case 'announcement':
    case 'call_recording':
    case 'caller_filter':
    case 'caller_id':
    // By some of its exits only, see `isTakenAtOnce`.
    case 'queue':
    case 'webhook':
    case 'http_request':
      return true
    case 'extension':
      return !canRing(node) && node.config.voicemail === false
    case 'ring_group':
      return membersWhoRing(context, node).length === 0
    case 'ivr_menu':
    case 'external':
    case 'voicemail':
    case 'conference':
    case 'ai_assistant':
    case 'application':
    case 'hang_up':
      return false
  }
}
