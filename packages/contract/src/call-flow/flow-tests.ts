import { z } from 'zod'
import { traceEntrySchema } from '../calls.ts'
import { pageQuerySchema } from '../pagination.ts'
import { lineSchema, nameSchema } from '../text.ts'
import { personalSettingsSchema } from './personal-settings.ts'
import { nodeIdSchema } from './prompt.ts'

// A SIP address has up to 200 characters.
const numberSchema = lineSchema(200).min(2, 'Enter a number.')
const seconds = z.number().min(0).max(86_400, 'Use 86,400 seconds at most.').optional()

/**
 * What the caller or somebody who is rung does. Used in order, each when its situation arises: keys at the next
 * input, a message at the next recording, an answer when that number rings; `hang_up` as soon as everything
 * before it was used. `seconds`: how long it takes; left out: what is usual.
 */
const flowTestActionSchema = z.discriminatedUnion('does', [
  z.strictObject({
    does: z.literal('press'),
    keys: z.string().regex(/^[0-9*#]{1,20}$/, 'Use the keys 0–9, * and #.'),
    seconds,
  }),
  /** Presses or says nothing until the time is over: what callers do whom the test leaves alone. */
  z.strictObject({ does: z.literal('wait'), seconds }),
  /** Leaves a message. */
  z.strictObject({ does: z.literal('speak'), seconds: z.int().min(1).max(3600) }),
  z.strictObject({ does: z.literal('hang_up'), seconds }),
  z.strictObject({ does: z.literal('answer'), who: numberSchema, seconds }),
  z.strictObject({ does: z.literal('no_answer'), who: numberSchema, seconds }),
  z.strictObject({ does: z.literal('busy'), who: numberSchema, seconds }),
  z.strictObject({ does: z.literal('unreachable'), who: numberSchema, seconds }),
])
export type FlowTestAction = z.infer<typeof flowTestActionSchema>

/** What is taken as known. Nothing of it depends on the day on which the test runs. */
const flowTestFactsSchema = z.strictObject({
  /** Ids of devices that the platform does not know yet; all others are ready. */
  notReady: z.array(z.string().max(64)).max(1000).default([]),
  /** What people set for their extensions, by node; left out: nothing. */
  personal: z.record(nodeIdSchema, personalSettingsSchema).default({}),
  /** Business hours that are set open or closed by hand; left out: none. */
  hours: z.record(nodeIdSchema, z.enum(['open', 'closed'])).optional(),
  /** The caller is on the block list. */
  blocked: z.boolean().default(false),
  /** Decides where members ring in random order. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1),
  /**
   * Answers to what only the outside decides, such as whose turn it is: by the key of the question, in the
   * order in which it is asked. The last one counts for all that follow; left out: what is usual.
   */
  answers: z.record(z.string().max(200), z.array(z.unknown()).min(1).max(100)).default({}),
})
export type FlowTestFacts = z.infer<typeof flowTestFactsSchema>

/** How a call ends. The first that fits: somebody picked up, a message was left, and so on. */
export const flowTestEnds = [
  'answered',
  'message',
  'caller_hung_up',
  'rejected',
  'handed_over',
  'hung_up',
] as const
export type FlowTestEnd = (typeof flowTestEnds)[number]

const modeSchema = z.enum(['exact', 'contains'])

/** What must happen. What is null or empty does not matter. */
const flowTestExpectationSchema = z.strictObject({
  /** The steps that the call enters, in order; an exit that is null does not matter. */
  path: z
    .strictObject({
      mode: modeSchema,
      steps: z
        .array(
          z.strictObject({ node: nodeIdSchema, exit: z.string().max(40).nullable().default(null) }),
        )
        .min(1, 'Choose a step.')
        .max(200, 'Use 200 steps at most.'),
    })
    .nullable()
    .default(null),
  /** Extension numbers and numbers outside. `exact` and nobody: nothing may ring. */
  rings: z
    .strictObject({ mode: modeSchema, who: z.array(numberSchema).max(200) })
    .nullable()
    .default(null),
  /** Each is part of something that the caller hears. */
  says: z.array(lineSchema(300).min(1, 'Enter words.')).max(20).default([]),
  ends: z.enum(flowTestEnds).nullable().default(null),
  tags: z.array(lineSchema(30).min(1, 'Enter a tag.')).max(20).default([]),
})
export type FlowTestExpectation = z.infer<typeof flowTestExpectationSchema>

const expectationSchema = flowTestExpectationSchema.refine(
  ({ path, rings, says, ends, tags }) =>
    path !== null || rings !== null || ends !== null || says.length + tags.length > 0,
  'Say what must happen: a test that expects nothing cannot fail.',
)

/** A date and time on the clock of the organization, such as `2026-11-17T10:42`; seconds may follow. */
const localTimeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, 'Write date and time like this: 2026-11-17T10:42.')
  .refine(
    (text) => z.iso.datetime().safeParse(`${text.padEnd(19, ':00')}Z`).success,
    'There is no such date or time.',
  )

const fields = z.strictObject({
  name: nameSchema,
  enabled: z.boolean(),
  /** `phone`: `from` is the extension number whose phone calls. */
  origin: z.enum(['trunk', 'phone']),
  from: numberSchema,
  to: numberSchema,
  at: localTimeSchema,
  actions: z.array(flowTestActionSchema).max(500, 'Use 500 actions at most.'),
  facts: flowTestFactsSchema,
  expect: expectationSchema,
})

/** A test as it stands in a flow. */
export const flowTestSchema = fields.extend({ id: z.string(), expect: flowTestExpectationSchema })
export type FlowTest = z.infer<typeof flowTestSchema>
/** What a run needs of a test. */
export type FlowTestScript = Omit<FlowTest, 'id' | 'name' | 'enabled'>

/** `/api/v1/flow-tests`. */
export const flowTestCreateSchema = fields.extend({
  enabled: fields.shape.enabled.default(true),
  origin: fields.shape.origin.default('trunk'),
  actions: fields.shape.actions.default([]),
  facts: fields.shape.facts.prefault({}),
})
export type FlowTestCreate = z.infer<typeof flowTestCreateSchema>
export const flowTestChangeSchema = fields.partial()
export const flowTestQuerySchema = pageQuerySchema.extend({ q: lineSchema(100).optional() })

/** How many tests an organization has at most. */
export const mostFlowTests = 1000

/** What came of one test. */
const flowTestResultSchema = z.object({
  /** Null: a test that is not stored. */
  id: z.string().nullable(),
  name: z.string(),
  enabled: z.boolean(),
  passed: z.boolean(),
  /** One sentence per expectation that was not met. */
  failures: z.array(z.string()),
  /** What happened, step by step. Empty where it was not asked for. */
  trace: z.array(traceEntrySchema),
  rang: z.array(z.string()),
  said: z.array(z.string()),
  ends: z.enum(flowTestEnds),
  tags: z.array(z.string()),
  /** How many of the actions had no use. */
  unused: z.int(),
})
export type FlowTestResult = z.infer<typeof flowTestResultSchema>

/** `POST /api/v1/flow-tests/run`. */
export const flowTestRunSchema = z.strictObject({
  /** Which; left out: all, switched off or not. */
  ids: z.array(z.string().max(64)).max(mostFlowTests).optional(),
  /** One that is not stored, instead of the stored ones. */
  test: flowTestCreateSchema.optional(),
  revision: z.enum(['draft', 'live']).default('draft'),
  trace: z.boolean().default(true),
})
export const flowTestRunResultSchema = z.object({
  green: z.int(),
  red: z.int(),
  results: z.array(flowTestResultSchema),
})
export type FlowTestRunResult = z.infer<typeof flowTestRunResultSchema>

/** `POST /api/v1/calls/{id}/flow-test`. Without a name it is called after the call. */
export const callFlowTestSchema = z.strictObject({ name: nameSchema.optional() })
