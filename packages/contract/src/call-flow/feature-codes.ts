import { z } from 'zod'
import { timeSchema } from '../text.ts'

/** What a phone can do by dialing a code. */
export const features = [
  'own_voicemail',
  'any_voicemail',
  'agent_sign_in',
  'agent_pause',
  'do_not_disturb_on',
  'do_not_disturb_off',
  'forward_on',
  'forward_off',
  'listen',
  'whisper',
  'barge',
] as const
export type Feature = (typeof features)[number]

/** These want a number behind the code: where to forward to, or the extension whose call is meant. */
export const featuresWithNumber: readonly Feature[] = ['forward_on', 'listen', 'whisper', 'barge']

/** A code, or null: nobody can dial this. It begins with a star, so that it is never an extension's number. */
const codeSchema = z
  .string()
  .regex(/^\*\d{1,4}$/, 'Use a star and 1 to 4 digits, such as *78.')
  .nullable()

export type FeatureCodes = Readonly<Record<Feature, string | null>>

export const usualFeatureCodes: FeatureCodes = {
  own_voicemail: '*97',
  any_voicemail: '*98',
  agent_sign_in: '*45',
  agent_pause: '*46',
  do_not_disturb_on: '*78',
  do_not_disturb_off: '*79',
  forward_on: '*72',
  forward_off: '*73',
  listen: '*3',
  whisper: '*4',
  barge: '*5',
}

/** An extension's number has two digits at least: `*45` is none of `*4` with a number behind it. */
const fewestDigitsBehind = 2

const codesShape = {
  own_voicemail: codeSchema.default(usualFeatureCodes.own_voicemail),
  any_voicemail: codeSchema.default(usualFeatureCodes.any_voicemail),
  agent_sign_in: codeSchema.default(usualFeatureCodes.agent_sign_in),
  agent_pause: codeSchema.default(usualFeatureCodes.agent_pause),
  do_not_disturb_on: codeSchema.default(usualFeatureCodes.do_not_disturb_on),
  do_not_disturb_off: codeSchema.default(usualFeatureCodes.do_not_disturb_off),
  forward_on: codeSchema.default(usualFeatureCodes.forward_on),
  forward_off: codeSchema.default(usualFeatureCodes.forward_off),
  listen: codeSchema.default(usualFeatureCodes.listen),
  whisper: codeSchema.default(usualFeatureCodes.whisper),
  barge: codeSchema.default(usualFeatureCodes.barge),
} satisfies Record<Feature, z.ZodType>

/**
 * `PUT /api/v1/feature-codes`: all codes; one that is left out is the usual one. No two are equal, and none could be another one with a number
 * behind it.
 */
export const featureCodesSchema = z.strictObject(codesShape).superRefine((codes, check) => {
  for (const feature of features) {
    for (const other of features) {
      const message = clashOf({ feature, code: codes[feature] }, { other, code: codes[other] })
      if (message !== null) check.addIssue({ code: 'custom', path: [feature], message })
    }
  }
})

function clashOf(
  { feature, code }: { feature: Feature; code: string | null },
  { other, code: taken }: { other: Feature; code: string | null },
): string | null {
  if (feature === other || code === null || taken === null) return null
  if (code === taken) return `${code} is used twice. Change one of the two, or switch it off.`
  const couldBeNumber =
    featuresWithNumber.includes(other) &&
    code.startsWith(taken) &&
    code.length - taken.length >= fewestDigitsBehind
  if (!couldBeNumber) return null
  const digits = code.slice(taken.length)
  return `${code} could also be ${taken} with ${digits} dialed behind it. Use another code.`
}

/** Which feature was dialed, and the digits behind its code. Null: none. */
export function readFeatureCode(
  dialed: string,
  codes: FeatureCodes,
): { feature: Feature; code: string; digits: string } | null {
  const exact = features.find((feature) => codes[feature] === dialed)
  if (exact !== undefined) return { feature: exact, code: dialed, digits: '' }
  const found = featuresWithNumber
    .flatMap((feature) => {
      const code = codes[feature]
      return code !== null && dialed.startsWith(code) ? [{ feature, code }] : []
    })
    .sort((a, b) => b.code.length - a.code.length)[0]
  return found === undefined ? null : { ...found, digits: dialed.slice(found.code.length) }
}

/** As a flow holds them: a revision that is older than a feature has its usual code. */
export const flowFeatureCodesSchema = z.object(codesShape)

/** `GET /api/v1/feature-codes`: those of the draft. `version` is the value for `If-Match`. */
export const featureCodesResourceSchema = z.object({
  codes: flowFeatureCodesSchema,
  version: z.int(),
  /** Null: nobody changed them yet. */
  updatedAt: timeSchema.nullable(),
  /** Compared with the live revision. */
  state: z.enum(['live', 'changed']),
})
export type FeatureCodesResource = z.infer<typeof featureCodesResourceSchema>
