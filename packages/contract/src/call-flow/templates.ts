import { z } from 'zod'
import { e164Schema, extensionNumberSchema } from '../number-schemas.ts'
import { nameSchema } from '../text.ts'
import { nodeTypeSchema } from './node-types.ts'
import { hostOf } from './nodes/application.ts'
import { nodeIdSchema } from './prompt.ts'
import { webAddressSchema } from './web-address.ts'

/** Ready flows, the simplest first. */
export const templateIds = ['team', 'reception', 'on_call', 'hotline', 'ai_reception'] as const
const templateIdSchema = z.enum(templateIds)
export type TemplateId = z.infer<typeof templateIdSchema>

/** What a template has to know beside its phone number and the people who are rung. */
export const templateAsks = {
  team: [],
  reception: [],
  on_call: ['outsideNumbers'],
  hotline: ['systemUrl'],
  ai_reception: ['assistantUrl', 'applicationUrl'],
} as const satisfies Record<TemplateId, readonly TemplateAsk[]>
export type TemplateAsk = 'outsideNumbers' | 'systemUrl' | 'assistantUrl' | 'applicationUrl'

/** Somebody who is rung: an extension of the draft, or a new one. */
const personSchema = z.union(
  [
    z.strictObject({ extension: nodeIdSchema }),
    z.strictObject({ name: nameSchema, number: extensionNumberSchema }),
  ],
  { error: 'Choose an extension, or enter name and number of a new one.' },
)

/** `POST /api/v1/templates/use`. Each template takes what it asks for, see `templateAsks`. */
export const templateUseSchema = z.strictObject({
  template: templateIdSchema,
  /** One that the draft has already leads to the new flow from then on. */
  phoneNumber: e164Schema,
  people: z.array(personSchema).min(1, 'Add somebody who is rung.').max(20, 'Use 20 at most.'),
  /** Rung when nobody is in the office, in this order. */
  outsideNumbers: z.array(e164Schema).max(5, 'Use 5 numbers at most.').default([]),
  /** Asked about callers, and told of them. */
  systemUrl: webAddressSchema.nullable().default(null),
  /** WebSocket of the assistant. */
  assistantUrl: z
    .string()
    .trim()
    .regex(/^wss:\/\/[^\s]{3,500}$/, 'Enter an address such as wss://agent.acme.example/calls.')
    .nullable()
    .default(null),
  /** CXML that answers when nobody is in the office. */
  applicationUrl: z
    .string()
    .trim()
    .refine(
      (url) => hostOf(url) !== '',
      'Enter an address such as https://voice.acme.example/start.',
    )
    .nullable()
    .default(null),
})
export type TemplateUse = z.infer<typeof templateUseSchema>

/** One entry of `GET /api/v1/templates`. */
const templateSchema = z.object({
  id: templateIdSchema,
  name: z.string(),
  description: z.string(),
  asks: z.array(z.enum(['outsideNumbers', 'systemUrl', 'assistantUrl', 'applicationUrl'])),
  /** What it is made of, as callers meet it. */
  steps: z.array(z.object({ type: nodeTypeSchema, name: z.string() })),
  /** Names of its flow tests. */
  tests: z.array(z.string()),
})
export type Template = z.infer<typeof templateSchema>
export const templateListSchema = z.object({ items: z.array(templateSchema) })

/** Answer of `POST /api/v1/templates/use`: what the draft has more now. */
export const templateUsedSchema = z.object({
  /** The step that the phone number leads to. */
  entry: nodeIdSchema,
  nodes: z.int(),
  flowTests: z.int(),
  /** Where the phone number led before; null: nowhere, or it is new. */
  phoneNumberLedTo: z.string().nullable(),
})
export type TemplateUsed = z.infer<typeof templateUsedSchema>
