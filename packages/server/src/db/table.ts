import { pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core'

/** One row: what is true of the whole installation. */
export const installation = pgTable('installation', {
  id: smallint().primaryKey().default(1),
  keyFingerprint: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
})
