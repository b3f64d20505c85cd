import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Pool } from './pool.ts'

/** The query builder, over the pool (`db.query`) or over a transaction (`tx`): what reads take. */
export type Query = Omit<NodePgDatabase, 'transaction'>

export function queryOverPool(pool: Pool): Query {
  return queryOver(pool)
}

export function queryOverClient(client: pg.PoolClient): Query {
  return queryOver(client)
}

// drizzle asks for a whole pool or client of pg, but calls nothing but `query` as long as it opens no
// transaction, which is ours to do (transaction.ts): its own loses the client when BEGIN fails.
function queryOver(client: Pool | pg.PoolClient): Query {
  return drizzle(client as unknown as pg.Pool, { casing: 'snake_case' })
}
