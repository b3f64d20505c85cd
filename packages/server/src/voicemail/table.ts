import {
  boolean,
  doublePrecision,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'

const time = () => timestamp({ withTimezone: true })

/** Messages that callers left. `step` and `index` are those of the effect that told of it. */
export const voicemailMessages = pgTable(
  'voicemail_messages',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    session: text().notNull(),
    step: integer().notNull(),
    index: integer().notNull(),
    callId: text().notNull(),
    boxId: text().notNull(),
    boxName: text().notNull(),
    userId: text(),
    fromNumber: text().notNull(),
    callerName: text(),
    receivedAt: time().notNull(),
    seconds: doublePrecision(),
    sourceUrl: text().notNull(),
    isTrial: boolean().notNull(),
    status: text({ enum: ['fetching', 'stored', 'failed'] }).notNull(),
    reason: text(),
    fileKey: text(),
    contentType: text(),
    heardAt: time(),
    notifiedAt: time(),
    deletedAt: time(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
export type VoicemailRow = typeof voicemailMessages.$inferSelect
