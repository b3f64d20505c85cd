import { boolean, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

const time = () => timestamp({ withTimezone: true })

/** `session`, `step` and `index` are those of the effect that it tells of; a test has none. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    sourceKind: text({ enum: ['node'] }).notNull(),
    sourceId: text().notNull(),
    sourceName: text().notNull(),
    session: text(),
    step: integer(),
    index: integer(),
    callId: text(),
    event: text().notNull(),
    body: text().notNull(),
    isTest: boolean().notNull(),
    state: text({
      enum: ['pending', 'delivering', 'retrying', 'delivered', 'failed', 'cancelled'],
    }).notNull(),
    attempts: integer().notNull(),
    /** Attempts before somebody asked to send it again: the waits begin anew. */
    retriesFrom: integer().notNull(),
    nextAt: time(),
    leaseUntil: time(),
    lastStatus: integer(),
    lastReason: text(),
    createdAt: time().notNull(),
    finishedAt: time(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
export type DeliveryRow = typeof webhookDeliveries.$inferSelect

/** Each time that something was sent, and what came back. */
export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    organizationId: text().notNull(),
    deliveryId: text().notNull(),
    number: integer().notNull(),
    at: time().notNull(),
    milliseconds: integer().notNull(),
    status: integer(),
    reason: text(),
    answer: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.deliveryId, table.number] })],
)
