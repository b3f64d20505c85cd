import { jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

export const auditLog = pgTable(
  'audit_log',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    actorKind: text({ enum: ['user', 'api_key', 'system'] }).notNull(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    action: text().notNull(),
    subjectId: text().notNull(),
    subjectName: text().notNull(),
    before: jsonb(),
    after: jsonb(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
