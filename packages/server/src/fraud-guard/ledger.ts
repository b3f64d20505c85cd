import { sql } from 'drizzle-orm'
import type { Query } from '../db/query.ts'
import { hourMilliseconds, type Meter, newMeter, type Use } from './rules.ts'

/** Which moments count: the last hour, and the day in the organization's zone. */
export interface Window {
  now: Date
  /** ISO 8601: the first moment of the day. */
  dayStart: string
}

interface LedgerRow extends Record<string, unknown> {
  node_id: string | null
  outside_hours: boolean
  calls: number
  seconds: number
  concurrent: number
}

/** What an organization and its people have used. A share that no record confirmed counts while its lease lasts. */
export async function readLedger(
  query: Query,
  organizationId: string,
  { now, dayStart }: Window,
): Promise<{ organization: Meter; people: Map<string, Meter> }> {
  const at = sql`${now.toISOString()}::timestamptz`
  const day = sql`${dayStart}::timestamptz`
  const hour = sql`${new Date(now.getTime() - hourMilliseconds).toISOString()}::timestamptz`
  const { rows } = await query.execute<LedgerRow>(sql`
    select node_id, outside_hours,
      (count(*) filter (where reserved_at > ${hour} and (is_told or lease_until > ${at})))::int as calls,
      (coalesce(sum(greatest(0, extract(epoch from coalesce(ended_at, least(lease_until, ${at})) - answered_at)))
        filter (where reserved_at >= ${day} and answered_at is not null), 0))::float8 as seconds,
      (count(*) filter (where ended_at is null and lease_until > ${at}))::int as concurrent
    from outside_calls
    where organization_id = ${organizationId}
      and (reserved_at > least(${hour}, ${day} - interval '1 second') or ended_at is null)
    group by node_id, outside_hours`)
  const organization = newMeter()
  const people = new Map<string, Meter>()
  for (const row of rows) {
    add(organization, row)
    if (row.node_id === null) continue
    const person = people.get(row.node_id) ?? newMeter()
    people.set(row.node_id, person)
    add(person, row)
  }
  return { organization, people }
}

function add(meter: Meter, row: LedgerRow): void {
  addUse(meter.total, row)
  if (row.outside_hours) addUse(meter.outsideHours, row)
}

function addUse(use: Use, { calls, seconds, concurrent }: Use): void {
  use.calls += calls
  use.seconds += seconds
  use.concurrent += concurrent
}
