import { roles } from '@opbx/contract/permissions'
import { boolean, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** People who sign in, over all organizations. */
export const users = pgTable('users', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  passwordHash: text().notNull(),
  isOperator: boolean().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
})

/** A person in an organization, under the name that she has there. */
export const members = pgTable(
  'members',
  {
    organizationId: text().notNull(),
    userId: text().notNull(),
    name: text().notNull(),
    role: text({ enum: roles }).notNull(),
    version: integer().notNull(),
    joinedAt: timestamp({ withTimezone: true }).notNull(),
    lastSeenAt: timestamp({ withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.userId] })],
)
