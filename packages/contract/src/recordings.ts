import { z } from 'zod'
import { pageQuerySchema } from './pagination.ts'
import { timeSchema } from './text.ts'

/** A recording of a call, as `/api/v1/recordings` answers it. */
export const recordingSchema = z.object({
  id: z.string(),
  callId: z.string(),
  from: z.string(),
  to: z.string(),
  /** When the platform told of it, which is at the end of the recording. */
  recordedAt: timeSchema,
  /** The recording step, extension or room that asked for it; null: only a call detail record told of it. */
  askedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  seconds: z.number().nullable(),
  status: z.enum(['fetching', 'stored', 'failed', 'deleted']),
  /** Why fetching failed, or how it was deleted, in words. */
  reason: z.string().nullable(),
  trial: z.boolean(),
  /** When the sound is or was deleted; null: not at all. */
  deletedAt: timeSchema.nullable(),
  /** Signed, good for an hour; null where there is no sound, or the reader may not listen. */
  url: z.string().nullable(),
})
export type Recording = z.infer<typeof recordingSchema>

/** `GET /api/v1/recordings`. Newest first; `node` is who asked for it. */
export const recordingQuerySchema = pageQuerySchema.extend({
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  node: z.string().max(64).optional(),
  status: recordingSchema.shape.status.optional(),
})
export type RecordingQuery = z.infer<typeof recordingQuerySchema>
