import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Database } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { runInTransaction } from '../db/transaction.ts'
import { openTestDatabase } from '../testing/database.ts'
import { createJobs, type JobHandler } from './jobs.ts'
import type { NewJob } from './store.ts'
import { jobs as table } from './table.ts'

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
  await migrate(db, start)
})
afterAll(() => db.close())

const start = new Date('2026-03-02T15:00:00Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)
let kinds = 0

/** A process with one kind of job, on the shared table; `also` is a second process with the same kind. */
function makeJobs(handler: JobHandler, kind = `kind_${++kinds}`) {
  const jobs = createJobs({ db, clock: { now: () => start }, log: pino({ level: 'silent' }) })
  jobs.handle(kind, handler)
  return {
    jobs,
    kind,
    enqueue: (job: Partial<NewJob> = {}) =>
      runInTransaction(db, (tx) =>
        jobs.enqueue(tx, { organizationId: 'org_1', kind, payload: { n: 1 }, ...job }),
      ),
    rows: () => db.query.select().from(table).where(eq(table.kind, kind)),
  }
}

test('a job is done once and then gone', async () => {
  const done: unknown[] = []
  const { jobs, enqueue, rows } = makeJobs(async ({ organizationId, payload }) => {
    done.push([organizationId, payload])
  })
  await enqueue({ payload: { extension: '101' } })
  expect(await jobs.runDueJobs()).toBe(1)
  expect(done).toEqual([['org_1', { extension: '101' }]])
  expect(await rows()).toEqual([])
  expect(await jobs.runDueJobs()).toBe(0)
})

test('a job of a transaction that failed is never done', async () => {
  const handler = vi.fn(async () => undefined)
  const { jobs, kind } = makeJobs(handler)
  const failed = runInTransaction(db, async (tx) => {
    await jobs.enqueue(tx, { organizationId: 'org_1', kind, payload: {} })
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await jobs.runDueJobs()).toBe(0)
  expect(handler).not.toHaveBeenCalled()
})

test('a job for later waits for its time', async () => {
  const { jobs, enqueue } = makeJobs(async () => undefined)
  await enqueue({ runAt: after(60) })
  expect(await jobs.runDueJobs(after(59))).toBe(0)
  expect(await jobs.runDueJobs(after(60))).toBe(1)
})

test('of the waiting jobs with one key the newest payload is done, per organization', async () => {
  const done: unknown[] = []
  const { jobs, enqueue } = makeJobs(async ({ organizationId, payload }) => {
    done.push([organizationId, payload])
  })
  await enqueue({ key: 'ext_1', payload: { n: 1 }, runAt: after(60) })
  await enqueue({ key: 'ext_1', payload: { n: 2 } })
  await enqueue({ key: 'ext_1', payload: { n: 3 }, organizationId: 'org_2' })
  expect(await jobs.runDueJobs()).toBe(2)
  expect(done.toSorted()).toEqual([
    ['org_1', { n: 2 }],
    ['org_2', { n: 3 }],
  ])
})

test('a job enqueued while one of its key is being done is done after it, never beside it', async () => {
  const order: string[] = []
  const { jobs, enqueue } = makeJobs(async ({ payload }) => {
    order.push(`begins ${JSON.stringify(payload)}`)
    if (order.length === 1) {
      await enqueue({ key: 'same', payload: { n: 2 } })
      expect(await other.jobs.runDueJobs()).toBe(0)
    }
    order.push(`ends ${JSON.stringify(payload)}`)
  })
  const other = makeJobs(async () => undefined, `kind_${kinds}`)
  await enqueue({ key: 'same', payload: { n: 1 } })
  expect(await jobs.runDueJobs()).toBe(2)
  expect(order).toEqual(['begins {"n":1}', 'ends {"n":1}', 'begins {"n":2}', 'ends {"n":2}'])
})

test('a failing job is tried again later and later, then kept with its error', async () => {
  const attempts: number[] = []
  const { jobs, enqueue, rows } = makeJobs(async (job) => {
    attempts.push(job.attempts)
    throw new Error('the platform answers 500')
  })
  await enqueue()
  expect(await jobs.runDueJobs(start)).toBe(1)
  expect(await jobs.runDueJobs(after(1))).toBe(0)
  expect(await jobs.runDueJobs(after(4))).toBe(1)
  for (let hour = 1; hour <= 20; hour++) await jobs.runDueJobs(after(hour * 3600))
  expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(await rows()).toMatchObject([
    { status: 'dead', attempts: 10, lastError: 'the platform answers 500', leaseUntil: null },
  ])
})

test('a failed job gives way to the newer one of its key', async () => {
  const done: unknown[] = []
  const { jobs, enqueue, rows } = makeJobs(async ({ payload }) => {
    done.push(payload)
    if (done.length > 1) return
    await enqueue({ key: 'same', payload: { n: 'new' } })
    throw new Error('failed')
  })
  await enqueue({ key: 'same', payload: { n: 'old' } })
  expect(await jobs.runDueJobs()).toBe(2)
  expect(done).toEqual([{ n: 'old' }, { n: 'new' }])
  expect(await rows()).toEqual([])
})

test('the job of a process that died is done by another when its lease is over', async () => {
  const { enqueue, kind, rows } = makeJobs(async () => undefined)
  await enqueue()
  await db.query
    .update(table)
    .set({ status: 'running', attempts: 1, leaseUntil: after(90) })
    .where(eq(table.kind, kind))
  const done: number[] = []
  const other = makeJobs(async (job) => {
    done.push(job.attempts)
  }, kind)
  expect(await other.jobs.runDueJobs(after(89))).toBe(0)
  expect(await other.jobs.runDueJobs(after(90))).toBe(1)
  expect(done).toEqual([2])
  expect(await rows()).toEqual([])
})

test('a process that is alone does at once what a dead one had begun', async () => {
  const { enqueue, kind, rows } = makeJobs(async () => undefined)
  await enqueue()
  await db.query
    .update(table)
    .set({ status: 'running', attempts: 1, leaseUntil: after(90) })
    .where(eq(table.kind, kind))
  const log = pino({ level: 'silent' })
  const alone = createJobs({ db, clock: { now: () => start }, log, isAlone: true })
  const done = new Promise((resolve) => alone.handle(kind, async (job) => resolve(job.attempts)))
  alone.start()
  expect(await done).toBe(2)
  await alone.close()
  expect(await rows()).toEqual([])
})

test('two processes never do the same job', async () => {
  const done: string[] = []
  const handler: JobHandler = async ({ id }) => {
    done.push(id)
  }
  const first = makeJobs(handler)
  const second = makeJobs(handler, first.kind)
  for (let n = 0; n < 40; n++) await first.enqueue({ payload: { n } })
  const counts = await Promise.all([first.jobs.runDueJobs(), second.jobs.runDueJobs()])
  expect(counts[0] + counts[1]).toBe(40)
  expect(new Set(done).size).toBe(40)
})

test('a started process does a job as soon as it is woken, and close waits for it', async () => {
  const steps: string[] = []
  let finish: () => void = () => undefined
  const { jobs, enqueue, rows } = makeJobs(async () => {
    steps.push('begun')
    await new Promise<void>((resolve) => {
      finish = resolve
    })
    steps.push('done')
  })
  jobs.start()
  await enqueue()
  jobs.wake()
  await vi.waitFor(() => expect(steps).toEqual(['begun']))
  const closed = jobs.close().then(() => steps.push('closed'))
  finish()
  await closed
  expect(steps).toEqual(['begun', 'done', 'closed'])
  expect(await rows()).toEqual([])
})

test('a receiver that hangs holds up its own kind of work only', async () => {
  let release: () => void = () => undefined
  const hang = new Promise<void>((resolve) => {
    release = resolve
  })
  const slow = makeJobs(() => hang)
  const done: unknown[] = []
  const quick = `kind_${++kinds}`
  slow.jobs.handle(quick, async ({ payload }) => {
    done.push(payload)
  })
  for (let n = 0; n < 20; n++) await slow.enqueue({ payload: { n } })
  slow.jobs.start()
  slow.jobs.wake()
  await vi.waitFor(async () => {
    const running = (await slow.rows()).filter((row) => row.status === 'running')
    expect(running).toHaveLength(4)
  })
  await slow.enqueue({ kind: quick, payload: { n: 'quick' } })
  slow.jobs.wake()
  await vi.waitFor(() => expect(done).toEqual([{ n: 'quick' }]))
  release()
  await slow.jobs.close()
})

test('two handlers of one kind are a mistake', () => {
  const { jobs, kind } = makeJobs(async () => undefined)
  expect(() => jobs.handle(kind, async () => undefined)).toThrow('Two handlers')
})
