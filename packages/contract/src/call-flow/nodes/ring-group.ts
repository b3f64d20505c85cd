import { z } from 'zod'
import { e164Schema } from '../../number-schemas.ts'
import { lineSchema } from '../../text.ts'
import { nodeIdSchema } from '../prompt.ts'

export const huntStrategies = [
  'simultaneous',
  'sequential',
  'round_robin',
  'random',
  'least_recent',
] as const

const ringSecondsSchema = z
  .int()
  .min(5, 'Ring for 5 seconds at least.')
  .max(300, 'Ring for 300 seconds at most.')

const ofEachMember = {
  /** Lower rings first where the strategy rings one after the other. */
  priority: z.int().min(1).max(50).default(1),
  /** Where members ring one after the other; null: as the group says. */
  ringSeconds: ringSecondsSchema.nullable().default(null),
}

/** An extension, or a number outside, which an outbound route must permit. */
const memberSchema = z.union(
  [
    z.strictObject({ node: nodeIdSchema, ...ofEachMember }),
    z.strictObject({ number: e164Schema, ...ofEachMember }),
  ],
  'Name an extension as node, or an outside number as number.',
)

export const ringGroupConfigSchema = z.strictObject({
  /**
   * `simultaneous`: all extensions at once, then the outside numbers one after the other, because the platform cannot
   * ring both together.
   */
  strategy: z.enum(huntStrategies).default('simultaneous'),
  members: z
    .array(memberSchema)
    .min(1, 'Add a member.')
    .max(50, 'Use 50 members at most.')
    .superRefine((members, check) => {
      const seen = new Set<string>()
      for (const [index, member] of members.entries()) {
        const [field, one] =
          'node' in member ? (['node', member.node] as const) : (['number', member.number] as const)
        if (seen.has(one)) {
          const message = 'This is a member already. Remove one of the two.'
          check.addIssue({ code: 'custom', path: [index, field], message })
        }
        seen.add(one)
      }
    }),
  /** Of one attempt: all members at once, or one member. */
  ringSeconds: ringSecondsSchema.default(20),
  /** How often all members are tried before the call leaves by `no_answer`. */
  rounds: z.int().min(1).max(9, 'Use 9 rounds at most.').default(1),
  /** Members who are in a call are not rung, so that they hear no second call. */
  skipBusy: z.boolean().default(false),
  /** Stands before the caller's name on the members' phones. */
  callerNamePrefix: lineSchema(30).default(''),
})
