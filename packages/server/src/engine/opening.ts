import { isOpenNow, readHours } from './read-hours.ts'
import type { Walk } from './walk.ts'

/** Whether business hours are open now; those that are gone or switched off never are. */
export function isOpen(walk: Walk, hours: string): boolean {
  const node = walk.compiled.nodes.get(hours)
  if (node?.type !== 'business_hours' || !node.enabled) return false
  return isOpenNow(readHours(walk, node))
}
