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
import type { LiveExtension, Target } from './rules.ts'

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

export interface AtOnceTried {
  draftVersion: number
  problem: string | null
}

/** Which version the draft has, who changed it last, and which revision answers calls. */
export const flowState = pgTable('flow_state', {
  organizationId: text().primaryKey(),
  draftVersion: integer().notNull(),
  changedAt: timestamp({ withTimezone: true }).notNull(),
  changedBy: text().notNull(),
  liveRevision: integer(),
  /** Of the draft: the platform's trunk that emergency calls try first. */
  emergencyTrunk: text(),
  liveExtensions: jsonb().$type<LiveExtension[]>().notNull(),
  /** Each change of the draft is followed by Apply. */
  appliesAtOnce: boolean().notNull().default(false),
  /** The version that this was tried with last, and why it was not applied; null: it was. */
  atOnceTried: jsonb().$type<AtOnceTried>(),
})
