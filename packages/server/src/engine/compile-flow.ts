import type { Flow, FlowNode, FlowPhoneNumber } from '@opbx/contract/call-flow/flow'
import { findOutboundRoute, type OutboundDecision } from '@opbx/contract/call-flow/outbound'

/** A flow with its indexes, built once per revision. */
export interface CompiledFlow {
  flow: Flow
  nodes: ReadonlyMap<string, FlowNode>
  /** Place of each node in the flow: short enough for a continuation, stable in a revision. */
  indexes: ReadonlyMap<string, number>
  byExtension: ReadonlyMap<string, FlowNode>
  byPhoneNumber: ReadonlyMap<string, FlowPhoneNumber>
  /** Digits of the longest extension number of an enabled node; 0: there is none. */
  longestExtension: number
  /** Whether a number of the flow may be called. Remembered: telling a number's country is slow. */
  outboundDecision(e164: string): OutboundDecision
}

/** Builds the indexes of a flow. Where two claim the same number the first one has it. */
export function compileFlow(flow: Flow): CompiledFlow {
  const nodes = new Map<string, FlowNode>()
  const indexes = new Map<string, number>()
  const byExtension = new Map<string, FlowNode>()
  const byPhoneNumber = new Map<string, FlowPhoneNumber>()
  let longestExtension = 0
  flow.nodes.forEach((node, index) => {
    nodes.set(node.id, node)
    indexes.set(node.id, index)
    if (node.extension === null) return
    if (!byExtension.has(node.extension)) byExtension.set(node.extension, node)
    if (node.enabled) longestExtension = Math.max(longestExtension, node.extension.length)
  })
  for (const phoneNumber of flow.phoneNumbers) {
    if (!byPhoneNumber.has(phoneNumber.number)) byPhoneNumber.set(phoneNumber.number, phoneNumber)
  }
  const outboundDecision = rememberingOutboundDecisions(flow)
  return { flow, nodes, indexes, byExtension, byPhoneNumber, longestExtension, outboundDecision }
}

function rememberingOutboundDecisions(flow: Flow): (e164: string) => OutboundDecision {
  const decisions = new Map<string, OutboundDecision>()
  return (e164) => {
    const known = decisions.get(e164)
    if (known) return known
    const decision = findOutboundRoute(flow.outboundRoutes, flow.organization.country, e164)
    decisions.set(e164, decision)
    return decision
  }
}
