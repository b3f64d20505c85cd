import { z } from 'zod'
import { traceEntrySchema } from '../calls.ts'
import { timeSchema } from '../text.ts'

const numberSchema = z
  .string()
  .trim()
  .min(2, 'Enter a number.')
  .max(40, 'Use 40 characters at most.')

/** `POST /api/v1/flow/preview`: what a call would meet first, at any date and time. */
export const previewSchema = z.strictObject({
  to: numberSchema,
  /** A number outside, or an extension whose phone calls. */
  from: numberSchema.default('anonymous'),
  /** Now, unless told. */
  at: timeSchema.optional(),
  revision: z.enum(['draft', 'live']).default('draft'),
})
export const previewedSchema = z.object({
  trace: z.array(traceEntrySchema),
  /** The document that the platform would get, its addresses left out. */
  cxml: z.string(),
  /** Extension numbers and numbers outside that would ring. */
  rings: z.array(z.string()),
  /** The call would be over with this. */
  ends: z.boolean(),
})
export type Previewed = z.infer<typeof previewedSchema>
