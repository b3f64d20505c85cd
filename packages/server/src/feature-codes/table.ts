import type { FeatureCodes } from '@opbx/contract/call-flow/feature-codes'
import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** The codes of the draft. Without a row they are the usual ones. */
export const featureCodes = pgTable('feature_codes', {
  organizationId: text().primaryKey(),
  codes: jsonb().$type<Partial<FeatureCodes>>().notNull(),
  version: integer().notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
})
