import { pino } from 'pino'
import { type Database, openDatabase } from '../db/connect.ts'
import { testConfig } from './app.ts'

/** A database of its own, migrated when embedded and empty on PostgreSQL, of the kind this run tests. */
export async function openTestDatabase(): Promise<Database> {
  return openDatabase(await testConfig(), pino({ level: 'silent' }))
}
