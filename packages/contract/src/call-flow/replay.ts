import { z } from 'zod'
import { timeSchema } from '../text.ts'

/** How many calls one replay looks at. */
const mostReplayed = 1000

/** `POST /api/v1/flow/replay`: how the last calls that are over would go by the draft. */
export const replaySchema = z.strictObject({
  calls: z.int().min(1).max(mostReplayed, 'Use 1,000 calls at most.').default(100),
  /** Trial calls too. */
  trials: z.boolean().default(false),
})

export const replayedSchema = z.object({
  /** How many calls there were to look at. */
  examined: z.int(),
  same: z.int(),
  /** Newest first. */
  different: z.array(
    z.object({
      call: z.string(),
      from: z.string(),
      to: z.string(),
      at: timeSchema,
      /** Where it went and where it would go, at the first place that differs. */
      was: z.string(),
      now: z.string(),
    }),
  ),
  /** Calls of which something is not known that decides, by what that is. */
  cannotTell: z.object({
    calls: z.int(),
    reasons: z.array(z.object({ reason: z.string(), calls: z.int() })),
  }),
})
export type ReplayResult = z.infer<typeof replayedSchema>
