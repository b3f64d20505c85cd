import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** Secret settings of nodes, encrypted. Rows are made, never changed. */
export const nodeSecrets = pgTable(
  'node_secrets',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    /** Whom it is meant for: scheme, host and port. */
    receiver: text().notNull(),
    value: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
