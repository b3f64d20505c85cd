import { z } from 'zod'
import { referenceSchema } from '../errors.ts'
import { pageQuerySchema } from '../pagination.ts'
import { lineSchema, nameSchema, spokenTextSchema, timeSchema } from '../text.ts'
import { languageSchema, voiceSchema } from './prompt.ts'

/** Largest file that is taken, in bytes: 20 MB. */
export const mostAudioBytes = 20 * 1024 * 1024
const mostVariants = 20

/** SHA-256 of a sound, in hex: the same hash is the same sound, for ever. */
const audioHashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'Upload the sound first and send the hash of the answer.')

/** A stored sound. It is never overwritten: another sound has another hash. */
const promptAudioSchema = z.object({
  hash: audioHashSchema,
  type: z.enum(['audio/wav', 'audio/mpeg']),
  /** How long it plays, to the millisecond. */
  seconds: z.number(),
  sizeBytes: z.int(),
  /** As it was called when it was uploaded, or the end of its address. */
  fileName: z.string(),
  /** Where it was fetched; null: it was uploaded. */
  sourceUrl: z.string().nullable(),
})
export type PromptAudio = z.infer<typeof promptAudioSchema>

const textVariantSchema = z.strictObject({
  kind: z.literal('text'),
  language: languageSchema,
  text: spokenTextSchema,
  voice: voiceSchema.optional(),
})
/** What callers hear in one language. */
const promptVariantSchema = z.discriminatedUnion('kind', [
  textVariantSchema,
  z.object({ kind: z.literal('audio'), language: languageSchema, audio: promptAudioSchema }),
])
export type PromptVariant = z.infer<typeof promptVariantSchema>

/** A prompt of the library. The first language is spoken to whoever has none of the others. */
export const flowPromptSchema = z.object({
  id: z.string(),
  name: nameSchema,
  variants: z.array(promptVariantSchema).min(1),
})
export type FlowPrompt = z.infer<typeof flowPromptSchema>

const variantInputSchema = z.discriminatedUnion('kind', [
  textVariantSchema,
  z.strictObject({
    kind: z.literal('audio'),
    language: languageSchema,
    /** As the upload answered it. */
    hash: audioHashSchema,
  }),
])

/** `POST /api/v1/prompts`. */
export const promptCreateSchema = z.strictObject({
  name: nameSchema,
  variants: z
    .array(variantInputSchema)
    .min(1, 'Give it one language at least.')
    .max(mostVariants, `Use ${mostVariants} languages at most.`)
    .superRefine((variants, context) => {
      const seen = new Set<string>()
      for (const [index, { language }] of variants.entries()) {
        const key = language.toLowerCase()
        if (seen.has(key)) {
          const message = 'This language stands here twice. Choose another, or remove one.'
          context.addIssue({ code: 'custom', path: [index, 'language'], message })
        }
        seen.add(key)
      }
    }),
})
export type PromptCreate = z.infer<typeof promptCreateSchema>
export const promptChangeSchema = promptCreateSchema.partial()

/** `q` matches part of the name. */
export const promptQuerySchema = pageQuerySchema.extend({ q: lineSchema(100).optional() })

/** What an upload and a fetch answer: the sound, and a link that plays it for an hour. */
export const uploadedAudioSchema = promptAudioSchema.extend({
  previewUrl: z.string(),
  /** It came in another form and was converted. */
  converted: z.boolean(),
})
export type UploadedAudio = z.infer<typeof uploadedAudioSchema>

/** `POST /api/v1/prompt-audio/from-url`. */
export const audioFromUrlSchema = z.strictObject({
  url: z
    .string()
    .trim()
    .max(2_000, 'Use 2,000 characters at most.')
    .regex(/^https?:\/\/\S+$/i, 'Enter an address that begins with https:// or http://.'),
})

/** A prompt as `/api/v1/prompts` answers it. Sounds have a link that plays them for an hour. */
export const promptResourceSchema = flowPromptSchema.extend({
  previewUrls: z.record(z.string(), z.string()),
  usedBy: z.array(referenceSchema),
  version: z.int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  state: z.enum(['live', 'changed', 'new']),
})
export type PromptResource = z.infer<typeof promptResourceSchema>

/** Every place in a step's configuration that names a prompt of the library, with its path. */
export function promptUsesOf(config: unknown, path = 'config'): { path: string; prompt: string }[] {
  if (typeof config !== 'object' || config === null) return []
  return Object.entries(config).flatMap(([key, value]: [string, unknown]) => {
    const here = `${path}.${key}`
    return key === 'promptId' && typeof value === 'string'
      ? [{ path: here, prompt: value }]
      : promptUsesOf(value, here)
  })
}
