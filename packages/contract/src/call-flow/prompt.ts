import { z } from 'zod'
import { spokenTextSchema } from '../text.ts'

/** What callers hear: text that the platform reads aloud. `voice` is the platform's name of a voice. */
export const promptSchema = z.strictObject({
  text: spokenTextSchema,
  voice: z
    .string()
    .regex(/^[\w:.\- ]{1,80}$/, 'Choose one of the voices.')
    .optional(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Use a language such as en-US.')
    .optional(),
})
export type Prompt = z.infer<typeof promptSchema>

/** Id of a node. Not checked for existence here: the linter does that with the whole flow at hand. */
export const nodeIdSchema = z.string().regex(/^[a-z]{2,4}_[0-9A-Za-z]{6,40}$/, 'Choose a step.')
