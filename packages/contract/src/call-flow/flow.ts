import { z } from 'zod'
import { type Reference, referenceSchema } from '../errors.ts'
import { countrySchema, e164Schema, extensionNumberSchema } from '../number-schemas.ts'
import { pageQuerySchema } from '../pagination.ts'
import { lineSchema, nameSchema, timeSchema } from '../text.ts'
import { type FlowTest, flowTestSchema } from './flow-tests.ts'
import { type FlowPrompt, flowPromptSchema } from './library-prompt.ts'
import { type NodeConfig, type NodeType, nodeTypes } from './node-types.ts'
import { permissionClassSchema } from './nodes/extension.ts'
import { nodeIdSchema } from './prompt.ts'
import { sipDomainSchema } from './sip-address.ts'

/** Exit name to node id; null or missing = hang up. */
const exitsSchema = z.record(z.string().max(40), nodeIdSchema.nullable())
export type Exits = z.infer<typeof exitsSchema>

const positionSchema = z.strictObject({ x: z.number(), y: z.number() })
/** Places on the canvas by node id. */
export const positionsSchema = z.record(nodeIdSchema, positionSchema)
export type Positions = z.infer<typeof positionsSchema>

/** One node as the engine, the linter and the console see it. */
export interface NodeOf<T extends NodeType> {
  id: string
  type: T
  name: string
  /** Dialable number, 2–6 digits, unique in the organization. */
  extension: string | null
  enabled: boolean
  config: NodeConfig<T>
  exits: Exits
}
export type FlowNode = { [T in NodeType]: NodeOf<T> }[NodeType]

/** A phone number of the organization and the node that its calls enter. */
export const flowPhoneNumberSchema = z.object({
  id: z.string(),
  number: e164Schema,
  label: z.string(),
  entry: nodeIdSchema.nullable(),
  callerNamePrefix: z.string(),
})
export type FlowPhoneNumber = z.infer<typeof flowPhoneNumberSchema>

/** A permission to call outside: countries and/or prefixes, and the trunks to use, in order. */
export const flowOutboundRouteSchema = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  countries: z.array(z.string()),
  prefixes: z.array(z.string()),
  /** Whose SIP addresses may be called, such as `pbx.acme.example`. */
  sipDomains: z.array(z.string()).default([]),
  /** Names of the platform's trunks, tried one after the other; empty: the platform chooses. */
  trunks: z.array(z.string()),
  /** Digits that a phone dials first to call by this route, such as `9`; empty: none. */
  accessDigits: z.string(),
  /** How many digits of the number, counted without its `+`, the trunks do not want. */
  strip: z.int(),
  /** What the trunks want in front. */
  prepend: z.string(),
  /** Own number that is shown; null: the caller's own. */
  callerId: e164Schema.nullable(),
  /** Whose extensions may call by it; empty: everybody's. */
  permissionClasses: z.array(z.string()),
  /** The business hours in which it permits anything; null: always. */
  hours: nodeIdSchema.nullable(),
  position: z.int(),
})
export type FlowOutboundRoute = z.infer<typeof flowOutboundRouteSchema>

/** Everything that decides about calls. Draft and revision have the same form. */
export interface Flow {
  schemaVersion: 1
  organization: {
    name: string
    timeZone: string
    country: string
    /** Name of the platform's trunk that emergency calls try first. Left out: none. */
    emergencyTrunk?: string | undefined
  }
  nodes: FlowNode[]
  phoneNumbers: FlowPhoneNumber[]
  outboundRoutes: FlowOutboundRoute[]
  /** Left out: none. */
  tests?: FlowTest[] | undefined
  /** The library. Left out: none. */
  prompts?: FlowPrompt[] | undefined
}

/** All exits that a node has: of its menu options, caller rules or answers, and the fixed ones of its type. */
export function exitsOf(node: FlowNode): readonly string[] {
  const { exits } = nodeTypes[node.type]
  switch (node.type) {
    case 'ivr_menu':
      return [...node.config.options.map((option) => option.digits), ...exits]
    case 'caller_filter':
      return [...node.config.rules.map((rule) => rule.id), ...exits]
    case 'http_request':
      return [...new Set([...node.config.namedExits, ...exits])]
    default:
      return exits
  }
}

/** What people call an exit: that of a caller rule has the rule's name. */
export function exitName(node: FlowNode, exit: string): string {
  if (node.type !== 'caller_filter') return exit
  return node.config.rules.find((rule) => rule.id === exit)?.name ?? exit
}

/** Nodes that a node uses other than by an exit, with the path of the field. */
export function membersOf(node: FlowNode): { path: string; node: string }[] {
  switch (node.type) {
    case 'ring_group':
      return node.config.members.flatMap((member, index) =>
        'node' in member ? [{ path: `config.members.${index}.node`, node: member.node }] : [],
      )
    case 'queue':
      return node.config.agents.map((agent, index) => ({
        path: `config.agents.${index}.node`,
        node: agent.node,
      }))
    default:
      return []
  }
}

const common = {
  id: nodeIdSchema,
  name: nameSchema,
  extension: extensionNumberSchema.nullable(),
  enabled: z.boolean(),
  exits: exitsSchema,
}

/**
 * Body of `POST /api/v1/<path>`; `PATCH` takes the same fields, all optional, and replaces `config` and
 * `exits` as a whole. A person's extension must have a number.
 */
export function nodeCreateSchema<T extends NodeType>(type: T) {
  return z.strictObject({
    name: nameSchema,
    extension: type === 'extension' ? extensionNumberSchema : extensionNumberSchema.nullish(),
    enabled: z.boolean().optional(),
    config: nodeTypes[type].config,
    exits: exitsSchema.optional(),
    position: positionSchema.optional(),
  })
}
export function nodeChangeSchema<T extends NodeType>(type: T) {
  return nodeCreateSchema(type).partial()
}

/** Query of the lists of nodes, phone numbers and outbound routes. `q` matches part of name or number. */
export const nodeQuerySchema = pageQuerySchema.extend({
  q: lineSchema(100).optional(),
  sort: z.enum(['name', '-name', 'extension', '-extension']).default('name'),
})

/** Compared with the live revision. */
const draftStateSchema = z.enum(['live', 'changed', 'new'])
export type DraftState = z.infer<typeof draftStateSchema>

/** Answer of the node handlers. `version` is the value for `If-Match`. */
export function nodeSchema<T extends NodeType>(type: T) {
  return z.object({
    ...common,
    type: z.literal(type),
    config: nodeTypes[type].config,
    position: positionSchema,
    version: z.int(),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    state: draftStateSchema,
    /** How many exits, members and phone numbers lead here. */
    references: z.int(),
    /** Which they are; in the answer for one node only. */
    usedBy: z.array(referenceSchema).optional(),
    /** Set on extensions: how the devices stand at the platform. */
    subscribers: z
      .array(
        z.object({
          deviceId: z.string(),
          /** The platform's name of the subscriber. */
          msisdn: z.string(),
          status: z.enum(['synced', 'waiting', 'failed']),
          reason: z.string().nullable(),
          subscriberId: z.string().nullable(),
        }),
      )
      .optional(),
  })
}
export type NodeResource<T extends NodeType> = NodeOf<T> & {
  position: z.infer<typeof positionSchema>
  version: number
  createdAt: string
  updatedAt: string
  state: DraftState
  references: number
  usedBy?: Reference[]
  subscribers?: {
    deviceId: string
    msisdn: string
    status: 'synced' | 'waiting' | 'failed'
    reason: string | null
    subscriberId: string | null
  }[]
}

function flowNodeSchema<T extends NodeType, C extends z.ZodType>(type: T, config: C) {
  return z.object({ ...common, type: z.literal(type), config })
}

const flowNodeSchemas = {
  extension: flowNodeSchema('extension', nodeTypes.extension.config),
  ring_group: flowNodeSchema('ring_group', nodeTypes.ring_group.config),
  queue: flowNodeSchema('queue', nodeTypes.queue.config),
  ivr_menu: flowNodeSchema('ivr_menu', nodeTypes.ivr_menu.config),
  business_hours: flowNodeSchema('business_hours', nodeTypes.business_hours.config),
  caller_filter: flowNodeSchema('caller_filter', nodeTypes.caller_filter.config),
  caller_id: flowNodeSchema('caller_id', nodeTypes.caller_id.config),
  announcement: flowNodeSchema('announcement', nodeTypes.announcement.config),
  voicemail: flowNodeSchema('voicemail', nodeTypes.voicemail.config),
  external: flowNodeSchema('external', nodeTypes.external.config),
  conference: flowNodeSchema('conference', nodeTypes.conference.config),
  ai_assistant: flowNodeSchema('ai_assistant', nodeTypes.ai_assistant.config),
  application: flowNodeSchema('application', nodeTypes.application.config),
  webhook: flowNodeSchema('webhook', nodeTypes.webhook.config),
  http_request: flowNodeSchema('http_request', nodeTypes.http_request.config),
  hang_up: flowNodeSchema('hang_up', nodeTypes.hang_up.config),
} satisfies { [T in NodeType]: z.ZodType<NodeOf<T>> }

const { extension, ...otherNodeSchemas } = flowNodeSchemas

/** A node of any type, as it stands in a flow. */
export const flowNodeUnionSchema = z.discriminatedUnion('type', [
  extension,
  ...Object.values(otherNodeSchemas),
])

/** The stored form of a revision. An older `schemaVersion` is upgraded when it is read. */
export const flowSchema = z.object({
  schemaVersion: z.literal(1),
  organization: z.object({
    name: z.string(),
    timeZone: z.string(),
    country: z.string(),
    emergencyTrunk: z.string().optional(),
  }),
  nodes: z.array(flowNodeUnionSchema),
  phoneNumbers: z.array(flowPhoneNumberSchema),
  outboundRoutes: z.array(flowOutboundRouteSchema),
  tests: z.array(flowTestSchema).optional(),
  prompts: z.array(flowPromptSchema).optional(),
})

const resourceFields = {
  version: z.int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  state: draftStateSchema,
}

/** The name of one of the platform's outbound trunks. */
const trunkNameSchema = lineSchema(100).min(1, 'Name the trunk.')

/** `/api/v1/outbound-settings`: what concerns all calls to the outside. Part of the draft. */
export const outboundSettingsSchema = z.strictObject({
  /** The trunk that emergency calls try first; null: the platform chooses. */
  emergencyTrunk: trunkNameSchema.nullable(),
})
export type OutboundSettings = z.infer<typeof outboundSettingsSchema>
export const outboundSettingsResourceSchema = outboundSettingsSchema.extend({
  /** Compared with the live revision. */
  state: draftStateSchema.extract(['live', 'changed']),
})
export type OutboundSettingsResource = z.infer<typeof outboundSettingsResourceSchema>

// A default inside a partial schema would reset the fields that a change leaves out.
const phoneNumberFields = z.strictObject({
  number: e164Schema,
  label: lineSchema(100),
  entry: nodeIdSchema.nullable(),
  callerNamePrefix: lineSchema(30),
})

/** `/api/v1/phone-numbers`. */
export const phoneNumberCreateSchema = phoneNumberFields.extend({
  label: phoneNumberFields.shape.label.default(''),
  entry: phoneNumberFields.shape.entry.default(null),
  callerNamePrefix: phoneNumberFields.shape.callerNamePrefix.default(''),
})
export const phoneNumberChangeSchema = phoneNumberFields.partial()
export const phoneNumberQuerySchema = pageQuerySchema.extend({
  q: lineSchema(100).optional(),
  sort: z.enum(['number', '-number']).default('number'),
})
export const phoneNumberSchema = flowPhoneNumberSchema.extend(resourceFields)
export type PhoneNumberResource = z.infer<typeof phoneNumberSchema>

const outboundRouteFields = z.strictObject({
  name: nameSchema,
  enabled: z.boolean(),
  countries: z.array(countrySchema).max(250, 'Use 250 countries at most.'),
  prefixes: z
    .array(z.string().regex(/^\+[1-9]\d{0,14}$/, 'Write a prefix with +, such as +1202.'))
    .max(200, 'Use 200 prefixes at most.'),
  sipDomains: z.array(sipDomainSchema).max(200, 'Use 200 SIP domains at most.'),
  trunks: z.array(trunkNameSchema).max(20, 'Use 20 trunks at most.'),
  accessDigits: z.string().regex(/^\d{0,3}$/, 'Use up to 3 digits, such as 9, or none.'),
  strip: z.int().min(0).max(14, 'Leave out 14 digits at most.'),
  prepend: z.string().regex(/^\+?\d{0,15}$/, 'Use up to 15 digits, perhaps with a + in front.'),
  callerId: e164Schema.nullable(),
  permissionClasses: z
    .array(permissionClassSchema.min(1, 'Name the class.'))
    .max(20, 'Use 20 classes at most.'),
  hours: nodeIdSchema.nullable(),
})

/** `/api/v1/outbound-routes`, in the order in which they are tried. */
export const outboundRouteCreateSchema = outboundRouteFields.extend({
  enabled: outboundRouteFields.shape.enabled.default(true),
  countries: outboundRouteFields.shape.countries.default([]),
  prefixes: outboundRouteFields.shape.prefixes.default([]),
  sipDomains: outboundRouteFields.shape.sipDomains.default([]),
  trunks: outboundRouteFields.shape.trunks.default([]),
  accessDigits: outboundRouteFields.shape.accessDigits.default(''),
  strip: outboundRouteFields.shape.strip.default(0),
  prepend: outboundRouteFields.shape.prepend.default(''),
  callerId: outboundRouteFields.shape.callerId.default(null),
  permissionClasses: outboundRouteFields.shape.permissionClasses.default([]),
  hours: outboundRouteFields.shape.hours.default(null),
})
export const outboundRouteChangeSchema = outboundRouteFields.partial()
export const outboundRouteSchema = flowOutboundRouteSchema.extend(resourceFields)
export type OutboundRouteResource = z.infer<typeof outboundRouteSchema>
export const outboundRouteQuerySchema = pageQuerySchema.extend({
  q: lineSchema(100).optional(),
})
/** `POST /api/v1/outbound-routes/order`: the ids of all routes, the first one first. */
export const outboundRouteOrderSchema = z.strictObject({
  ids: z.array(z.string().max(64)).max(10_000),
})

/** A flow test as `/api/v1/flow-tests` answers it. */
export const flowTestResourceSchema = flowTestSchema.extend(resourceFields)
export type FlowTestResource = z.infer<typeof flowTestResourceSchema>
