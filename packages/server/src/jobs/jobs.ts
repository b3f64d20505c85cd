import type { Database } from '../db/connect.ts'
import type { Tx } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { createPoller } from './poller.ts'
import { mostAttempts, retryDelayMilliseconds } from './rules.ts'
import {
  type ClaimedJob,
  claimDueJobs,
  endLeases,
  finishJob,
  insertJob,
  keepFailedJob,
  type NewJob,
} from './store.ts'

/** What a handler gets. `signal` fires when the time that a job may take is over. */
export type Job = ClaimedJob & { signal: AbortSignal }

/** Does the work, or throws to have it repeated later. It may run twice: after a crash it runs again. */
export type JobHandler = (job: Job) => Promise<void>

/** The background work of this process. */
export interface Jobs {
  /** Keeps the job in the same transaction as the change it belongs to. Call `wake` after the commit. */
  enqueue(tx: Tx, job: NewJob): Promise<void>
  /** Says who does the jobs of a kind. Jobs of a kind that nobody does wait. */
  handle(kind: string, handler: JobHandler): void
  /** Looks for due jobs each second from now on. */
  start(): void
  /** Looks now, because something was enqueued. */
  wake(): void
  /** Does what is due at `now`, and what that makes due, until nothing is. Returns how many ran. */
  runDueJobs(now?: Date): Promise<number>
  /** Takes no more and waits for those that run. */
  close(): Promise<void>
}

export type JobOptions = {
  db: Database
  clock: { now(): Date }
  log: Log
  /** No other process does jobs of this database: what runs when this one starts was left by a dead one. */
  isAlone?: boolean
}

export function createJobs({ db, clock, log, isAlone = false }: JobOptions): Jobs {
  const handlers = new Map<string, JobHandler>()
  /** Each with its kind. */
  const running = new Map<Promise<void>, string>()
  const claimAndStart = async (now: Date): Promise<number> => {
    const { kinds, most } = roomFor([...handlers.keys()], [...running.values()])
    if (most <= 0) return 0
    const leaseUntil = new Date(now.getTime() + leaseSeconds * 1000)
    const claimed = await claimDueJobs(db, { kinds, now, leaseUntil, most })
    for (const job of claimed) {
      const work = runJob({ db, log, now, handler: handlers.get(job.kind) }, job)
      running.set(work, job.kind)
      void work.then(() => {
        running.delete(work)
        // What was due but found no room.
        poller.wake()
      })
    }
    return claimed.length
  }
  const poller = createPoller(async () => {
    await claimAndStart(clock.now())
  }, log)

  return {
    enqueue: (tx, job) => insertJob(tx, job, clock.now()),
    handle(kind, handler) {
      if (handlers.has(kind)) throw new Error(`Two handlers for jobs of kind ${kind}`)
      handlers.set(kind, handler)
    },
    start() {
      if (!isAlone) return poller.start()
      void endLeases(db, clock.now())
        .catch((error: unknown) => log.warn({ err: error }, 'Jobs of the last process wait'))
        .finally(poller.start)
    },
    wake: poller.wake,
    async runDueJobs(now = clock.now()) {
      let total = 0
      for (;;) {
        const count = await claimAndStart(now)
        await Promise.all(running.keys())
        if (count === 0) return total
        total += count
      }
    },
    async close() {
      await poller.close()
      await Promise.all(running.keys())
    },
  }
}

const mostAtOnce = 12
/** A receiver that hangs holds up its own kind of work, not all. */
const mostOfOneKind = 4
const longestRunSeconds = 60
/** Longer than a job may run, so that no second process takes a job that is still being done. */
const leaseSeconds = 90

/** What may be claimed: kinds with room, and so many that none of them gets too many. */
function roomFor(kinds: readonly string[], running: readonly string[]) {
  const count = (kind: string) => running.filter((other) => other === kind).length
  const open = kinds.filter((kind) => count(kind) < mostOfOneKind)
  const room = Math.min(...open.map((kind) => mostOfOneKind - count(kind)))
  return { kinds: open, most: open.length === 0 ? 0 : Math.min(room, mostAtOnce - running.length) }
}

type RunOptions = { db: Database; log: Log; now: Date; handler: JobHandler | undefined }

async function runJob({ db, log, now, handler }: RunOptions, job: ClaimedJob): Promise<void> {
  const { id, kind, organizationId, attempts } = job
  const facts = { jobId: id, kind, organizationId, attempts }
  try {
    await perform(handler, job)
    await finishJob(db, job)
  } catch (error) {
    const delay = retryDelayMilliseconds(attempts, Math.random())
    if (delay === null) log.error({ ...facts, err: error }, 'Job given up')
    else log.warn({ ...facts, err: error }, 'Job failed and is tried again')
    await keepFailedJob(db, job, {
      error: error instanceof Error ? error.message : String(error),
      nextAt: delay === null ? null : new Date(now.getTime() + delay),
    }).catch((keepError: unknown) => {
      // Its lease ends, then it is done again.
      log.warn({ ...facts, err: keepError }, 'A failed job could not be put back')
    })
  }
}

async function perform(handler: JobHandler | undefined, job: ClaimedJob): Promise<void> {
  if (handler === undefined) throw new Error(`Nobody does jobs of kind ${job.kind}`)
  // Its process died each time, so nobody could count the failures but the claims.
  if (job.attempts > mostAttempts) throw new Error('The process ended at each attempt')
  const signal = AbortSignal.timeout(longestRunSeconds * 1000)
  const tooLong = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The job took too long')))
  })
  await Promise.race([handler({ ...job, signal }), tooLong])
}
