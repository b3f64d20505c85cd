import type { FlowTestScript } from '@opbx/contract/call-flow/flow-tests'
import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** Flow tests of the draft. */
export const flowTests = pgTable(
  'flow_tests',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    enabled: boolean().notNull(),
    script: jsonb().$type<FlowTestScript>().notNull(),
    version: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
