import { z } from 'zod'
import { spokenTextSchema } from '../text.ts'

export const voiceSchema = z.string().regex(/^[\w:.\- ]{1,80}$/, 'Choose one of the voices.')
export const languageSchema = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Use a language such as en-US.')

/** Text that the platform reads aloud. `voice` is the platform's name of a voice. */
const spokenPromptSchema = z.strictObject({
  text: spokenTextSchema,
  voice: voiceSchema.optional(),
  language: languageSchema.optional(),
})
export type SpokenPrompt = z.infer<typeof spokenPromptSchema>

/** A prompt of the library. Not checked for existence here: the linter does that with the whole flow at hand. */
const libraryPromptSchema = z.strictObject({
  promptId: z.string().regex(/^pr_[0-9A-Za-z]{6,40}$/, 'Choose a prompt.'),
})

/** What callers hear: text of its own, or a prompt of the library. */
export const promptSchema = z.union([spokenPromptSchema, libraryPromptSchema], {
  error: 'Write what callers hear, or choose a prompt of the library.',
})
export type Prompt = z.infer<typeof promptSchema>

/** Id of a node. Not checked for existence here: the linter does that with the whole flow at hand. */
export const nodeIdSchema = z.string().regex(/^[a-z]{2,4}_[0-9A-Za-z]{6,40}$/, 'Choose a step.')
