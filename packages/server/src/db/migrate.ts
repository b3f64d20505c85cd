import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import { StartProblem } from '../start-problem.ts'
import type { Database } from './connect.ts'

export type Migration = { name: string; sql: string; sha256: string }

/** Of the sources also for the built server: SQL is not compiled, so it is not copied either. */
export const migrationsDirectory = new URL('../../src/db/migrations/', import.meta.url)

/**
 * Applies what is not applied yet, in the order of the names, each file in a transaction of its own, all on
 * the one client that holds the lock. Returns the names applied.
 */
export async function migrate(
  db: Database,
  now: Date,
  migrations?: Migration[],
): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations(migrationsDirectory))
  return db.pool.withClient(async (client) => {
    await lock(client)
    try {
      await client.query(createTable)
      const applied = await readApplied(client)
      refuseEdited(wanted, applied)
      const missing = wanted.filter(({ name }) => !applied.has(name))
      for (const migration of missing) await apply(client, migration, now)
      return missing.map(({ name }) => name)
    } finally {
      await client.query('select pg_advisory_unlock($1)', [migrationLock])
      await client.query('reset statement_timeout')
    }
  })
}

/** All `NNNN-<what-it-does>.sql` of a directory, by name. */
export async function readMigrations(directory: URL): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(
    names.map(async (name) => {
      if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name)) throw new Error(`${name} is no migration's name`)
      const sql = (await readFile(new URL(name, directory), 'utf8')).replaceAll('\r\n', '\n')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

const migrationLock = 7_203_412

const createTable = `create table if not exists migrations (
  name text primary key,
  sha256 text not null,
  applied_at timestamptz not null
)`

/** Another process may be migrating for minutes; a migration itself may take as long. */
async function lock(client: pg.PoolClient): Promise<void> {
  await client.query('set statement_timeout = 0')
  await client.query({
    text: 'select pg_advisory_lock($1)',
    values: [migrationLock],
    ...withoutTimeout,
  })
}

// The longest time that a timer of Node takes, because 0 means the pool's own limit.
const withoutTimeout = { query_timeout: 2 ** 31 - 1 }

async function readApplied(client: pg.PoolClient): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from migrations',
  )
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]))
}

function refuseEdited(wanted: Migration[], applied: Map<string, string>): void {
  const edited = wanted.find(({ name, sha256 }) => (applied.get(name) ?? sha256) !== sha256)
  if (edited === undefined) return
  throw new StartProblem(
    `Migration ${edited.name} was changed after it had been applied. Restore the file and add a new one.`,
  )
}

async function apply(client: pg.PoolClient, migration: Migration, now: Date): Promise<void> {
  const { name, sql, sha256 } = migration
  try {
    await client.query('begin')
    await client.query({ text: sql, ...withoutTimeout })
    await client.query('insert into migrations (name, sha256, applied_at) values ($1, $2, $3)', [
      name,
      sha256,
      now,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartProblem(`Migration ${name} failed: ${reason}`, error)
  }
}
