import type { HandSetHours } from '@opbx/contract/call-flow/hours-override'
import { inArray } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { type NodeMirror, openNodeMirror } from '../db/node-mirror.ts'
import { hoursOverrides } from './table.ts'

/** By the node of the business hours. Perhaps over by now: who reads compares `until` with the time of the call. */
export type HoursSetDirectory = NodeMirror<HandSetHours>

/** Which business hours are set by hand, from memory. */
export function openHoursSetDirectory(deps: Deps): Promise<HoursSetDirectory> {
  return openNodeMirror<HandSetHours>(deps, 'hours-overrides', async (query, ids) => {
    const own = ids === null ? undefined : inArray(hoursOverrides.organizationId, ids)
    const rows = await query.select().from(hoursOverrides).where(own)
    return rows.map(({ organizationId, nodeId, state, until, setBy }) => ({
      organizationId,
      nodeId,
      value: { state, until: until?.toISOString() ?? null, by: setBy },
    }))
  })
}
