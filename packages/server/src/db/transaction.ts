import type { Database } from './connect.ts'
import { type Query, queryOverClient } from './query.ts'
import { insideTransaction } from './transaction-guard.ts'

/** The query builder inside a transaction. */
export type Tx = Query

/** Commits what `work` did, or nothing when it throws. Not repeated on conflicts. */
export async function runInTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const outcome = await db.pool.withClient(async (client) => {
    await client.query('begin')
    try {
      const run = () => work(queryOverClient(client))
      // The guard makes every promise of the process dearer (Node 20), the voice path's too.
      const value = await (db.pool.isSingleSession ? insideTransaction(run) : run())
      await client.query('commit')
      return { kind: 'committed', value } as const
    } catch (error) {
      await client.query('rollback').catch((rollbackError: unknown) => {
        throw new Error('A transaction could not be rolled back', {
          cause: new AggregateError([error, rollbackError]),
        })
      })
      return { kind: 'rolled_back', error } as const
    }
  })
  if (outcome.kind === 'rolled_back') throw outcome.error
  return outcome.value
}
