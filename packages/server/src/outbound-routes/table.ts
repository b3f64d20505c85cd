import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** Where the draft permits calls to the outside. */
export const outboundRoutes = pgTable(
  'outbound_routes',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    enabled: boolean().notNull(),
    countries: jsonb().$type<string[]>().notNull(),
    prefixes: jsonb().$type<string[]>().notNull(),
    sipDomains: jsonb().$type<string[]>().notNull().default([]),
    trunks: jsonb().$type<string[]>().notNull(),
    accessDigits: text().notNull(),
    strip: integer().notNull(),
    prepend: text().notNull(),
    callerId: text(),
    permissionClasses: jsonb().$type<string[]>().notNull(),
    /** Business hours, by their node. */
    hours: text(),
    position: integer().notNull(),
    version: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
