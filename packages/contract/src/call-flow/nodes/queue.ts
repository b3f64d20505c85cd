import { z } from 'zod'
import { nodeIdSchema, promptSchema } from '../prompt.ts'

export const queueStrategies = [
  'ring_all',
  'least_recent',
  'fewest_calls',
  'random',
  'round_robin',
  'linear',
] as const
export type QueueStrategy = (typeof queueStrategies)[number]

const agentsSchema = z
  .array(
    z.strictObject({
      /** An extension. */
      node: nodeIdSchema,
      /** Who has a higher one is rung only while nobody with a lower one is free. */
      penalty: z.int().min(0).max(20, 'Use 20 at most.').default(0),
    }),
  )
  .min(1, 'Add an agent.')
  .max(50, 'Use 50 agents at most.')
  .superRefine((agents, check) => {
    const seen = new Set<string>()
    for (const [index, { node }] of agents.entries()) {
      if (seen.has(node)) {
        const message = 'This is an agent already. Remove one of the two.'
        check.addIssue({ code: 'custom', path: [index, 'node'], message })
      }
      seen.add(node)
    }
  })

/** Callers wait in line until an agent is free. Times in seconds. */
export const queueConfigSchema = z.strictObject({
  strategy: z.enum(queueStrategies).default('ring_all'),
  agents: agentsSchema,
  /** After it a caller leaves by `timeout`. A call gets a limited number of answers, so there is always an end. */
  maxWaitSeconds: z
    .int()
    .min(10, 'Let callers wait 10 seconds at least.')
    .max(7200, 'Let callers wait 2 hours at most.')
    .default(600),
  /** Who comes when so many wait already leaves by `full`. */
  maxCallers: z.int().min(1).max(500, 'Use 500 callers at most.').default(50),
  agentRingSeconds: z
    .int()
    .min(5, 'Ring for 5 seconds at least.')
    .max(120, 'Ring for 120 seconds at most.')
    .default(15),
  /** Between two attempts to reach an agent for the same caller. */
  retrySeconds: z.int().min(0).max(60, 'Use 60 seconds at most.').default(5),
  /** How long an agent gets no call after one, to finish the work. */
  wrapUpSeconds: z.int().min(0).max(3600, 'Use an hour at most.').default(10),
  holdMusic: z.enum(['music', 'silence']).default('music'),
  /** Heard once, before anybody is rung. */
  welcome: promptSchema.nullable().default(null),
  /** Tells callers their place in line when they come, and again whenever it is better than the last that they heard. */
  announcePosition: z.boolean().default(false),
  /** Words for who waits, again and again. */
  periodic: z
    .strictObject({
      prompt: promptSchema,
      everySeconds: z
        .int()
        .min(15, 'Wait 15 seconds at least.')
        .max(600, 'Wait 600 seconds at most.')
        .default(60),
    })
    .nullable()
    .default(null),
  /** A key with which callers leave by `key_pressed`; null: none. */
  exitKey: z
    .string()
    .regex(/^[0-9*#]$/, 'Use one of the keys 0–9, * and #.')
    .nullable()
    .default(null),
  /**
   * When callers may wait although nobody is free: `always`; `signed_in`: while an agent is signed in, pausing or
   * not; `working`: while one is signed in and not paused. Else they leave by `no_agents`.
   */
  joinEmpty: z.enum(['always', 'signed_in', 'working']).default('signed_in'),
  /** Callers who should be answered within it, for reports. */
  serviceLevelSeconds: z.int().min(1).max(3600).default(20),
  /** An agent who was rung alone and missed so many calls one after the other is paused; 0: never. */
  autoPauseAfter: z.int().min(0).max(20, 'Use 20 at most.').default(0),
})
export type QueueConfig = z.infer<typeof queueConfigSchema>
