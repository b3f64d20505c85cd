import { sql } from 'drizzle-orm'
import type { FoldedCall } from '../calls/rules.ts'
import type { Tx } from '../db/transaction.ts'
import { longestCallMilliseconds } from './rules.ts'

/**
 * After calls were folded: which calls to the outside go on, which are over and how long they were talked. In the
 * fold's transaction, so that nothing is lost and repetition does no harm. One that was granted while the store was
 * away is counted here for the first time.
 */
export async function followOutsideCalls(tx: Tx, folded: readonly FoldedCall[]): Promise<void> {
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString())
  const rows = folded.flatMap(({ organizationId, session, isTrial, record }) =>
    isTrial
      ? []
      : record.outsideCalls.map(({ at, step, number, node, outsideHours, ...call }) => ({
          organization_id: organizationId,
          session,
          step,
          number,
          node_id: node,
          outside_hours: outsideHours,
          reserved_at: iso(at),
          lease_until: iso(at + longestCallMilliseconds),
          answered_at: iso(call.answeredAt),
          ended_at: iso(call.endedAt),
        })),
  )
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into outside_calls (organization_id, session, step, number, node_id, outside_hours, reserved_at,
      is_told, lease_until, answered_at, ended_at)
    select organization_id, session, step, number, node_id, outside_hours, reserved_at, true, lease_until,
      answered_at, ended_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
      organization_id text, session text, step integer, number text, node_id text, outside_hours boolean,
      reserved_at timestamptz, lease_until timestamptz, answered_at timestamptz, ended_at timestamptz)
    order by organization_id collate "C", session collate "C", step, number collate "C"
    on conflict (organization_id, session, step, number) do update set is_told = true,
      lease_until = excluded.lease_until, answered_at = excluded.answered_at, ended_at = excluded.ended_at`)
}
