import { z } from 'zod'
import { lineSchema, timeSchema } from '../text.ts'
import {
  flowOutboundRouteSchema,
  flowPhoneNumberSchema,
  flowSchema,
  positionsSchema,
} from './flow.ts'
import { flowPromptSchema } from './library-prompt.ts'
import { nodeTypeSchema } from './node-types.ts'

/** One finding of the linter: what is wrong at which node, and what to do. */
const findingSchema = z.object({
  code: z.string(),
  /** Node, phone number or outbound route. */
  subject: z.object({
    kind: z.enum(['node', 'phone_number', 'outbound_route']),
    id: z.string(),
    name: z.string(),
  }),
  /** Id of the node, or null when the subject is no node. */
  node: z.string().nullable(),
  message: z.string(),
  remedy: z.string(),
})
export type Finding = z.infer<typeof findingSchema>
export const lintResultSchema = z.object({
  errors: z.array(findingSchema),
  warnings: z.array(findingSchema),
})
export type LintResult = z.infer<typeof lintResultSchema>

/** One thing that differs between the draft and the live revision. */
const flowChangeSchema = z.object({
  kind: z.enum([
    'node',
    'phone_number',
    'outbound_route',
    'flow_test',
    'prompt',
    'feature_codes',
    'organization',
  ]),
  id: z.string(),
  nodeType: nodeTypeSchema.nullable(),
  name: z.string(),
  change: z.enum(['added', 'changed', 'removed']),
  fields: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
})
export type FlowChange = z.infer<typeof flowChangeSchema>

/** `PUT /api/v1/flow/apply-at-once`. */
export const atOnceChangeSchema = z.strictObject({
  /** Each change of the draft is followed by Apply. */
  on: z.boolean(),
})
export const atOnceSchema = atOnceChangeSchema.extend({
  /** The last change is not tried yet. */
  pending: z.boolean(),
  /** Why the last change stays in the draft; null: it does not, or nothing was tried. */
  problem: z.string().nullable(),
})
export type AtOnce = z.infer<typeof atOnceSchema>

/** `GET /api/v1/flow/changes`. */
export const flowChangesSchema = z.object({
  draftVersion: z.int(),
  liveRevision: z.int().nullable(),
  /** Who touched the draft last, and when; null before anybody did. */
  changedAt: timeSchema.nullable(),
  changedBy: z.string().nullable(),
  atOnce: atOnceSchema,
  changes: z.array(flowChangeSchema),
})
export type FlowChanges = z.infer<typeof flowChangesSchema>

/** `GET /api/v1/flow`. Nodes of all types: `config` is the one of `type`. */
export const flowDraftSchema = z.object({
  version: z.int(),
  liveRevision: z.int().nullable(),
  nodes: z.array(
    z.object({
      id: z.string(),
      type: nodeTypeSchema,
      name: z.string(),
      extension: z.string().nullable(),
      enabled: z.boolean(),
      config: z.unknown(),
      exits: z.record(z.string(), z.string().nullable()),
      position: z.object({ x: z.number(), y: z.number() }),
      version: z.int(),
    }),
  ),
  phoneNumbers: z.array(flowPhoneNumberSchema.extend({ version: z.int() })),
  outboundRoutes: z.array(flowOutboundRouteSchema),
  prompts: z.array(flowPromptSchema),
})
export type FlowDraft = z.infer<typeof flowDraftSchema>

/** `PUT /api/v1/flow/positions`: places of some nodes on the canvas. No change of the draft, no `If-Match`. */
export const flowPositionsSchema = z.strictObject({ positions: positionsSchema })

/** `POST /api/v1/flow/apply`. */
export const applySchema = z
  .strictObject({
    note: lineSchema(500).default(''),
    /** Apply although flow tests are red. Only the owner may, and says why. */
    override: z.boolean().default(false),
    reason: lineSchema(500).default(''),
  })
  .refine(({ override, reason }) => !override || reason !== '', {
    path: ['reason'],
    message: 'Say why it is applied although tests are red.',
  })

/** `GET /api/v1/revisions`. */
export const revisionSchema = z.object({
  number: z.int(),
  live: z.boolean(),
  author: z.string(),
  createdAt: timeSchema,
  note: z.string(),
  /** SHA-256 of the content: equal hashes are equal flows. */
  contentHash: z.string(),
  restoredFrom: z.int().nullable(),
  counts: z.object({ nodes: z.int(), phoneNumbers: z.int(), outboundRoutes: z.int() }),
})
export type Revision = z.infer<typeof revisionSchema>
/**
 * `GET /api/v1/revisions/{number}`: with its flow, with what a restore would change about the live one, and
 * with what has since been deleted for good.
 */
export const revisionDetailSchema = revisionSchema.extend({
  flow: flowSchema,
  /** Where its nodes stood on the canvas when it was applied. */
  positions: positionsSchema,
  changes: z.array(flowChangeSchema),
  missing: z.array(z.string()),
})
export type RevisionDetail = z.infer<typeof revisionDetailSchema>
/** Answer of Apply and of restore. `missing` names what has since been deleted for good. */
export const appliedSchema = z.object({
  /** The live one. */
  revision: revisionSchema,
  /** It was live before, with the same content: no revision was made. */
  unchanged: z.boolean(),
  warnings: z.array(findingSchema),
  missing: z.array(z.string()),
})
export type Applied = z.infer<typeof appliedSchema>
