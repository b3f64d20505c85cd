import { z } from 'zod'
import { lineSchema, timeSchema } from './text.ts'

/** What an agent of queues does just now. `busy`: in a call that no queue brought. */
const agentActivities = [
  'signed_out',
  'paused',
  'available',
  'ringing',
  'on_call',
  'wrap_up',
  'busy',
] as const
export type AgentActivity = (typeof agentActivities)[number]

/** `GET /api/v1/agents`: the extensions that are agents of a live queue, with the state that acts now. */
export const agentSchema = z.object({
  /** Id of the extension's node. */
  id: z.string(),
  name: z.string(),
  extension: z.string(),
  /** The person of the extension. */
  user: z.string().nullable(),
  activity: z.enum(agentActivities),
  signedIn: z.boolean(),
  paused: z.object({ at: timeSchema, reason: z.string() }).nullable(),
  /** When the time after the last call ends. */
  wrapUpUntil: timeSchema.nullable(),
  /** Calls missed one after the other. */
  missed: z.int(),
  queues: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type Agent = z.infer<typeof agentSchema>
export const agentsSchema = z.object({ items: z.array(agentSchema) })

/** `PUT /api/v1/agents/{id}`: acts at once, and is no part of the draft. */
export const agentChangeSchema = z
  .strictObject({
    signedIn: z.boolean(),
    /** Null: not paused. */
    pause: z.strictObject({ reason: lineSchema(60).default('') }).nullable(),
  })
  .partial()
export type AgentChange = z.infer<typeof agentChangeSchema>

/** `GET /api/v1/queues/{id}/callers`: who waits now, the first one first. */
export const queueCallersSchema = z.object({
  items: z.array(
    z.object({
      session: z.string(),
      callId: z.string().nullable(),
      from: z.string(),
      callerName: z.string().nullable(),
      enteredAt: timeSchema,
      /** An agent is being rung for this caller. */
      isOffered: z.boolean(),
    }),
  ),
})
