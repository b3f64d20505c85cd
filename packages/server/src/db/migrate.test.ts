import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/database.ts'
import type { Database } from './connect.ts'
import { type Migration, migrate, migrationsDirectory, readMigrations } from './migrate.ts'

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
  await migrate(db, now)
})
afterAll(() => db.close())

const now = new Date('2026-03-02T15:00:00Z')
const first: Migration = { name: '9010-first.sql', sql: 'create table first ()', sha256: 'a' }
const earlier: Migration = {
  name: '9005-earlier.sql',
  sql: 'create table earlier (); create index on earlier ((1))',
  sha256: 'b',
}
const broken: Migration = {
  name: '9020-broken.sql',
  sql: 'create table half (); create table half ()',
  sha256: 'c',
}

test('the migrations of the product are applied once', async () => {
  const files = await readMigrations(migrationsDirectory)
  const { rows } = await db.pool.query<{ name: string }>(
    'select name from migrations order by name collate "C"',
  )
  expect(rows.map(({ name }) => name)).toEqual(files.map(({ name }) => name))
  expect(await migrate(db, now)).toEqual([])
})

test('a file that comes later with a lower number is applied too', async () => {
  expect(await migrate(db, now, [first])).toEqual(['9010-first.sql'])
  expect(await migrate(db, now, [earlier, first])).toEqual(['9005-earlier.sql'])
  expect(await migrate(db, now, [earlier, first])).toEqual([])
})

test('a file that was edited after it was applied is refused', async () => {
  await migrate(db, now, [first])
  await expect(migrate(db, now, [{ ...first, sha256: 'other' }])).rejects.toThrow(
    'Migration 9010-first.sql was changed after it had been applied. Restore the file and add a new one.',
  )
})

test('a migration that fails leaves nothing and can be corrected', async () => {
  await expect(migrate(db, now, [broken])).rejects.toThrow('Migration 9020-broken.sql failed')
  const corrected = { ...broken, sql: 'create table half ()', sha256: 'd' }
  expect(await migrate(db, now, [corrected])).toEqual(['9020-broken.sql'])
})

test('two processes that migrate at once apply each file once', async () => {
  const both = await Promise.all([
    migrate(db, now, [{ name: '9030-once.sql', sql: 'create table once ()', sha256: 'e' }]),
    migrate(db, now, [{ name: '9030-once.sql', sql: 'create table once ()', sha256: 'e' }]),
  ])
  expect(both.flat()).toEqual(['9030-once.sql'])
})
