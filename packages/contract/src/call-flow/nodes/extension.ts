import { z } from 'zod'
import { e164Schema } from '../../number-schemas.ts'
import { lineSchema, nameSchema } from '../../text.ts'
import { voicemailConfigSchema } from './voicemail.ts'

/** Outbound routes name the classes that may call by them. */
export const permissionClassSchema = lineSchema(40)

/**
 * A person's extension. Each device is one subscriber of the platform: the first made has the extension
 * number as its name there, further ones `1001-2`, `1001-3` … An id is given by the server and kept; leave
 * it out for a new device.
 */
export const extensionConfigSchema = z.strictObject({
  userId: z.string().max(64).nullable().default(null),
  devices: z
    .array(z.strictObject({ id: z.string().max(64).optional(), name: nameSchema }))
    .max(9, 'Use 9 devices at most.')
    .default([{ name: 'Phone' }]),
  ringSeconds: z
    .int()
    .min(5, 'Ring for 5 seconds at least.')
    .max(120, 'Ring for 120 seconds at most.')
    .default(30),
  /** Calls at once, those of the phone included; one more finds it busy. Null: no limit. */
  concurrentCalls: z
    .int()
    .min(1, 'Allow 1 call at least.')
    .max(20, 'Use 20 calls at most.')
    .nullable()
    .default(null),
  /** Own number that calls to the outside show; null: the route's, else the organization's first. */
  outboundCallerId: e164Schema.nullable().default(null),
  /** What this phone may call, where an outbound route asks for a class; empty: none. */
  permissionClass: permissionClassSchema.default(''),
  /** The person's own box. On: an exit that is not connected leads there. */
  voicemail: z.union([z.literal(false), voicemailConfigSchema]).default(false),
})
export type ExtensionConfig = z.infer<typeof extensionConfigSchema>
