import { z } from 'zod'
import { promptSchema } from '../prompt.ts'

export const announcementConfigSchema = z.strictObject({
  prompt: promptSchema,
  /** Any key ends the announcement. */
  skippable: z.boolean().default(false),
})
