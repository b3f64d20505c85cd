import { z } from 'zod'
import { timeSchema } from './text.ts'

export const pairingSteps = [
  'credentials',
  'domain',
  'profile',
  'voice_application',
  'default_application',
  'webhook_url',
  'clock',
] as const

/** One step of pairing: what happened, and what to do when it failed. */
const pairingCheckSchema = z.object({
  step: z.enum(pairingSteps),
  ok: z.boolean(),
  message: z.string(),
  remedy: z.string().nullable(),
})
export type PairingCheck = z.infer<typeof pairingCheckSchema>

const domainUuid = z
  .uuid('Enter the domain UUID, such as 11111111-2222-4333-8444-555555555555.')
  .toLowerCase()
const secret = z.string().trim()

export const pairingValidateSchema = z.strictObject({
  platform: z.enum(['cloudonix', 'simulator']),
  domainUuid,
  /** A masked value (asterisks) keeps the stored key. */
  domainApiKey: secret.min(8, 'Enter the domain API key (XI…).').max(200),
})

/** `PUT /api/v1/settings/cloudonix`. */
export const pairingChangeSchema = pairingValidateSchema.extend({
  webhookBaseUrl: z
    .url('Enter an address such as https://pbx.acme.example.')
    .max(300)
    .nullable()
    .optional(),
  noAnswerTimeout: z.int().min(5).max(120).default(60),
  recordingFormat: z.enum(['mp3', 'wav']).default('mp3'),
  requestsApiKey: z
    .string()
    .regex(/^(\*+|[\x21-\x7e]{16,128})$/, 'Use 16 to 128 printable characters without blanks.')
    .optional(),
  /** Confirms that the domain's default application, which is not ours, is replaced (and remembered). */
  replaceDefaultApplication: z.boolean().optional(),
})
export type PairingChange = z.infer<typeof pairingChangeSchema>

/** Query of `DELETE /api/v1/settings/cloudonix`: whether the subscribers stay at the platform. */
export const unpairQuerySchema = z.strictObject({
  subscribers: z.enum(['keep', 'delete']).default('keep'),
})

/** `GET /api/v1/settings/cloudonix`; secrets masked. */
export const pairingSchema = z.object({
  platform: z.enum(['cloudonix', 'simulator']),
  domainUuid: z.string().nullable(),
  domainApiKey: z.string().nullable(),
  domainName: z.string().nullable(),
  package: z.string().nullable(),
  noAnswerTimeout: z.int(),
  recordingFormat: z.enum(['mp3', 'wav']),
  webhookBaseUrl: z.string().nullable(),
  resolvedWebhookBaseUrl: z.string(),
  webhookUrls: z.object({ voiceRoute: z.string(), sessionUpdate: z.string(), cdr: z.string() }),
  requestsApiKey: z.string().nullable(),
  webhookApiKey: z.string().nullable(),
  voiceApplication: z.string().nullable(),
  /** Name of the domain's default application that is not ours and waits for `replaceDefaultApplication`. */
  foreignDefaultApplication: z.string().nullable(),
  status: z.enum(['unpaired', 'configured', 'attention']),
  checks: z.array(pairingCheckSchema),
  /** What calls from phones cannot do yet, and other things to know before going live. */
  warnings: z.array(z.string()),
  firsts: z.object({
    subscriberAt: timeSchema.nullable(),
    callAt: timeSchema.nullable(),
    sessionUpdateAt: timeSchema.nullable(),
    cdrAt: timeSchema.nullable(),
  }),
  /** The simulator runs beside this server. */
  simulatorAvailable: z.boolean(),
})
export type Pairing = z.infer<typeof pairingSchema>

export const pairingValidatedSchema = z.object({
  valid: z.literal(true),
  profile: z.object({
    domainName: z.string(),
    package: z.string().nullable(),
    noAnswerTimeout: z.int(),
    recordingFormat: z.enum(['mp3', 'wav']),
  }),
  checks: z.array(pairingCheckSchema),
})

/** `GET /api/v1/settings/cloudonix/trunks`: the outbound trunks of the domain. */
export const trunkSchema = z.object({
  name: z.string(),
  direction: z.string(),
  active: z.boolean(),
})

/** `GET /api/v1/settings/cloudonix/voices`: `voice` is the value of a prompt's `voice`. */
export const voiceSchema = z.object({
  voice: z.string(),
  name: z.string(),
  provider: z.string().nullable(),
  gender: z.string().nullable(),
  languages: z.array(z.string()),
  pricing: z.string().nullable(),
})

/** `GET /api/v1/settings/cloudonix/dnids`. Not `reachesOpbx`: bound to another application. */
export const dnidSchema = z.object({
  id: z.string(),
  pattern: z.string(),
  active: z.boolean(),
  application: z.string().nullable(),
  reachesOpbx: z.boolean(),
})

/** `GET /api/v1/subscribers/sync`. */
export const subscriberSyncSchema = z.object({
  total: z.int(),
  synced: z.int(),
  waiting: z.int(),
  failed: z.int(),
  /** Seconds until the waiting ones are done, at the platform's pace. */
  etaSeconds: z.int(),
  /** Why they wait or failed, in words: the newest reason. */
  reason: z.string().nullable(),
})
