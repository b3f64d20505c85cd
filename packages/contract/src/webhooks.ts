import { z } from 'zod'
import { pageQuerySchema } from './pagination.ts'
import { timeSchema } from './text.ts'

const deliveryStates = [
  'pending',
  'delivering',
  'retrying',
  'delivered',
  'failed',
  'cancelled',
] as const

/** Something that a receiver is told, and how far that came. `id` is what the receiver gets as `webhook-id`. */
export const webhookDeliverySchema = z.object({
  id: z.string(),
  /** The `type` in its body. */
  event: z.string(),
  /** Whose address it goes to. */
  source: z.object({ kind: z.enum(['node']), id: z.string(), name: z.string() }),
  callId: z.string().nullable(),
  isTest: z.boolean(),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  /** HTTP status of the last answer; null: there was none. */
  lastStatus: z.int().nullable(),
  /** Why the last attempt did not do, in words. */
  lastReason: z.string().nullable(),
  createdAt: timeSchema,
  nextAttemptAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
})
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>

/** `GET /api/v1/webhook-deliveries/{id}`: with what was sent and each answer. */
export const webhookDeliveryDetailSchema = webhookDeliverySchema.extend({
  body: z.string(),
  tries: z.array(
    z.object({
      number: z.int(),
      at: timeSchema,
      milliseconds: z.int(),
      status: z.int().nullable(),
      reason: z.string().nullable(),
      /** The beginning of the answer. */
      answer: z.string(),
    }),
  ),
})
export type WebhookDeliveryDetail = z.infer<typeof webhookDeliveryDetailSchema>

/** `GET /api/v1/webhook-deliveries`. Newest first; `source` is the id of a webhook node. */
export const webhookDeliveryQuerySchema = pageQuerySchema.extend({
  source: z.string().max(64).optional(),
  state: z.enum(deliveryStates).optional(),
})
