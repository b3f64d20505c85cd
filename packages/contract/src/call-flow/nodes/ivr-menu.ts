import { z } from 'zod'
import { lineSchema } from '../../text.ts'
import { promptSchema } from '../prompt.ts'

export const ivrMenuConfigSchema = z.strictObject({
  prompt: promptSchema,
  invalidPrompt: promptSchema.nullable().default(null),
  timeoutPrompt: promptSchema.nullable().default(null),
  options: z
    .array(
      z.strictObject({
        digits: z.string().regex(/^[0-9*#]{1,10}$/, 'Use 1 to 10 of the keys 0–9, * and #.'),
        label: lineSchema(60).default(''),
      }),
    )
    .min(1, 'Add an option.')
    .max(20, 'Use 20 options at most.'),
  /** Callers may also say the label of an option, or its digits. */
  speech: z.boolean().default(false),
  /** Callers may also dial an extension number. */
  directDial: z.boolean().default(false),
  firstDigitSeconds: z.int().min(1).max(60).default(8),
  interDigitSeconds: z.int().min(1).max(20).default(3),
  /** How often the caller may try before `timeout` or `invalid` is taken. */
  attempts: z.int().min(1).max(9).default(3),
})
