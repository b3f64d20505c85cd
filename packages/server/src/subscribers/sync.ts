import { and, asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { PlatformFailure } from '../cloudonix/failure.ts'
import type { Connection, Platforms } from '../cloudonix/platforms.ts'
import type { Deps } from '../context.ts'
import { markMirrored } from '../db/mirror.ts'
import { runInTransaction } from '../db/transaction.ts'
import type { Job } from '../jobs/jobs.ts'
import { nextWork, retrySeconds } from './rules.ts'
import { announceSubscribers, syncJob, syncJobOf } from './service.ts'
import { perform, type Step, type Work } from './sync-step.ts'
import { pairedDomains, subscriberRemovals, subscribers } from './table.ts'

const payloadSchema = z.object({ kind: z.enum(['main', 'trial']), attempts: z.int() })

/**
 * Brings the platform to what is wanted, one request after the other at its pace. A job never waits: when the
 * pace or trouble at the platform asks for a pause, the next job begins after it.
 */
export function handleSubscriberSync(
  deps: Deps,
  platforms: Platforms,
  noteFirst: Step['noteFirst'],
): void {
  deps.jobs.handle(syncJob, async (job) => {
    const { kind, attempts } = payloadSchema.parse(job.payload)
    await run({ deps, platforms, noteFirst, job, kind, attempts })
  })
}

interface Run extends Step {
  platforms: Platforms
  job: Job
  attempts: number
}

async function run(the: Run): Promise<void> {
  const { organizationId, signal } = the.job
  const connection = await readConnection(the)
  if (connection === null) return
  const client = the.platforms.client(connection)
  while (!signal.aborted) {
    const work = await readWork(the)
    if (work === null) break
    if (asksThePlatform(work)) {
      const pause = the.platforms.waitMs(connection)
      if (pause > 0) {
        await goOnAfter(the, pause, 0)
        break
      }
    }
    const trouble = await perform(the, client, work)
    if (trouble !== null) {
      await noteTrouble(the, trouble)
      await goOnAfter(the, retrySeconds(the.attempts) * 1000, the.attempts + 1)
    }
    await announceSubscribers(the.deps, organizationId)
    if (trouble !== null) break
  }
}

function asksThePlatform(work: Work): boolean {
  return work.kind !== 'settled' && work.kind !== 'free'
}

async function goOnAfter({ deps, job, kind }: Run, pauseMs: number, attempts: number) {
  const runAt = new Date(deps.clock.now().getTime() + Math.ceil(pauseMs))
  const next = syncJobOf(job.organizationId, { kind, attempts }, runAt)
  await runInTransaction(deps.db, (tx) => deps.jobs.enqueue(tx, next))
}

async function readConnection({ deps, job, kind }: Run): Promise<Connection | null> {
  const [row] = await deps.db.query
    .select()
    .from(pairedDomains)
    .where(and(eq(pairedDomains.organizationId, job.organizationId), eq(pairedDomains.kind, kind)))
  if (row === undefined) return null
  const { platform, domainUuid, domainApiKey } = row
  return { platform, domainUuid, apiKey: deps.secrets.decrypt(domainApiKey) }
}

// One request changes what comes next, so a few rows are enough.
const rowsLooked = 20

async function readWork({ deps, job, kind }: Run): Promise<Work | null> {
  const { query } = deps.db
  const ours = and(
    eq(subscribers.organizationId, job.organizationId),
    eq(subscribers.pairingKind, kind),
  )
  const goings = and(
    eq(subscriberRemovals.organizationId, job.organizationId),
    eq(subscriberRemovals.pairingKind, kind),
    eq(subscriberRemovals.status, 'waiting'),
  )
  const waiting = await query
    .select()
    .from(subscribers)
    .where(and(ours, eq(subscribers.status, 'waiting')))
    .orderBy(asc(subscribers.changedAt), asc(subscribers.wantedMsisdn))
    .limit(rowsLooked)
  const names = waiting.map((row) => row.wantedMsisdn)
  const holders = await query
    .select()
    .from(subscribers)
    .where(and(ours, inArray(subscribers.msisdn, names)))
  const removals = await query.select().from(subscriberRemovals).where(goings).limit(rowsLooked)
  const inTheWay = await query
    .select()
    .from(subscriberRemovals)
    .where(and(goings, inArray(subscriberRemovals.msisdn, names)))
  return nextWork(waiting, [...inTheWay, ...removals], holders)
}

async function noteTrouble({ deps, job, kind }: Run, failure: PlatformFailure): Promise<void> {
  deps.log.warn(
    { organizationId: job.organizationId, failure: failure.kind, status: failure.status },
    'subscriber sync waits',
  )
  await runInTransaction(deps.db, async (tx) => {
    await markMirrored(tx, job.organizationId)
    await tx
      .update(subscribers)
      .set({ reason: failure.message })
      .where(
        and(
          eq(subscribers.organizationId, job.organizationId),
          eq(subscribers.pairingKind, kind),
          eq(subscribers.status, 'waiting'),
        ),
      )
  })
}
