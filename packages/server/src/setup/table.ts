import { pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core'

/** One row, once the installation has its first owner. */
export const setups = pgTable('setups', {
  id: smallint().primaryKey(),
  organizationId: text().notNull(),
  ownerId: text().notNull(),
  completedAt: timestamp({ withTimezone: true }).notNull(),
})

export const setupCodes = pgTable('setup_codes', {
  codeHash: text().primaryKey(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
})
