import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** Business hours that somebody set open or closed by hand, at once and outside of the draft. */
export const hoursOverrides = pgTable(
  'hours_overrides',
  {
    organizationId: text().notNull(),
    nodeId: text().notNull(),
    state: text().$type<'open' | 'closed'>().notNull(),
    until: timestamp({ withTimezone: true }),
    setBy: text().notNull(),
    setAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.nodeId] })],
)
