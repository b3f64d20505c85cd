import type { HandSetHours } from '@opbx/contract/call-flow/hours-override'
import { inArray } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { openMirror } from '../db/mirror.ts'
import type { Query } from '../db/query.ts'
import { hoursOverrides } from './table.ts'

/** By the node of the business hours. */
type Stored = Record<string, HandSetHours>

export interface HoursSetDirectory {
  /** Perhaps over by now: who reads compares `until` with the time of the call. */
  of(organizationId: string): Readonly<Stored>
  refresh(): Promise<void>
  close(): Promise<void>
}

const none: Stored = {}

/** Which business hours are set by hand, from memory. */
export async function openHoursSetDirectory(deps: Deps): Promise<HoursSetDirectory> {
  const mirror = await openMirror<Stored>(deps, { name: 'hours-overrides', load })
  return {
    of: (organizationId) => mirror.of(organizationId) ?? none,
    refresh: () => mirror.refresh(),
    close: () => mirror.close(),
  }
}

async function load(query: Query, organizationIds: readonly string[] | null) {
  const rows = await query
    .select()
    .from(hoursOverrides)
    .where(
      organizationIds === null
        ? undefined
        : inArray(hoursOverrides.organizationId, [...organizationIds]),
    )
  const found = new Map<string, Stored>()
  for (const { organizationId, nodeId, state, until, setBy } of rows) {
    const own = found.get(organizationId) ?? {}
    own[nodeId] = { state, until: until?.toISOString() ?? null, by: setBy }
    found.set(organizationId, own)
  }
  return found
}
