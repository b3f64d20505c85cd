import { z } from 'zod'
import { promptSchema } from '../prompt.ts'

export const hangUpConfigSchema = z.strictObject({
  reason: z.enum(['normal', 'busy', 'rejected', 'congestion']).default('normal'),
  /** Said first. With a message the call is connected, so the reason is heard only as an ended call. */
  message: promptSchema.nullable().default(null),
})
