import type { PromptVariant } from '@opbx/contract/call-flow/library-prompt'
import {
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'
import type { AudioType } from '../files/rules.ts'

/** The library of the draft. */
export const prompts = pgTable(
  'prompts',
  {
    organizationId: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    variants: jsonb().$type<PromptVariant[]>().notNull(),
    version: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)

/** Sounds by what is in them. */
export const promptAudio = pgTable(
  'prompt_audio',
  {
    organizationId: text().notNull(),
    hash: text().notNull(),
    type: text().$type<AudioType>().notNull(),
    seconds: doublePrecision().notNull(),
    sizeBytes: integer().notNull(),
    fileName: text().notNull(),
    sourceUrl: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.hash] })],
)
