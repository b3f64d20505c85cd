import type { FraudGuardSettings, GuardRefusal, OutsideStop } from '@opbx/contract/fraud-guard'
import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** One row per organization that was ever asked for an allowance or has settings of its own. */
export const fraudGuards = pgTable('fraud_guards', {
  organizationId: text().primaryKey(),
  settings: jsonb().$type<FraudGuardSettings>(),
  stopped: jsonb().$type<OutsideStop>(),
  refusals: jsonb().$type<Omit<GuardRefusal, 'callId'>[]>().notNull().default([]),
  strikes: jsonb().$type<number[]>().notNull().default([]),
  releasedAt: timestamp({ withTimezone: true }),
})
