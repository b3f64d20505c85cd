import { roles } from '@opbx/contract/permissions'
import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

export const invitations = pgTable(
  'invitations',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    tokenHash: text().notNull().unique(),
    name: text().notNull(),
    email: text().notNull(),
    role: text({ enum: roles }).notNull(),
    invitedById: text().notNull(),
    invitedByName: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    acceptedAt: timestamp({ withTimezone: true }),
    revokedAt: timestamp({ withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
