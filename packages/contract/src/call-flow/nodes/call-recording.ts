import { z } from 'zod'
import { emailSchema } from '../../mail.ts'
import { promptSchema } from '../prompt.ts'

/**
 * Switches recording on or off for the rest of the call. Which calls it is about is said by what leads here, so there
 * is no direction in it.
 */
export const callRecordingConfigSchema = z.strictObject({
  /** `off`: also where an extension or a conference room asks for a recording. */
  mode: z.enum(['on', 'off']).default('on'),
  /** Said before the call goes on. Null: nothing is said. Without meaning where it is off. */
  consent: promptSchema.nullable().default({ text: 'This call may be recorded.' }),
  /** Who is told of each recording. */
  emails: z
    .array(emailSchema)
    .max(10, 'Use 10 addresses at most.')
    .refine((emails) => new Set(emails).size === emails.length, 'Name each address once.')
    .default([]),
  /** Days until the sound is deleted; null: never. */
  retentionDays: z
    .int()
    .min(1, 'Keep recordings for 1 day at least.')
    .max(3_650, 'Keep recordings for 3,650 days at most, or for good.')
    .nullable()
    .default(null),
})
