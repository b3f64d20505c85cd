import { z } from 'zod'
import { nodeIdSchema } from '../prompt.ts'

export const huntStrategies = [
  'simultaneous',
  'sequential',
  'round_robin',
  'random',
  'least_recent',
] as const

export const ringGroupConfigSchema = z.strictObject({
  strategy: z.enum(huntStrategies).default('simultaneous'),
  members: z
    .array(
      z.strictObject({
        node: nodeIdSchema,
        /** Lower rings first where the strategy rings one after the other. */
        priority: z.int().min(1).max(50).default(1),
      }),
    )
    .min(1, 'Add a member.')
    .max(50, 'Use 50 members at most.')
    .superRefine((members, check) => {
      const seen = new Set<string>()
      for (const [index, { node }] of members.entries()) {
        if (seen.has(node)) {
          const message = 'This is a member already. Remove one of the two.'
          check.addIssue({ code: 'custom', path: [index, 'node'], message })
        }
        seen.add(node)
      }
    }),
  /** Of one attempt: all members at once, or one member. */
  ringSeconds: z
    .int()
    .min(5, 'Ring for 5 seconds at least.')
    .max(300, 'Ring for 300 seconds at most.')
    .default(20),
  /** How often all members are tried before the call leaves by `no_answer`. */
  rounds: z.int().min(1).max(9, 'Use 9 rounds at most.').default(1),
})
