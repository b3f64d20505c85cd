import { boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { LiveExtension } from '../call-flow/rules.ts'

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
