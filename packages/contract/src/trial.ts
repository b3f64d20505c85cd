import { z } from 'zod'
import { traceEntrySchema } from './calls.ts'
import { timeSchema } from './text.ts'

const number = z.string().trim().min(2).max(20)

/** What the caller or a member does; used in order, each when its situation arises. */
export const trialActionSchema = z.union([
  z.strictObject({ press: z.string().regex(/^[0-9*#]{1,20}$/, 'Use the keys 0–9, * and #.') }),
  z.strictObject({ answer: number }),
  z.strictObject({ noAnswer: number }),
  z.strictObject({ busy: number }),
  z.strictObject({ decline: number }),
  z.strictObject({ speak: z.string().trim().min(1).max(1000) }),
  z.strictObject({ wait: z.number().min(0).max(3600) }),
  z.strictObject({ hangUp: z.enum(['caller', 'callee']) }),
])
export type TrialAction = z.infer<typeof trialActionSchema>

/** By hand one may also let the present situation run to its end. */
export const trialManualActionSchema = z.union([
  trialActionSchema,
  z.strictObject({ skip: z.literal(true) }),
])

/** `POST /api/v1/trial/calls`. Without `script` and with `mode: "manual"` the call waits for actions. */
export const trialCallCreateSchema = z.strictObject({
  from: number,
  to: number,
  at: timeSchema.optional(),
  revision: z.enum(['live', 'draft']).default('live'),
  mode: z.enum(['script', 'manual']).default('script'),
  script: z.array(trialActionSchema).max(50).default([]),
})

/** One thing that happened, from the simulator's HTTP log. */
export const trialStepSchema = z.object({
  index: z.int(),
  at: timeSchema,
  kind: z.enum(['call', 'request', 'action', 'event', 'problem', 'end']),
  happened: z.string(),
  request: z
    .object({
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown(),
    })
    .nullable(),
  response: z
    .object({
      status: z.int(),
      contentType: z.string(),
      milliseconds: z.number(),
      body: z.string(),
    })
    .nullable(),
  cxml: z.string().nullable(),
})
export type TrialStep = z.infer<typeof trialStepSchema>

/** What the call waits for when it is played by hand. */
export const trialSituationSchema = z.object({
  kind: z.enum(['gather', 'ringing', 'record', 'talking']),
  deadline: timeSchema,
  prompt: z.string().nullable(),
  ringing: z.array(z.string()),
})

/** `GET /api/v1/trial/calls/{id}`; the pushed steps have the form of `steps`. */
export const trialCallSchema = z.object({
  /** Of the simulator. */
  id: z.string(),
  /** Of the call history, once it is there. */
  callId: z.string().nullable(),
  session: z.string(),
  state: z.enum(['waiting', 'running', 'ended']),
  outcome: z.string().nullable(),
  now: timeSchema,
  situation: trialSituationSchema.nullable(),
  steps: z.array(trialStepSchema),
  unused: z.array(z.object({ index: z.int(), action: z.unknown() })),
  trace: z.array(traceEntrySchema),
  /** Per step of the trace what OPBX knew when it decided: time, confirmed devices, answers of its stores. */
  facts: z.array(z.object({ step: z.int(), knew: z.unknown() })),
})
export type TrialCall = z.infer<typeof trialCallSchema>

/** `POST /api/v1/trial`: what the sample company is made of. */
export const trialCompanySchema = z.object({
  /** `loaded`: paired and filled; `existing`: this organization's own flow, with a trial domain beside it. */
  company: z.enum(['loaded', 'existing']),
  phoneNumbers: z.array(z.object({ number: z.string(), label: z.string(), entry: z.string() })),
  extensions: z.array(z.object({ number: z.string(), name: z.string() })),
  revision: z.int().nullable(),
})
