import { exitsOf, type FlowNode } from '../flow.ts'
import { exitTarget } from './exits.ts'
import { type LintContext, listed, nodeError, nodeWarning } from './lint-context.ts'
import { canRing, membersWhoRing } from './ringing.ts'

/** A part of the flow in which circles are looked for. */
interface Part {
  has(node: FlowNode): boolean
  /** Whether a call may leave the node by this exit. */
  takes(node: FlowNode, exit: string): boolean
  report(context: LintContext, at: FlowNode, cycle: readonly FlowNode[]): void
}

/** Ways that lead back to where they began while nobody presses a key, answers or hangs up. */
export function lintCycles(context: LintContext) {
  const silent = (node: FlowNode) => isSilent(context, node)
  lintPart(context, { has: silent, takes: isTakenAtOnce, report: reportSilent })
  lintPart(context, {
    has: () => true,
    takes: (node, exit) =>
      (silent(node) && isTakenAtOnce(node, exit)) || isTakenInTheEnd(node, exit),
    report(at, node, cycle) {
      // Those are errors already.
      if (!cycle.every((one) => silent(one))) reportEndless(at, node, cycle)
    },
  })
}

function lintPart(context: LintContext, part: Part) {
  const done = new Set<string>()
  for (const node of context.active) {
    if (!done.has(node.id) && part.has(node)) walkFrom(context, node, { part, done })
  }
}

/** Depth first without recursion: a flow may be one chain of thousands of nodes. */
function walkFrom(
  context: LintContext,
  start: FlowNode,
  { part, done }: { part: Part; done: Set<string> },
) {
  const path: { node: FlowNode; ahead: FlowNode[] }[] = []
  const placeOnPath = new Map<string, number>()
  const enter = (node: FlowNode) => {
    placeOnPath.set(node.id, path.length)
    path.push({ node, ahead: targetsIn(context, part, node) })
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
    if (place !== undefined) {
      const cycle = path.slice(place).map((step) => step.node)
      part.report(context, next, cycle)
    } else if (!done.has(next.id)) enter(next)
  }
}

function targetsIn(context: LintContext, part: Part, node: FlowNode): FlowNode[] {
  const exits = exitsOf(node).filter((exit) => part.takes(node, exit))
  const ids = new Set(exits.map((exit) => exitTarget(node, exit) ?? ''))
  const targets: FlowNode[] = []
  for (const id of ids) {
    const target = context.nodes.get(id)
    if (target?.enabled && part.has(target)) targets.push(target)
  }
  return targets
}

function reportSilent(context: LintContext, node: FlowNode, cycle: readonly FlowNode[]) {
  const names = cycle.slice(0, 7).map((step) => step.name)
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

function reportEndless(context: LintContext, node: FlowNode, cycle: readonly FlowNode[]) {
  const names = cycle.slice(0, 7).map((step) => step.name)
  const who = 'a caller who presses nothing and whom nobody answers'
  nodeWarning(context, node, {
    code: 'endless_circle',
    message:
      names.length === 1
        ? `${node.name} leads back to itself: ${who} stays there for hours.`
        : `${listed(names)} lead in a circle: ${who} goes round for hours.`,
    remedy: 'Lead one of their exits to a voicemail box or to a hang-up with a message.',
  })
}

/** What happens when a caller waits and nobody answers. */
function isTakenInTheEnd(node: FlowNode, exit: string): boolean {
  switch (node.type) {
    case 'ivr_menu':
    case 'queue':
      return exit === 'timeout'
    case 'ring_group':
    case 'external':
      return exit === 'no_answer'
    case 'extension':
      return exit === 'no_answer' || exit === 'unreachable'
    default:
      return false
  }
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
