import { z } from 'zod'
import { nodeTypeSchema } from './call-flow/node-types.ts'
import { outsideStopSchema } from './fraud-guard.ts'
import { pageQuerySchema } from './pagination.ts'
import { timeSchema } from './text.ts'
import { webhookDeliverySchema } from './webhooks.ts'

export const dispositions = [
  'answered',
  'no_answer',
  'busy',
  'canceled',
  'failed',
  'congestion',
] as const
export type Disposition = (typeof dispositions)[number]
export const directions = ['inbound', 'outbound', 'internal'] as const
export type Direction = (typeof directions)[number]

/** Somebody who rang: the extension node and its number. `user` is the person of that node, if one is set. */
const rangSchema = z.object({
  node: z.string(),
  name: z.string(),
  extension: z.string(),
  user: z.string().nullable(),
})

/** A sound of the call: a message that the caller left, or a recording of what was said. */
export const callRecordingSchema = z.object({
  id: z.string(),
  kind: z.enum(['voicemail', 'call']),
  seconds: z.number().nullable(),
  status: z.enum(['fetching', 'stored', 'failed', 'deleted']),
  /** Why fetching failed, or how it was deleted, in words. */
  reason: z.string().nullable(),
  /** Signed, expiring; null until stored or where the reader may not listen. */
  url: z.string().nullable(),
  /** When the sound is or was deleted; null or left out: not at all. */
  deletedAt: timeSchema.nullish(),
})

export const queueOutcomes = [
  'answered',
  'abandoned',
  'timeout',
  'key_pressed',
  'no_agents',
  'full',
] as const

/** A caller's time in a queue. */
const queueVisitSchema = z.object({
  /** Id of the queue's node. */
  queue: z.string(),
  name: z.string(),
  enteredAt: timeSchema,
  leftAt: timeSchema.nullable(),
  /** Null while the caller waits. */
  outcome: z.enum(queueOutcomes).nullable(),
  waitSeconds: z.int().nullable(),
  talkSeconds: z.int().nullable(),
  /** Who answered; null where several rang and the platform named nobody. */
  agent: rangSchema.nullable(),
  answeredAt: timeSchema.nullable(),
})

/** A call in lists and in the live stream. Times in UTC, lengths in seconds, numbers E.164 or extensions. */
const callSchema = z.object({
  id: z.string(),
  /** The platform's session token. */
  session: z.string(),
  /** All digits, at most 20. */
  uniqueCallId: z.string(),
  direction: z.enum(directions),
  from: z.string(),
  to: z.string(),
  callerName: z.string().nullable(),
  /** The extension whose phone called; null for calls from outside. */
  caller: rangSchema.nullable(),
  startedAt: timeSchema,
  /** The platform connected the caller, to a menu or greeting too. */
  connectedAt: timeSchema.nullable(),
  /** A person picked up. */
  answeredAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  durationSeconds: z.int().nullable(),
  billableSeconds: z.int().nullable(),
  disposition: z.enum(dispositions).nullable(),
  rawDisposition: z.string().nullable(),
  status: z.enum(['ringing', 'in_progress', 'ended']),
  revision: z.int().nullable(),
  /** Made by the trial, not by a telephone. */
  trial: z.boolean(),
  rang: z.array(rangSchema),
  answeredBy: rangSchema.nullable(),
  /** The last node that the call was at. */
  node: z.object({ id: z.string(), name: z.string(), type: nodeTypeSchema }).nullable(),
  recordings: z.array(callRecordingSchema),
  /** Added by caller ID rules on the way. */
  tags: z.array(z.string()),
  /** In the order in which it came into them. */
  queueVisits: z.array(queueVisitSchema),
  cost: z.number().nullable(),
})
export type Call = z.infer<typeof callSchema>

/** One step of the story. `because` names the deciding fact in one plain sentence. */
export const traceEntrySchema = z.object({
  at: timeSchema,
  /** Step of the session; entries of one decision share it. */
  step: z.int(),
  /** Null where no node decided: an unknown number, a fault. */
  node: z.string().nullable(),
  name: z.string(),
  type: z.union([nodeTypeSchema, z.literal('call')]),
  happened: z.string(),
  exit: z.string().nullable(),
  because: z.string(),
})
export type TraceEntry = z.infer<typeof traceEntrySchema>

const callLegSchema = z.object({
  session: z.string(),
  from: z.string(),
  to: z.string(),
  startedAt: timeSchema.nullable(),
  answeredAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  durationSeconds: z.int().nullable(),
  disposition: z.enum(dispositions),
  rawDisposition: z.string(),
})

/** One thing that we were told or decided about a call, in the order of time. */
export const callEventSchema = z.object({
  id: z.string(),
  at: timeSchema,
  /** `repeat`: a step asked for again with another input; `lost`: nothing was heard for longer than a call lasts. */
  kind: z.enum(['decision', 'repeat', 'session_update', 'cdr', 'lost', 'recording']),
  /** `ringing`, `connected`, the disposition, or what was asked. */
  summary: z.string(),
  /** What was received or answered, secrets masked. */
  detail: z.unknown(),
})

/** `GET /api/v1/calls/{id}`. */
export const callStorySchema = callSchema.extend({
  trace: z.array(traceEntrySchema),
  legs: z.array(callLegSchema),
  events: z.array(callEventSchema),
  /** What receivers of webhooks were told of it. */
  deliveries: z.array(webhookDeliverySchema),
})
export type CallStory = z.infer<typeof callStorySchema>

/** `GET /api/v1/calls`. Newest first; `number` matches part of from or to. */
export const callQuerySchema = pageQuerySchema.extend({
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  number: z.string().trim().max(40).optional(),
  direction: z.enum(directions).optional(),
  disposition: z.enum(dispositions).optional(),
  /** A tag that the call was given, written in full. */
  tag: z.string().trim().max(30).optional(),
  /** Id of an extension node that rang or answered. */
  extension: z.string().max(64).optional(),
  status: z.enum(['ended', 'live']).optional(),
  /** Only calls that were recorded, also where the recording is deleted. */
  recorded: z.literal('only').optional(),
  trial: z.enum(['include', 'exclude', 'only']).default('include'),
})
/** A page may be short or empty and still go on; `searchedBackTo` says how far it looked. */
export const callPageSchema = z.object({
  items: z.array(callSchema),
  nextCursor: z.string().nullable(),
  searchedBackTo: timeSchema.nullable(),
})

/** Events of `GET /api/v1/live` (server-sent events; the name is the SSE event, the value its data). */
export const liveEventSchemas = {
  /** First event of a stream that could not resume, and after a gap. */
  snapshot: z.object({ calls: z.array(callSchema) }),
  /** A call that began, changed or ended. */
  call: callSchema,
  /** The draft or the live revision changed. */
  flow: z.object({ draftVersion: z.int(), liveRevision: z.int().nullable() }),
  /** A device's state at the platform changed. */
  subscribers: z.object({ waiting: z.int(), failed: z.int() }),
  /** Callers or agents of these queues changed. */
  queues: z.object({ queues: z.array(z.string()) }),
  /** A phone called the emergency services. `from`: its extension number, `name`: whose it is. */
  emergency: z.object({ number: z.string(), from: z.string(), name: z.string().nullable() }),
  /** The fraud guard was changed, stopped calls to the outside, or lets them go on. */
  fraud_guard: z.object({ stopped: outsideStopSchema.nullable() }),
} as const

/** `GET /api/v1/calls/today`: figures of the day in the organization's time zone, without trial calls unless the organization is paired with the simulator. */
export const callsTodaySchema = z.object({
  since: timeSchema,
  calls: z.int(),
  answered: z.int(),
  missed: z.int(),
  voicemail: z.int(),
})

export const voicemailMessageSchema = z.object({
  id: z.string(),
  box: z.object({ id: z.string(), name: z.string() }),
  callId: z.string().nullable(),
  from: z.string(),
  callerName: z.string().nullable(),
  receivedAt: timeSchema,
  seconds: z.number().nullable(),
  status: z.enum(['fetching', 'stored', 'failed']),
  reason: z.string().nullable(),
  heard: z.boolean(),
  url: z.string().nullable(),
})
export type VoicemailMessage = z.infer<typeof voicemailMessageSchema>
/** `GET /api/v1/voicemail-messages`. Newest first; `box` is the id of a voicemail box or an extension. */
export const voicemailQuerySchema = pageQuerySchema.extend({
  box: z.string().max(64).optional(),
  state: z.enum(['new', 'heard']).optional(),
  /** Part of the caller's number or name. */
  caller: z.string().trim().max(100).optional(),
})
export const voicemailMessageChangeSchema = z.strictObject({ heard: z.boolean() })

/** `POST /api/v1/voicemail-messages/bulk`: the same for many. What is gone by now is left out. */
export const voicemailBulkSchema = z.strictObject({
  ids: z
    .array(z.string().max(64))
    .min(1, 'Choose a message.')
    .max(200, 'Choose 200 messages at most.'),
  action: z.enum(['mark_heard', 'mark_new', 'delete']),
})
export type VoicemailBulk = z.infer<typeof voicemailBulkSchema>
export const voicemailBulkAnswerSchema = z.object({ changed: z.int() })

/** `GET /api/v1/voicemail-messages/boxes`: every box that has messages, by name. */
export const voicemailCountsSchema = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), messages: z.int(), new: z.int() })),
})
export type VoicemailCounts = z.infer<typeof voicemailCountsSchema>
