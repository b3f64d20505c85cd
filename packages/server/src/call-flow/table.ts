import type { Exits } from '@opbx/contract/call-flow/flow'
import { nodeTypeNames } from '@opbx/contract/call-flow/node-types'
import {
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'
import type { Target } from './rules.ts'

/** Nodes of all types: the rows are the draft. */
export const nodes = pgTable(
  'nodes',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    type: text({ enum: nodeTypeNames }).notNull(),
    name: text().notNull(),
    extension: text(),
    enabled: boolean().notNull(),
    config: jsonb().notNull(),
    exits: jsonb().$type<Exits>().notNull(),
    pointsTo: jsonb().$type<Target[]>().notNull(),
    positionX: doublePrecision().notNull(),
    positionY: doublePrecision().notNull(),
    version: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
