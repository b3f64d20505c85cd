import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { makeDataDirectory } from '../testing/app.ts'
import { type Database, openDatabase } from './connect.ts'
import { keepUp, type UpkeepState } from './embedded-upkeep.ts'

const log = pino({ level: 'silent' })

// Each opens a database of its own, which takes its time while other tests run.
const slow = { timeout: 60_000 }

async function withDatabase<T>(dataDir: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase({ dataDir, databaseUrl: undefined, redisUrl: undefined }, log)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

test('statements of 300 kB beside 1,000 small ones all reach their own table', slow, async () => {
  await withDatabase(await makeDataDirectory(), async ({ pool }) => {
    await pool.query('create table large (number integer primary key, body text not null)')
    await pool.query('create table small (number integer primary key)')
    const bodies = Array.from({ length: 40 }, (_, number) => String(number % 10).repeat(300_000))
    const insertLarge = bodies.map((body, number) =>
      pool.query('insert into large values ($1, $2)', [number, body]),
    )
    const insertSmall = Array.from({ length: 1_000 }, (_, number) =>
      pool.query('insert into small values ($1)', [number]),
    )
    await Promise.all([...insertLarge, ...insertSmall])
    const large = await pool.query<{ number: number; body: string }>(
      'select number, body from large order by number',
    )
    expect(large.rows.map(({ body }) => body)).toEqual(bodies)
    const small = await pool.query<{ number: number }>('select number from small order by number')
    expect(small.rows.map(({ number }) => number)).toEqual(
      Array.from({ length: 1_000 }, (_, n) => n),
    )
  })
})

test('what was acknowledged before kill -9 is there after it', slow, async () => {
  const dataDir = await makeDataDirectory()
  const socketDirectory = await mkdtemp(join(tmpdir(), 'opbx-kill-'))
  const child = startWriter(join(dataDir, 'database'), socketDirectory)
  const acknowledged = await killAfter(child, 200)
  await withDatabase(dataDir, async ({ pool }) => {
    const { rows } = await pool.query<{ number: number }>(
      'select number from acknowledged order by number',
    )
    const found = rows.map(({ number }) => number)
    expect(found.slice(0, acknowledged.length)).toEqual(acknowledged)
    // The insert that was under way may have been kept, but no more than that one.
    expect(found.length - acknowledged.length).toBeLessThanOrEqual(1)
  })
  await rm(socketDirectory, { recursive: true })
})

test('a second process on the same directory is refused', slow, async () => {
  const dataDir = await makeDataDirectory()
  await withDatabase(dataDir, async () => {
    await expect(withDatabase(dataDir, async () => undefined)).rejects.toThrow(
      'Another OPBX process uses the data directory',
    )
  })
})

test(
  'after a dropped connection the next statement gets a new one, clean of the old',
  slow,
  async () => {
    await withDatabase(await makeDataDirectory(), async ({ pool }) => {
      const dropped = pool.withClient(async (client) => {
        await client.query('create table half_done (number integer)')
        await client.query({ name: 'same name', text: 'select 1 as one' })
        await client.query('begin')
        await client.query('insert into half_done values (1)')
        await client.end()
        await client.query('commit')
      })
      await expect(dropped).rejects.toThrow('Client was closed')
      expect((await pool.query({ name: 'same name', text: 'select 2 as two' })).rows).toEqual([
        { two: 2 },
      ])
      expect((await pool.query('select * from half_done')).rows).toEqual([])
    })
  },
)

test('a failed statement leaves the one connection as it was', slow, async () => {
  await withDatabase(await makeDataDirectory(), async ({ pool }) => {
    await pool.query(`set application_name = 'kept'`)
    await expect(pool.query('select 1 / 0')).rejects.toThrow('division by zero')
    await expect(pool.query('insert into nowhere values ($1)', [1])).rejects.toThrow('nowhere')
    expect((await pool.query('show application_name')).rows).toEqual([{ application_name: 'kept' }])
  })
})

test('upkeep makes checkpoints and vacuums the tables that were written', slow, async () => {
  await withDatabase(await makeDataDirectory(), async ({ pool }) => {
    await pool.query('create table busy (number integer, filler text)')
    const state: UpkeepState = { start: null, checkpoint: 0, checkpointAt: 0, vacuumed: new Map() }
    expect(await keepUp(pool, state, 0)).toEqual([])
    await pool.query(
      `insert into busy select number, repeat('x', 100) from generate_series(1, 20000) number`,
    )
    const sixMinutes = 6 * 60_000
    const done: string[] = []
    // Every table is due once, one in each round.
    for (let round = 0; round < 100 && !done.includes('vacuum busy'); round++) {
      done.push(...(await keepUp(pool, state, sixMinutes)))
    }
    expect(done.filter((step) => step === 'checkpoint')).toHaveLength(1)
    expect(
      (await pool.query(`select reltuples from pg_class where relname = 'busy'`)).rows,
    ).toEqual([{ reltuples: 20_000 }])
  })
})

function startWriter(directory: string, socketDirectory: string): ChildProcess {
  const script = fileURLToPath(new URL('../testing/embedded-writer.mjs', import.meta.url))
  return spawn(process.execPath, [script, directory, socketDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Kills the writer in the middle of its work and returns all the numbers that it was promised. */
async function killAfter(child: ChildProcess, count: number): Promise<number[]> {
  if (child.stdout === null) throw new Error('The writer has no output')
  const numbers: number[] = []
  const exited = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    numbers.push(Number(line))
    if (numbers.length === count) child.kill('SIGKILL')
  }
  await exited
  return numbers
}
