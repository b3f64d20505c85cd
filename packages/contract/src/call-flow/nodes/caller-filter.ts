import { z } from 'zod'
import { e164Schema } from '../../number-schemas.ts'
import { nameSchema } from '../../text.ts'

/** The exit of callers whom no rule fits. */
export const otherwiseExit = 'otherwise'

const ruleFields = {
  /** Names the exit of the rule. Chosen by the client and kept: an exit stays connected while the rule changes. */
  id: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,19}$/, 'Begin with a letter, then up to 19 of a–z, 0–9, _ and -.')
    .refine((id) => id !== otherwiseExit, 'Choose another id: otherwise is an exit already.'),
  name: nameSchema,
}

const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...ruleFields, kind: z.literal('number'), number: e164Schema }),
  z.strictObject({
    ...ruleFields,
    kind: z.literal('prefix'),
    prefix: z
      .string()
      .trim()
      .regex(/^\+[1-9]\d{0,14}$/, 'Write a prefix with +, such as +1202.'),
  }),
  /** The caller shows no number. */
  z.strictObject({ ...ruleFields, kind: z.literal('anonymous') }),
  z.strictObject({
    ...ruleFields,
    kind: z.literal('contact_list'),
    numbers: z.array(e164Schema).min(1, 'Add a number.').max(500, 'Use 500 numbers at most.'),
  }),
  /** The organization's block list. It acts at once and is no part of the flow. */
  z.strictObject({ ...ruleFields, kind: z.literal('block_list') }),
])
export type CallerRule = z.infer<typeof ruleSchema>

export const callerRuleKinds = [
  'number',
  'prefix',
  'anonymous',
  'contact_list',
  'block_list',
] as const satisfies readonly CallerRule['kind'][]

/** Splits callers from outside by their number. The first rule that fits decides. */
export const callerFilterConfigSchema = z.strictObject({
  rules: z
    .array(ruleSchema)
    .min(1, 'Add a rule.')
    .max(30, 'Use 30 rules at most.')
    .superRefine((rules, check) => {
      for (const [index, rule] of rules.entries()) {
        const before = rules.slice(0, index)
        if (before.some((other) => other.id === rule.id)) {
          const message = 'Another rule has this id. Give one of the two another.'
          check.addIssue({ code: 'custom', path: [index, 'id'], message })
        }
        if (before.some((other) => other.name === rule.name)) {
          const message = 'Another rule has this name. Give one of the two another.'
          check.addIssue({ code: 'custom', path: [index, 'name'], message })
        }
      }
    }),
})
