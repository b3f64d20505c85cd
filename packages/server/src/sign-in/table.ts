import { pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** A browser in which somebody is signed in. */
export const signIns = pgTable('sign_ins', {
  tokenHash: text().primaryKey(),
  id: text().notNull().unique(),
  userId: text().notNull(),
  /** The organization that the person looks at; null for an operator without one. */
  organizationId: text(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
  lastUsedAt: timestamp({ withTimezone: true }).notNull(),
})
