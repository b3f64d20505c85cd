import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { type HoursReading, hoursAt } from '@opbx/contract/call-flow/hours'
import { type HandSetHours, isInForce } from '@opbx/contract/call-flow/hours-override'
import { epochMillisecondsOf } from '@opbx/contract/call-flow/zone-time'
import type { Walk } from './walk.ts'

/** Whether business hours are open now: as somebody set them by hand, else as they say. */
export type HoursNow =
  | { kind: 'by_hand'; zone: string; byHand: HandSetHours }
  | { kind: 'by_schedule'; zone: string; reading: HoursReading }

export function readHours(walk: Walk, node: NodeOf<'business_hours'>): HoursNow {
  const { flow, holidays } = walk.compiled
  const zone = node.config.timeZone ?? flow.organization.timeZone
  const byHand = setByHand(walk, node.id)
  if (byHand !== null) return { kind: 'by_hand', zone, byHand }
  const reading = hoursAt(node.config, { zone, holidays }, walk.facts.now)
  return { kind: 'by_schedule', zone, reading }
}

export function isOpenNow(now: HoursNow): boolean {
  return (now.kind === 'by_hand' ? now.byHand.state : now.reading.state) === 'open'
}

/** Noted where it decided. */
function setByHand(walk: Walk, node: string): HandSetHours | null {
  const { hours, now } = walk.facts
  const byHand = Object.hasOwn(hours, node) ? hours[node] : undefined
  if (byHand === undefined) return null
  const until = byHand.until === null ? null : epochMillisecondsOf(byHand.until)
  if (!isInForce(until, epochMillisecondsOf(now))) return null
  walk.used.hours = { ...walk.used.hours, [node]: byHand }
  return byHand
}
