import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/database.ts'
import { testServices } from '../testing/services.ts'
import type { Database } from './connect.ts'
import { sqlState } from './sql-state.ts'
import { runInTransaction } from './transaction.ts'

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
  await db.pool.query('create table things (name text primary key)')
})
afterAll(() => db.close())

const refusal = 'Inside a transaction every query must go through its tx, not through the pool'

async function names(): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string }>('select name from things order by name')
  return rows.map(({ name }) => name)
}

test('a transaction keeps all that it did, or nothing when it throws', async () => {
  const kept = await runInTransaction(db, async (tx) => {
    await tx.execute(sql`insert into things values ('kept')`)
    return 'its value'
  })
  const lost = runInTransaction(db, async (tx) => {
    await tx.execute(sql`insert into things values ('lost')`)
    throw new Error('changed my mind')
  })
  expect(kept).toBe('its value')
  await expect(lost).rejects.toThrow('changed my mind')
  expect(await names()).toEqual(['kept'])
})

// Only the embedded database has one session; these tests run on it too, so a mistake is found for both.
test.skipIf(testServices.databaseUrl !== undefined)(
  'a query on the pool inside a transaction throws instead of waiting for itself',
  async () => {
    const direct = runInTransaction(db, async () => db.pool.query('select 1'))
    await expect(direct).rejects.toThrow(refusal)
    const built = runInTransaction(db, () => db.query.execute(sql`select 1`))
    await expect(built).rejects.toMatchObject({ cause: { message: refusal } })
    const nested = runInTransaction(db, () => runInTransaction(db, async () => undefined))
    await expect(nested).rejects.toThrow(refusal)
  },
)

test('what a transaction leaves running may use the pool once it is over', async () => {
  let later: Promise<unknown> = Promise.resolve()
  let begin: () => void = () => undefined
  await runInTransaction(db, async () => {
    const over = new Promise<void>((resolve) => {
      begin = resolve
    })
    later = over.then(() => db.pool.query('select 1'))
  })
  begin()
  expect(await later).toMatchObject({ rows: [{ '?column?': 1 }] })
})

test('the reason of a refused row is told apart', async () => {
  const insert = () => db.query.execute(sql`insert into things values ('twice')`)
  await insert()
  const error: unknown = await insert().catch((reason: unknown) => reason)
  expect(sqlState(error)).toBe('unique_violation')
  expect(sqlState(new Error('else'))).toBeNull()
})

test('many transactions at once each see their own work', async () => {
  const counts = Array.from({ length: 50 }, (_, number) =>
    runInTransaction(db, async (tx) => {
      await tx.execute(sql`insert into things values (${`many ${number}`})`)
      const { rows } = await tx.execute(
        sql`select name from things where name = ${`many ${number}`}`,
      )
      return rows.length
    }),
  )
  expect(await Promise.all(counts)).toEqual(Array.from({ length: 50 }, () => 1))
})
