import { pgTable, primaryKey, text, timestamp, unique } from 'drizzle-orm/pg-core'

/** Numbers whose calls a caller filter may turn away. */
export const blockListEntries = pgTable(
  'block_list_entries',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    number: text().notNull(),
    note: text().notNull(),
    addedBy: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique().on(table.organizationId, table.number),
  ],
)
