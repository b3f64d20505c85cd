import type { PgInsertValue, PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './transaction.ts'

// A statement has at most 65,535 parameters; no table has more than 60 columns.
const rowsPerStatement = 1_000

/** Inserts many rows with few statements. */
export async function insertRows<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly PgInsertValue<T>[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    await tx.insert(table).values(rows.slice(start, start + rowsPerStatement))
  }
}
