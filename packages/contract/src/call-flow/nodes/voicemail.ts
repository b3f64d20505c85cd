import { z } from 'zod'
import { emailSchema } from '../../mail.ts'
import { lineSchema, plainTextSchema } from '../../text.ts'
import { pinSchema } from '../pin.ts'
import { promptSchema } from '../prompt.ts'
import { placeholdersIn } from '../template.ts'

/** What the e-mail about a message can fill in. */
export const messagePlaceholders = ['box', 'caller', 'callerName', 'time', 'duration'] as const

export const mostEmails = 10

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
  /** Opens the box by phone. Kept secret. Null: only the own phone opens it. */
  pin: pinSchema,
  /** Who is told of each message. */
  emails: z
    .array(emailSchema)
    .max(mostEmails, `Use ${mostEmails} addresses at most.`)
    .refine((emails) => new Set(emails).size === emails.length, 'Name each address once.')
    .default([]),
  emailSubject: withPlaceholders(lineSchema(200).min(1, 'Enter a subject.')).default(
    'New message from {{callerName}} in {{box}}',
  ),
  /** The link to listen is put below it. */
  emailBody: withPlaceholders(plainTextSchema(3000)).default(
    '{{callerName}} left a message of {{duration}} in {{box}}.\n\nNumber: {{caller}}\nTime: {{time}}',
  ),
  /** The sound goes with the e-mail. */
  attachAudio: z.boolean().default(false),
  /** Messages are deleted when they are older. Null: never. */
  retentionDays: z
    .int()
    .min(1, 'Keep them for 1 day at least.')
    .max(3650, 'Keep them for 3,650 days at most, or forever.')
    .nullable()
    .default(null),
})

function withPlaceholders(text: z.ZodString) {
  return text.superRefine((template, check) => {
    const known: readonly string[] = messagePlaceholders
    const unknown = placeholdersIn(template).find((name) => !known.includes(name))
    if (unknown === undefined) return
    const message = `There is no {{${unknown}}}. Use ${known.map((name) => `{{${name}}}`).join(', ')}.`
    check.addIssue({ code: 'custom', message })
  })
}
