import type { NodeOf } from '../flow.ts'
import { findOutboundRoute, type OutboundDecision } from '../outbound.ts'
import { type LintContext, nodeError } from './lint-context.ts'

/** Outside numbers that may not be called, or that would show a number of somebody else. */
export function lintOutside(context: LintContext) {
  const own = new Set(context.flow.phoneNumbers.map((phoneNumber) => phoneNumber.number))
  const { outboundRoutes, organization } = context.flow
  for (const node of context.active) {
    if (node.type !== 'external') continue
    const { number, callerId } = node.config
    const decision = findOutboundRoute(outboundRoutes, organization.country, number)
    if (decision.kind === 'refused') reportRefused(context, node, decision)
    if (callerId === null || own.has(callerId)) continue
    nodeError(context, node, {
      code: 'caller_id_not_owned',
      message: `${node.name} would show ${callerId}, which is not one of your phone numbers.`,
      remedy: 'Choose one of your phone numbers, or none.',
    })
  }
}

function reportRefused(
  context: LintContext,
  node: NodeOf<'external'>,
  decision: Extract<OutboundDecision, { kind: 'refused' }>,
) {
  const { number } = node.config
  const { country } = context.flow.organization
  if (decision.reason === 'no_route') {
    nodeError(context, node, {
      code: 'outside_not_permitted',
      message: `No outbound route permits ${number}, the number of ${node.name}.`,
      remedy: 'Add an outbound route for its country or its prefix, or change the number.',
    })
    return
  }
  nodeError(context, node, {
    code: 'outside_not_permitted',
    message: `${number}, the number of ${node.name}, is not in ${country}, and only numbers there may be called yet.`,
    remedy: `Choose a number in ${country}.`,
  })
}
