import { emergencyNumbersOf, readEmergencyNumber } from '../emergency.ts'
import type { FlowNode, FlowOutboundRoute } from '../flow.ts'
import { findOutboundRoute } from '../outbound.ts'
import { isSipAddress } from '../sip-address.ts'
import { type LintContext, nodeError, outboundRouteError } from './lint-context.ts'

/** Calls to the outside: who may be called, what is shown, and what an extension number would catch. */
export function lintOutside(context: LintContext) {
  const own = new Set(context.flow.phoneNumbers.map((phoneNumber) => phoneNumber.number))
  for (const node of context.active) {
    for (const destination of destinationsOf(node)) lintDestination(context, node, destination)
    if (node.type === 'external') lintCallerId(context, own, node, node.config.callerId)
    if (node.type === 'extension') lintCallerId(context, own, node, node.config.outboundCallerId)
    lintExtensionNumber(context, node)
  }
  for (const route of context.flow.outboundRoutes) {
    if (route.enabled) lintRoute(context, own, route)
  }
}

interface Destination {
  number: string
  /** What it is of its node. */
  what: string
}

function destinationsOf(node: FlowNode): Destination[] {
  if (node.type === 'external') return [{ number: node.config.number, what: 'the number' }]
  if (node.type !== 'ring_group') return []
  return node.config.members.flatMap((member) =>
    'number' in member ? [{ number: member.number, what: 'a member' }] : [],
  )
}

function lintDestination(context: LintContext, node: FlowNode, destination: Destination) {
  const { outboundRoutes: routes, organization } = context.flow
  // Whoever calls through a step has no class, and at some hour every route is open.
  const caller = { permissionClass: null, accessDigits: null, isOpen: () => true }
  const where = { routes, homeCountry: organization.country }
  const decision = findOutboundRoute(where, destination.number, caller)
  if (decision.kind === 'refused') reportRefused(context, node, destination)
}

function lintCallerId(
  context: LintContext,
  own: ReadonlySet<string>,
  node: FlowNode,
  callerId: string | null,
) {
  if (callerId === null || own.has(callerId)) return
  nodeError(context, node, {
    code: 'caller_id_not_owned',
    message: `${node.name} would show ${callerId}, which is not one of your phone numbers.`,
    remedy: 'Choose one of your phone numbers, or none.',
  })
}

function lintExtensionNumber(context: LintContext, node: FlowNode) {
  const { extension } = node
  if (extension === null) return
  const { country } = context.flow.organization
  const access = context.flow.outboundRoutes
    .filter((route) => route.enabled)
    .map((route) => route.accessDigits)
  const emergency = readEmergencyNumber(extension, country, access)
  if (emergency !== null) {
    nodeError(context, node, {
      code: 'extension_is_emergency',
      message: `${extension}, the number of ${node.name}, calls the emergency services (${emergency}) in ${country}.`,
      remedy: `Choose another number. Emergency numbers in ${country}: ${emergencyNumbersOf(country).join(', ')}.`,
    })
    return
  }
  const caught = access.find((digits) => digits !== '' && extension.startsWith(digits))
  if (caught === undefined) return
  nodeError(context, node, {
    code: 'extension_behind_access_digits',
    message: `${extension}, the number of ${node.name}, begins with ${caught}, which phones dial for an outside line.`,
    remedy: 'Choose a number that begins otherwise, or other access digits for the outbound route.',
  })
}

function lintRoute(context: LintContext, own: ReadonlySet<string>, route: FlowOutboundRoute) {
  if (route.callerId !== null && !own.has(route.callerId)) {
    outboundRouteError(context, route, {
      code: 'caller_id_not_owned',
      message: `${route.name} would show ${route.callerId}, which is not one of your phone numbers.`,
      remedy: 'Choose one of your phone numbers, or none.',
    })
  }
  if (route.hours === null) return
  const hours = context.nodes.get(route.hours)
  if (hours?.enabled && hours.type === 'business_hours') return
  outboundRouteError(context, route, {
    code: 'hours_missing',
    message: hours
      ? `The hours of ${route.name}, ${hours.name}, are switched off.`
      : `The business hours of ${route.name} were deleted.`,
    remedy: 'Choose business hours that are in use, or none for always.',
  })
}

function reportRefused(context: LintContext, node: FlowNode, { number, what }: Destination) {
  const remedy = isSipAddress(number)
    ? 'Name its SIP domain in an outbound route, or change the address.'
    : 'Add an outbound route for its country or its prefix, or change the number.'
  nodeError(context, node, {
    code: 'outside_not_permitted',
    message: `No outbound route permits ${number}, ${what} of ${node.name}.`,
    remedy,
  })
}
