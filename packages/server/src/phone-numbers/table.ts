import { integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** Phone numbers of the draft and the nodes that they enter. */
export const phoneNumbers = pgTable(
  'phone_numbers',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    number: text().notNull(),
    label: text().notNull(),
    entry: text(),
    callerNamePrefix: text().notNull(),
    version: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
