import { z } from 'zod'
import { promptSchema } from '../prompt.ts'

export const voicemailConfigSchema = z.strictObject({
  greeting: promptSchema.default({
    text: 'Nobody can take your call right now. Leave a message after the tone.',
  }),
  /** Length of a message at most. */
  maxSeconds: z
    .int()
    .min(5, 'Allow 5 seconds at least.')
    .max(600, 'Allow 600 seconds at most.')
    .default(120),
  beep: z.boolean().default(true),
})
