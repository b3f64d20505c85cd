import { z } from 'zod'
import { e164Schema } from '../../number-schemas.ts'
import { outsideAddressSchema } from '../sip-address.ts'

/** A number outside, or a SIP address. An outbound route must permit it. */
export const externalConfigSchema = z.strictObject({
  /** In E.164, or `sip:user@domain`, perhaps with `:port` and `;transport=udp`, `tcp` or `tls`. */
  number: outsideAddressSchema,
  ringSeconds: z
    .int()
    .min(5, 'Ring for 5 seconds at least.')
    .max(120, 'Ring for 120 seconds at most.')
    .default(40),
  /** One of the organization's own numbers; null: the number that was called, else the route's trunk decides. */
  callerId: e164Schema.nullable().default(null),
})
