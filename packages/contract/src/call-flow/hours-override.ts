import { z } from 'zod'
import { timeSchema } from '../text.ts'

/** `PUT /api/v1/business-hours/{id}/override`: acts at once, is no part of the draft, and no Apply changes it. */
export const hoursOverrideChangeSchema = z.strictObject({
  /** `auto`: as the hours say. */
  override: z.enum(['auto', 'open', 'closed']),
  /** When the hours count again; null: when somebody says so. */
  until: timeSchema.nullable().default(null),
})
export type HoursOverrideChange = z.infer<typeof hoursOverrideChangeSchema>

export const hoursOverrideSchema = z.object({
  override: z.enum(['auto', 'open', 'closed']),
  until: timeSchema.nullable(),
  /** Null where nobody has set anything. */
  setBy: z.string().nullable(),
  setAt: timeSchema.nullable(),
})
export type HoursOverride = z.infer<typeof hoursOverrideSchema>

/** `GET /api/v1/flow/hours-overrides`: what is set by hand now. */
export const hoursOverridesSchema = z.object({
  items: z.array(hoursOverrideSchema.extend({ node: z.string() })),
})
export type HoursOverrides = z.infer<typeof hoursOverridesSchema>

/** What calls need of it. */
export interface HandSetHours {
  state: 'open' | 'closed'
  until: string | null
  /** Who set it. */
  by: string
}

/** What is set by hand and still counts at a moment, in epoch milliseconds. */
export function isInForce(until: number | null, now: number): boolean {
  return until === null || now < until
}
