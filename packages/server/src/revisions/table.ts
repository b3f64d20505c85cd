import type { Positions } from '@opbx/contract/call-flow/flow'
import { integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** What was applied, for good. */
export const revisions = pgTable(
  'revisions',
  {
    organizationId: text().notNull(),
    number: integer().notNull(),
    authorKind: text({ enum: ['user', 'api_key', 'system'] }).notNull(),
    authorId: text().notNull(),
    authorName: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    note: text().notNull(),
    contentHash: text().notNull(),
    schemaVersion: integer().notNull(),
    snapshot: text().notNull(),
    positions: jsonb().$type<Positions>().notNull(),
    restoredFrom: integer(),
    nodeCount: integer().notNull(),
    phoneNumberCount: integer().notNull(),
    outboundRouteCount: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.number] })],
)

/** Drafts as they were when a trial call began with them. */
export const frozenDrafts = pgTable(
  'frozen_drafts',
  {
    organizationId: text().notNull(),
    key: text().notNull(),
    snapshot: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.key] })],
)
