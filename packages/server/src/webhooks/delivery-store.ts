import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../db/connect.ts'
import { runInTransaction } from '../db/transaction.ts'
import type { AttemptResult } from './rules.ts'
import { type DeliveryRow, webhookAttempts, webhookDeliveries } from './table.ts'

/** Whose address something goes to: one that hangs holds up its own deliveries only. */
export function sourceKey({ organizationId, sourceId }: SourceOf): string {
  return `${organizationId} ${sourceId}`
}
export type SourceOf = Pick<DeliveryRow, 'organizationId' | 'sourceId'>
type Place = Pick<DeliveryRow, 'organizationId' | 'id'>

interface Claim {
  now: Date
  leaseUntil: Date
  most: number
  mostOfOneSource: number
  /** Keys of the sources that have enough under way. */
  busy: string[]
}

const mostLookedAt = 500

/** Takes due deliveries for this process, the oldest first. */
export async function claimDue(db: Database, claim: Claim): Promise<DeliveryRow[]> {
  const now = sql`${claim.now.toISOString()}::timestamptz`
  const { rows } = await db.query.execute<Place & Record<string, unknown>>(sql`
    with oldest as (
      select organization_id, id, source_id, next_at from webhook_deliveries
      where state in ('pending', 'retrying') and next_at <= ${now}
        and not organization_id || ' ' || source_id = any(${sql.param(claim.busy)}::text[])
      order by next_at, id limit ${mostLookedAt}
    ), ranked as (
      select organization_id, id,
        row_number() over (partition by organization_id, source_id order by next_at, id) as place
      from oldest
    ), due as materialized (
      select delivery.organization_id, delivery.id
      from webhook_deliveries delivery
      join ranked using (organization_id, id)
      where ranked.place <= ${claim.mostOfOneSource}
        and delivery.state in ('pending', 'retrying')
      order by delivery.next_at, delivery.id
      limit ${claim.most}
      for update of delivery skip locked
    )
    update webhook_deliveries
    set state = 'delivering', attempts = attempts + 1,
      lease_until = ${claim.leaseUntil.toISOString()}::timestamptz
    from due
    where webhook_deliveries.organization_id = due.organization_id
      and webhook_deliveries.id = due.id
    returning webhook_deliveries.organization_id as "organizationId", webhook_deliveries.id`)
  return rows.length === 0 ? [] : findRows(db, rows)
}

async function findRows(db: Database, places: readonly Place[]): Promise<DeliveryRow[]> {
  const wanted = places.map(({ organizationId, id }) => sql`(${organizationId}, ${id})`)
  return await db.query
    .select()
    .from(webhookDeliveries)
    .where(
      sql`(${webhookDeliveries.organizationId}, ${webhookDeliveries.id}) in (${sql.join(wanted, sql`, `)})`,
    )
    .orderBy(webhookDeliveries.nextAt, webhookDeliveries.id)
}

/** Puts back what a process had begun and did not finish. `isAlone`: nobody else can have it under way. */
export async function putBackLeft(db: Database, now: Date, isAlone: boolean): Promise<void> {
  await db.query
    .update(webhookDeliveries)
    .set({ state: 'retrying', nextAt: now, leaseUntil: null })
    .where(
      and(
        eq(webhookDeliveries.state, 'delivering'),
        isAlone ? undefined : sql`${webhookDeliveries.leaseUntil} <= ${now.toISOString()}`,
      ),
    )
}

/** What a delivery is after an attempt, or without one because nobody is there to get it. */
export interface Outcome {
  state: 'retrying' | 'delivered' | 'failed' | 'cancelled'
  nextAt: Date | null
  status: number | null
  reason: string | null
  attempt: (AttemptResult & { at: Date; milliseconds: number }) | null
}

/** Writes the outcome, unless another process has taken the delivery meanwhile. */
export async function writeOutcome(
  db: Database,
  { row, outcome, now }: { row: DeliveryRow; outcome: Outcome; now: Date },
): Promise<void> {
  const { attempt, nextAt, state, status, reason } = outcome
  const { organizationId, id, attempts: number } = row
  await runInTransaction(db, async (tx) => {
    if (attempt !== null) {
      const { at, milliseconds } = attempt
      // PostgreSQL takes no NUL in a text.
      const answer = attempt.answer.replaceAll('\0', '')
      await tx
        .insert(webhookAttempts)
        .values({
          organizationId,
          deliveryId: id,
          number,
          at,
          milliseconds,
          status,
          reason,
          answer,
        })
        .onConflictDoNothing()
    }
    await tx
      .update(webhookDeliveries)
      .set({
        state,
        nextAt,
        leaseUntil: null,
        lastStatus: status,
        lastReason: reason,
        finishedAt: state === 'retrying' ? null : now,
      })
      .where(
        and(
          eq(webhookDeliveries.organizationId, organizationId),
          eq(webhookDeliveries.id, id),
          eq(webhookDeliveries.state, 'delivering'),
          eq(webhookDeliveries.attempts, number),
        ),
      )
  })
}

const keptDays = 30
const mostRemovedAtOnce = 1_000

/** Payloads hold personal data: they go after 30 days. */
export async function removeOld(db: Database, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000).toISOString()
  for (;;) {
    const { rows } = await db.query.execute(sql`
      delete from webhook_deliveries where (organization_id, id) in (
        select organization_id, id from webhook_deliveries
        where created_at < ${before}::timestamptz
          and state in ('delivered', 'failed', 'cancelled')
        limit ${mostRemovedAtOnce})
      returning id`)
    if (rows.length < mostRemovedAtOnce) return
  }
}
