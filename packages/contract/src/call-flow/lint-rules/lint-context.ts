import type { Finding, LintResult } from '../draft.ts'
import type { Flow, FlowNode, FlowOutboundRoute, FlowPhoneNumber } from '../flow.ts'
import type { HolidayBook } from '../holidays.ts'

/** A flow under examination, its indexes, and what was found so far. */
export interface LintContext {
  flow: Flow
  nodes: ReadonlyMap<string, FlowNode>
  /** Nodes that are switched on. */
  active: readonly FlowNode[]
  /** Private networks that requests may reach all the same. */
  allowedNetworks: readonly string[]
  /** Which holiday calendars there are, and their days. */
  holidays: HolidayBook
  result: LintResult
}

interface Problem {
  code: string
  message: string
  remedy: string
}

export function makeLintContext(
  flow: Flow,
  { allowedNetworks, holidays }: Pick<LintContext, 'allowedNetworks' | 'holidays'>,
): LintContext {
  return {
    flow,
    nodes: new Map(flow.nodes.map((node) => [node.id, node])),
    active: flow.nodes.filter((node) => node.enabled),
    allowedNetworks,
    holidays,
    result: { errors: [], warnings: [] },
  }
}

export function nodeError(context: LintContext, node: FlowNode, problem: Problem) {
  context.result.errors.push(atNode(node, problem))
}

export function nodeWarning(context: LintContext, node: FlowNode, problem: Problem) {
  context.result.warnings.push(atNode(node, problem))
}

export function phoneNumberError(context: LintContext, at: FlowPhoneNumber, problem: Problem) {
  const name = at.label === '' ? at.number : at.label
  const subject = { kind: 'phone_number', id: at.id, name } as const
  context.result.errors.push({ ...problem, subject, node: null })
}

export function outboundRouteError(context: LintContext, at: FlowOutboundRoute, problem: Problem) {
  const subject = { kind: 'outbound_route', id: at.id, name: at.name } as const
  context.result.errors.push({ ...problem, subject, node: null })
}

/** `a, b and c`; a long list is cut. */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? ''
  if (names.length > 6) return `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`
}

function atNode(node: FlowNode, problem: Problem): Finding {
  const subject = { kind: 'node', id: node.id, name: node.name } as const
  return { ...problem, subject, node: node.id }
}
