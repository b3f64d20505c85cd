import type { PairingCheck } from '@opbx/contract/pairing'
import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

const time = () => timestamp({ withTimezone: true })

/** Keys that are replaced but still accepted. `until` null: the platform has no newer one yet. */
export interface FormerKeys {
  requests: string
  webhook: string
  until: string | null
}

/** Installation-wide: the domain is unique. */
export const pairings = pgTable(
  'pairings',
  {
    organizationId: text().notNull(),
    kind: text({ enum: ['main', 'trial'] }).notNull(),
    id: text().notNull(),
    platform: text({ enum: ['cloudonix', 'simulator'] }).notNull(),
    domainUuid: text().notNull(),
    domainName: text().notNull(),
    package: text(),
    domainApiKey: text().notNull(),
    requestsApiKey: text().notNull(),
    webhookApiKey: text().notNull(),
    formerKeys: jsonb().$type<FormerKeys[]>().notNull(),
    webhookBaseUrl: text(),
    noAnswerTimeoutSeconds: integer().notNull(),
    recordingFormat: text({ enum: ['mp3', 'wav'] }).notNull(),
    applicationId: bigint({ mode: 'number' }),
    applicationName: text(),
    formerApplicationId: bigint({ mode: 'number' }),
    formerApplicationName: text(),
    foreignApplicationName: text(),
    status: text({ enum: ['configured', 'attention'] }).notNull(),
    checks: jsonb().$type<PairingCheck[]>().notNull(),
    firstSubscriberAt: time(),
    firstCallAt: time(),
    firstSessionUpdateAt: time(),
    firstCdrAt: time(),
    createdAt: time().notNull(),
    updatedAt: time().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.kind] })],
)
export type PairingRow = typeof pairings.$inferSelect
export type PairingKind = PairingRow['kind']

/** Installation-wide. */
export const pairingLeases = pgTable('pairing_leases', {
  domainUuid: text().primaryKey(),
  holder: text().notNull(),
  until: time().notNull(),
})
