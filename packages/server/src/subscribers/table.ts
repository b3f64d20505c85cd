import { boolean, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { pairings } from '../pairing/table.ts'

const kinds = ['main', 'trial'] as const

/** A device's subscriber: what it should be, and what the platform has confirmed (`msisdn`, `active`). */
export const subscribers = pgTable(
  'subscribers',
  {
    organizationId: text().notNull(),
    pairingKind: text({ enum: kinds }).notNull(),
    deviceId: text().notNull(),
    nodeId: text().notNull(),
    ordinal: integer().notNull(),
    wantedMsisdn: text().notNull(),
    wantedActive: boolean().notNull(),
    msisdn: text(),
    active: boolean(),
    platformId: text(),
    sipPassword: text().notNull(),
    status: text({ enum: ['waiting', 'synced', 'failed'] }).notNull(),
    reason: text(),
    attempts: integer().notNull(),
    changedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.pairingKind, table.deviceId] })],
)
export type SubscriberRow = typeof subscribers.$inferSelect
export type PairingKind = SubscriberRow['pairingKind']

/** A subscriber at the platform that must go. */
export const subscriberRemovals = pgTable(
  'subscriber_removals',
  {
    organizationId: text().notNull(),
    pairingKind: text({ enum: kinds }).notNull(),
    platformId: text().notNull(),
    msisdn: text().notNull(),
    status: text({ enum: ['waiting', 'failed'] }).notNull(),
    reason: text(),
    attempts: integer().notNull(),
    changedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.pairingKind, table.platformId] })],
)
export type SubscriberRemovalRow = typeof subscriberRemovals.$inferSelect

/** What the sync has to know of an organization's domains; the rows belong to `pairing/`. */
export const pairedDomains = pairings
