import { z } from 'zod'
import { nodeIdSchema } from './call-flow/prompt.ts'
import { highRiskDestinations } from './high-risk.ts'
import { timeSchema } from './text.ts'

/** What is counted of calls to the outside: begun in the last 60 minutes, talked since midnight, going on now. */
export const capKinds = ['callsPerHour', 'minutesPerDay', 'concurrent'] as const
export type CapKind = (typeof capKinds)[number]

const capSchema = z
  .int('Use a whole number, or leave it empty for no cap.')
  .min(0, 'Use 0 or more.')
  .max(1_000_000, 'Use 1,000,000 at most, or leave it empty for no cap.')
  .nullable()

/** Null: no cap. */
const capsSchema = z.strictObject({
  callsPerHour: capSchema,
  minutesPerDay: capSchema,
  concurrent: capSchema,
})
export type Caps = z.infer<typeof capsSchema>

const highRiskIds: readonly string[] = highRiskDestinations.map(({ id }) => id)

/** `PUT /api/v1/fraud-guard`. Acts at once, is no part of the draft. */
export const fraudGuardSettingsSchema = z.strictObject({
  enabled: z.boolean(),
  /** What each person's extension may use. */
  person: capsSchema,
  /** What the whole organization may use. */
  organization: capsSchema,
  /** Stricter caps for calls that begin while these business hours are not open. `hours` null: none. */
  outsideHours: z.strictObject({
    hours: nodeIdSchema.nullable(),
    person: capsSchema,
    organization: capsSchema,
  }),
  /** High-risk destinations that may be called nevertheless. */
  allowed: z
    .array(
      z
        .string()
        .refine(
          (id) => highRiskIds.includes(id),
          'Choose a destination of the list of high risks.',
        ),
    )
    .max(200, 'Choose 200 at most.')
    .overwrite((ids) => [...new Set(ids)].sort()),
  stop: z.strictObject({
    /** Calls refused by the organization's calls-per-hour cap within an hour that stop all; null: never. */
    afterRefusals: z.int().min(1, 'Use 1 or more.').max(1_000, 'Use 1,000 at most.').nullable(),
    /** Whether the organization's minutes of the day stop all once they are used up. */
    afterMinutes: z.boolean(),
    /** How long a stop lasts; null: until somebody releases it. */
    hours: z.int().min(1, 'Use 1 or more.').max(168, 'Use 168 at most.').nullable(),
  }),
})
export type FraudGuardSettings = z.infer<typeof fraudGuardSettingsSchema>

/** Generous for an office, small beside what a night of fraud costs. */
export const usualFraudGuard: FraudGuardSettings = {
  enabled: true,
  person: { callsPerHour: 40, minutesPerDay: 300, concurrent: 4 },
  organization: { callsPerHour: 300, minutesPerDay: 3_000, concurrent: 30 },
  outsideHours: {
    hours: null,
    person: { callsPerHour: 5, minutesPerDay: 30, concurrent: 1 },
    organization: { callsPerHour: 20, minutesPerDay: 120, concurrent: 4 },
  },
  allowed: [],
  stop: { afterRefusals: 20, afterMinutes: true, hours: 12 },
}

/** The cap that refused a call. `who` null: the organization's, else the name of the person's extension. */
const reachedCapSchema = z.object({
  cap: z.enum(capKinds),
  who: z.string().nullable(),
  outsideHours: z.boolean(),
  most: z.number(),
  used: z.number(),
})
export type ReachedCap = z.infer<typeof reachedCapSchema>

/** Outside calls are stopped. `until` null: until somebody releases them. */
export const outsideStopSchema = z.object({
  at: timeSchema,
  until: timeSchema.nullable(),
  reached: reachedCapSchema,
})
export type OutsideStop = z.infer<typeof outsideStopSchema>

/** A call to the outside that the guard refused. */
const guardRefusalSchema = z.object({
  at: timeSchema,
  session: z.string(),
  /** Null while the call is not in the history yet. */
  callId: z.string().nullable(),
  number: z.string(),
  /** Who called; null: the call flow itself. */
  name: z.string().nullable(),
  reason: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('cap'), reached: reachedCapSchema }),
    z.object({ kind: z.literal('high_risk'), destination: z.string() }),
    z.object({ kind: z.literal('stopped') }),
  ]),
})
export type GuardRefusal = z.infer<typeof guardRefusalSchema>

const useSchema = z.object({
  callsPerHour: z.number(),
  minutesPerDay: z.number(),
  concurrent: z.number(),
})
export type GuardUse = z.infer<typeof useSchema>

/** Used in all, and of it by calls that began outside business hours. */
const meterSchema = z.object({ total: useSchema, outsideHours: useSchema })

/** `GET /api/v1/fraud-guard`. Who sees only the own calls sees neither people nor refusals. */
export const fraudGuardSchema = z.object({
  settings: fraudGuardSettingsSchema,
  stopped: outsideStopSchema.nullable(),
  organization: meterSchema,
  /** Extensions that called outside today, the one with the most calls first. */
  people: z.array(meterSchema.extend({ node: z.string(), name: z.string() })),
  /** Newest first. */
  refusals: z.array(guardRefusalSchema),
})
export type FraudGuard = z.infer<typeof fraudGuardSchema>
