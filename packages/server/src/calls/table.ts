import { directions, dispositions } from '@opbx/contract/calls'
import { boolean, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { StoredRecord } from './rules.ts'

const time = () => timestamp({ withTimezone: true })

/** One row per call, written by the fold alone. `record` is the whole of it, the columns are for finding. */
export const calls = pgTable(
  'calls',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    session: text().notNull(),
    uniqueCallId: text().notNull(),
    startedAt: time().notNull(),
    answeredAt: time(),
    endedAt: time(),
    heardAt: time().notNull(),
    status: text({ enum: ['ringing', 'in_progress', 'ended'] }).notNull(),
    direction: text({ enum: directions }).notNull(),
    disposition: text({ enum: dispositions }),
    fromNumber: text().notNull(),
    toNumber: text().notNull(),
    isTrial: boolean().notNull(),
    nodes: text().array().notNull(),
    users: text().array().notNull(),
    answeredNode: text(),
    hasMessage: boolean().notNull(),
    hasRecording: boolean().notNull(),
    record: jsonb().$type<StoredRecord>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)

export const callEvents = pgTable(
  'call_events',
  {
    organizationId: text().notNull(),
    session: text().notNull(),
    key: text().notNull(),
    kind: text({
      enum: ['decision', 'repeat', 'session_update', 'cdr', 'lost', 'recording'],
    }).notNull(),
    at: time().notNull(),
    receivedAt: time().notNull(),
    isTrial: boolean().notNull(),
    isFolded: boolean().notNull(),
    content: text().notNull(),
    body: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.session, table.key] })],
)
