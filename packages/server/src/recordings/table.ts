import { boolean, doublePrecision, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

const time = () => timestamp({ withTimezone: true })

/** Recordings of calls. The same recording, told again, has the same key. */
export const callRecordings = pgTable(
  'call_recordings',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    session: text().notNull(),
    key: text().notNull(),
    callId: text().notNull(),
    nodeId: text(),
    nodeName: text(),
    fromNumber: text().notNull(),
    toNumber: text().notNull(),
    recordedAt: time().notNull(),
    seconds: doublePrecision(),
    sourceUrl: text(),
    isTrial: boolean().notNull(),
    status: text({ enum: ['fetching', 'stored', 'failed', 'deleted'] }).notNull(),
    reason: text(),
    fileKey: text(),
    contentType: text(),
    expiresAt: time(),
    deletedAt: time(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
export type CallRecordingRow = typeof callRecordings.$inferSelect

/** What leaves the row with the sound: the platform's link would bring it back. */
export const noSound = { fileKey: null, contentType: null, sourceUrl: null } as const
