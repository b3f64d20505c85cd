import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

export const organizations = pgTable('organizations', {
  id: text().primaryKey(),
  name: text().notNull(),
  timeZone: text().notNull(),
  country: text().notNull(),
  status: text({ enum: ['active', 'suspended'] }).notNull(),
  version: integer().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
})
