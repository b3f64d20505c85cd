import {
  type FraudGuardSettings,
  type GuardRefusal,
  type OutsideStop,
  usualFraudGuard,
} from '@opbx/contract/fraud-guard'
import { sql } from 'drizzle-orm'
import { startOfDay } from '../calls/rules.ts'
import type { Deps } from '../context.ts'
import { runInTransaction, type Tx } from '../db/transaction.ts'
import type { AllowanceAnswer } from '../engine/outside-allowance.ts'
import { readLedger } from './ledger.ts'
import {
  type Asked,
  answerAll,
  judgeRefusals,
  shareName,
  stopAt,
  toRefusal,
  untoldMilliseconds,
} from './rules.ts'

/** Whose caps. */
export interface Owner {
  organizationId: string
  timeZone: string
}

/** What came of a group of asks. `stop`: they were the last straw. */
export interface Reserved {
  answers: AllowanceAnswer[]
  stop: OutsideStop | null
}

const mostRefusals = 50
const keptMilliseconds = 2 * 86_400_000

/** Answers a group of calls in one transaction: who reserves for an organization waits for the one before. */
export async function reserve(
  deps: Deps,
  { organizationId, timeZone }: Owner,
  asked: readonly Asked[],
): Promise<Reserved> {
  return runInTransaction(deps.db, async (tx) => {
    const now = deps.clock.now()
    const dayStart = startOfDay(now.toISOString(), timeZone)
    const row = await lockGuard(tx, organizationId)
    await endEarlier(tx, organizationId, { asked, now })
    await sweep(tx, organizationId, now)
    const used = await readLedger(tx, organizationId, { now, dayStart })
    const held = await readHeld(tx, organizationId, asked)
    const settings = row.settings ?? usualFraudGuard
    const guard = { settings, stopped: stopAt(row.stopped, now.getTime()) }
    const answers = answerAll(guard, { ...used, held }, asked)
    const granted = asked.filter(
      (one, index) => answers[index]?.is === 'granted' && !held.has(shareName(one)),
    )
    await insertShares(tx, organizationId, { granted, now })
    const releasedAt = row.released_at === null ? null : new Date(row.released_at)
    const mayStopForMinutes = releasedAt === null || releasedAt < new Date(dayStart)
    const judged = judgeRefusals(settings, row.strikes, {
      reached: answers.flatMap((one) => (one.is === 'capped' ? [one.reached] : [])),
      now: now.getTime(),
      mayStopForMinutes,
    })
    const refusals = asked.flatMap((one, index) => {
      const answer = answers[index]
      return answer === undefined ? [] : (toRefusal(one, answer, now.getTime()) ?? [])
    })
    if (refusals.length > 0) {
      const kept = [...refusals.reverse(), ...row.refusals].slice(0, mostRefusals)
      await tx.execute(sql`
        update fraud_guards set refusals = ${JSON.stringify(kept)}::jsonb,
          strikes = ${JSON.stringify(judged.strikes)}::jsonb
        where organization_id = ${organizationId}`)
    }
    return { answers, stop: judged.stop }
  })
}

export interface GuardRow extends Record<string, unknown> {
  settings: FraudGuardSettings | null
  stopped: OutsideStop | null
  refusals: Omit<GuardRefusal, 'callId'>[]
  strikes: number[]
  released_at: Date | string | null
}

/** Whoever changes a guard or reserves of it waits here for the others. */
export async function lockGuard(tx: Tx, organizationId: string): Promise<GuardRow> {
  const { rows } = await tx.execute<GuardRow>(sql`
    insert into fraud_guards (organization_id) values (${organizationId})
    on conflict (organization_id) do update set organization_id = excluded.organization_id
    returning settings, stopped, refusals, strikes, released_at`)
  const [row] = rows
  if (row === undefined) throw new Error('A row that was just written is not there')
  return row
}

/** A call that asks again rings nobody of before any more. Locked in the order in which the fold locks them. */
async function endEarlier(
  tx: Tx,
  organizationId: string,
  { asked, now }: { asked: readonly Asked[]; now: Date },
): Promise<void> {
  const later = asked.filter(({ ask }) => ask.step > 0)
  if (later.length === 0) return
  const rows = later.map(({ session, ask }) => ({ session, step: ask.step }))
  await tx.execute(sql`
    with earlier as (
      select call.session, call.step, call.number from outside_calls call
      join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as asks (session text, step integer)
        on asks.session = call.session and call.step < asks.step
      where call.organization_id = ${organizationId} and call.ended_at is null
      order by call.session, call.step, call.number for update of call)
    update outside_calls set ended_at = ${now.toISOString()}::timestamptz from earlier
    where outside_calls.organization_id = ${organizationId} and outside_calls.session = earlier.session
      and outside_calls.step = earlier.step and outside_calls.number = earlier.number`)
}

async function sweep(tx: Tx, organizationId: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptMilliseconds).toISOString()
  await tx.execute(sql`
    delete from outside_calls
    where organization_id = ${organizationId} and reserved_at < ${before}::timestamptz`)
}

async function readHeld(
  tx: Tx,
  organizationId: string,
  asked: readonly Asked[],
): Promise<Set<string>> {
  const sessions = JSON.stringify([...new Set(asked.map(({ session }) => session))])
  const { rows } = await tx.execute<{ session: string; step: number; number: string }>(sql`
    select session, step, number from outside_calls
    where organization_id = ${organizationId}
      and session in (select jsonb_array_elements_text(${sessions}::jsonb))`)
  return new Set(rows.map(({ session, step, number }) => `${session}\n${step}\n${number}`))
}

async function insertShares(
  tx: Tx,
  organizationId: string,
  { granted, now }: { granted: readonly Asked[]; now: Date },
): Promise<void> {
  if (granted.length === 0) return
  const rows = granted.map(({ session, ask }) => ({
    session,
    step: ask.step,
    number: ask.number,
    node_id: ask.node,
    outside_hours: ask.outsideHours,
  }))
  const until = new Date(now.getTime() + untoldMilliseconds).toISOString()
  await tx.execute(sql`
    insert into outside_calls (organization_id, session, step, number, node_id, outside_hours, reserved_at,
      is_told, lease_until)
    select ${organizationId}, session, step, number, node_id, outside_hours, ${now.toISOString()}::timestamptz,
      false, ${until}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (session text, step integer, number text, node_id text, outside_hours boolean)
    order by session, step, number
    on conflict do nothing`)
}
