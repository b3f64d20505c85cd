import { integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** Its indexes are in the migration: one waiting job per kind and key, and what finds the due ones. */
export const jobs = pgTable(
  'jobs',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    key: text(),
    payload: jsonb().$type<unknown>().notNull(),
    status: text({ enum: ['waiting', 'running', 'dead'] }).notNull(),
    attempts: integer().notNull(),
    nextAt: timestamp({ withTimezone: true }).notNull(),
    leaseUntil: timestamp({ withTimezone: true }),
    lastError: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
