import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { hoursAt } from '@opbx/contract/call-flow/hours'
import { hoursStory } from '../because-hours.ts'
import { type Move, type NodeRunner, targetOf, type Walk } from '../walk.ts'

/** Splits calls by the time of day. An exit `holiday` that is not connected falls back to `closed`. */
export const businessHoursRunner: NodeRunner<'business_hours'> = { enter: splitByTime }

function splitByTime(walk: Walk, node: NodeOf<'business_hours'>): Move {
  const zone = node.config.timeZone ?? walk.compiled.flow.organization.timeZone
  const reading = hoursAt(node.config, zone, walk.facts.now)
  const takenAsClosed = reading.state === 'holiday' && targetOf(node, 'holiday') === null
  return {
    kind: 'exit',
    exit: takenAsClosed ? 'closed' : reading.state,
    story: hoursStory(reading, zone, takenAsClosed),
  }
}
