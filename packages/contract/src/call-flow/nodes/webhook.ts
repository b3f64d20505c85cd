import { z } from 'zod'
import { headerValueSchema, requestHeadersSchema } from '../request-headers.ts'
import { webAddressSchema } from '../web-address.ts'

/**
 * Tells another system that a call came by, and goes on at once. The node's name is what the receiver knows
 * the event by (`component_name`).
 */
export const webhookConfigSchema = z.strictObject({
  url: webAddressSchema,
  /** Sent as `X-Pbx-Token`. Stored encrypted; answers hold a reference in its place. Empty: none. */
  secretToken: headerValueSchema.default(''),
  headers: requestHeadersSchema.default([]),
})
