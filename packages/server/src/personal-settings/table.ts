import { boolean, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** What people set for their own extension, at once and outside of the draft. */
export const personalSettings = pgTable(
  'personal_settings',
  {
    organizationId: text().notNull(),
    nodeId: text().notNull(),
    doNotDisturb: boolean().notNull(),
    forwardAlways: text(),
    forwardBusy: text(),
    forwardNoAnswer: text(),
    forwardUnreachable: text(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.nodeId] })],
)
