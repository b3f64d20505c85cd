import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../db/connect.ts'
import { sqlState } from '../db/sql-state.ts'
import type { Tx } from '../db/transaction.ts'
import { idPrefixes, newId } from '../ids.ts'
import { jobs } from './table.ts'

/** One piece of work that is to be done after the transaction that asks for it. */
export type NewJob = {
  organizationId: string
  kind: string
  /** Of the jobs with the same kind and key at most one waits: a newer one replaces its payload. */
  key?: string
  payload: object
  /** Not before; at once when absent. */
  runAt?: Date
}

export type ClaimedJob = {
  organizationId: string
  id: string
  kind: string
  key: string | null
  payload: unknown
  /** This one included. */
  attempts: number
}

export async function insertJob(tx: Tx, job: NewJob, now: Date): Promise<void> {
  await tx
    .insert(jobs)
    .values({
      organizationId: job.organizationId,
      id: newId(idPrefixes.job, now),
      kind: job.kind,
      key: job.key ?? null,
      payload: job.payload,
      status: 'waiting',
      attempts: 0,
      nextAt: job.runAt ?? now,
      createdAt: now,
    })
    .onConflictDoUpdate({
      target: [jobs.organizationId, jobs.kind, jobs.key],
      targetWhere: sql`status = 'waiting'`,
      set: {
        payload: job.payload,
        attempts: 0,
        nextAt: sql`least(${jobs.nextAt}, excluded.next_at)`,
      },
    })
}

export type Claim = { kinds: string[]; now: Date; leaseUntil: Date; most: number }

/**
 * Takes due jobs for this process, the oldest first, and those whose process died while doing them. Of the
 * jobs with one kind and key never two run at once, so that the last change is also the last one done.
 */
export async function claimDueJobs(db: Database, claim: Claim): Promise<ClaimedJob[]> {
  if (claim.kinds.length === 0) return []
  const now = sql`${claim.now.toISOString()}::timestamptz`
  // Materialized: a subquery could be evaluated again and take more than its limit.
  const { rows } = await db.query.execute<ClaimedJob>(sql`
    with due as materialized (
      select organization_id, id from jobs candidate
      where kind = any(${sql.param(claim.kinds)}::text[])
        and (status = 'running' and lease_until <= ${now}
          or status = 'waiting' and next_at <= ${now} and not exists (
            select 1 from jobs other
            where other.organization_id = candidate.organization_id
              and other.kind = candidate.kind and other.key = candidate.key
              and other.status = 'running'))
      order by next_at, id collate "C"
      limit ${claim.most}
      for update skip locked
    )
    update jobs
    set status = 'running', attempts = attempts + 1,
      lease_until = ${claim.leaseUntil.toISOString()}::timestamptz
    from due
    where jobs.organization_id = due.organization_id and jobs.id = due.id
    returning jobs.organization_id as "organizationId", jobs.id, kind, key, payload, attempts`)
  return rows
}

/** Ends every lease, so that the jobs of a process that died are done at once. */
export async function endLeases(db: Database, now: Date): Promise<void> {
  await db.query.update(jobs).set({ leaseUntil: now }).where(eq(jobs.status, 'running'))
}

export async function finishJob(db: Database, job: ClaimedJob): Promise<void> {
  await db.query.delete(jobs).where(isStillOurs(job))
}

/** Keeps a failed job for later, or as dead (`nextAt` null). A newer one of the same key replaces it. */
export async function keepFailedJob(
  db: Database,
  job: ClaimedJob,
  failure: { error: string; nextAt: Date | null },
): Promise<void> {
  const { nextAt, error } = failure
  const next =
    nextAt === null ? ({ status: 'dead' } as const) : { status: 'waiting' as const, nextAt }
  try {
    await db.query
      .update(jobs)
      .set({ ...next, leaseUntil: null, lastError: error.slice(0, longestError) })
      .where(isStillOurs(job))
  } catch (updateError) {
    if (sqlState(updateError) !== 'unique_violation') throw updateError
    await finishJob(db, job)
  }
}

const longestError = 2_000

/** Each claim counts one attempt, so a process that lost its lease does not touch the job of the next. */
function isStillOurs(job: ClaimedJob) {
  return and(
    eq(jobs.organizationId, job.organizationId),
    eq(jobs.id, job.id),
    eq(jobs.status, 'running'),
    eq(jobs.attempts, job.attempts),
  )
}
