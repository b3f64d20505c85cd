import { apiKeyScopes } from '@opbx/contract/permissions'
import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

export const apiKeys = pgTable(
  'api_keys',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    keyHash: text().notNull().unique(),
    prefix: text().notNull(),
    name: text().notNull(),
    scopes: text({ enum: apiKeyScopes }).array().notNull(),
    createdById: text().notNull(),
    createdByName: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    lastUsedAt: timestamp({ withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
