import { z } from 'zod'
import { e164Schema } from './number-schemas.ts'
import { pageQuerySchema } from './pagination.ts'
import { lineSchema, timeSchema } from './text.ts'

/** Numbers on the block list of one organization at most. */
export const mostBlockListEntries = 10_000

/** `POST /api/v1/block-list`. Acts at once, in every caller filter that looks at the list. */
export const blockListEntryCreateSchema = z.strictObject({
  number: e164Schema,
  /** Who it is, or why. */
  note: lineSchema(100).default(''),
})
export type BlockListEntryCreate = z.infer<typeof blockListEntryCreateSchema>

export const blockListEntrySchema = z.object({
  id: z.string(),
  number: e164Schema,
  note: z.string(),
  addedBy: z.string(),
  createdAt: timeSchema,
})
export type BlockListEntry = z.infer<typeof blockListEntrySchema>

/** `GET /api/v1/block-list`, by number. `q` matches part of number or note. */
export const blockListQuerySchema = pageQuerySchema.extend({ q: lineSchema(100).optional() })
