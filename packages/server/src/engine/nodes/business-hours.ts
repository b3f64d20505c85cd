import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { byHandStory, hoursStory } from '../because-hours.ts'
import { readHours } from '../read-hours.ts'
import { type Move, type NodeRunner, targetOf, type Walk } from '../walk.ts'

/** Splits calls by the time of day. An exit `holiday` that is not connected falls back to `closed`. */
export const businessHoursRunner: NodeRunner<'business_hours'> = { enter: splitByTime }

function splitByTime(walk: Walk, node: NodeOf<'business_hours'>): Move {
  const now = readHours(walk, node)
  if (now.kind === 'by_hand') {
    const story = byHandStory(now.byHand, { zone: now.zone, now: walk.facts.now })
    return { kind: 'exit', exit: now.byHand.state, story }
  }
  const { reading, zone } = now
  const takenAsClosed = reading.state === 'holiday' && targetOf(node, 'holiday') === null
  return {
    kind: 'exit',
    exit: takenAsClosed ? 'closed' : reading.state,
    story: hoursStory(reading, zone, takenAsClosed),
  }
}
