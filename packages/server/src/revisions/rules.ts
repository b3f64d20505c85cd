import type { AtOnce, FlowChange, LintResult } from '@opbx/contract/call-flow/draft'
import { usualFeatureCodes } from '@opbx/contract/call-flow/feature-codes'
import { type Flow, type FlowNode, flowSchema } from '@opbx/contract/call-flow/flow'
import type { FlowPrompt } from '@opbx/contract/call-flow/library-prompt'
import type { FieldError } from '@opbx/contract/errors'
import { canonicalText, connectedExits } from '../call-flow/rules.ts'
import type { CompiledFlow } from '../engine/compile-flow.ts'
import { comparable } from '../prompts/rules.ts'

/** A revision or a frozen draft, ready to answer calls. */
export interface LoadedRevision {
  /** `17`, or `d-<hash>` for a frozen draft. */
  key: string
  /** Null for a frozen draft. */
  number: number | null
  flow: CompiledFlow
}

/** The revisions that answer calls: from memory, then from the database, then from disk. */
export interface RevisionStore {
  /** The live revision; null when nothing was ever applied. From memory once it was asked for. */
  live(organizationId: string): Promise<LoadedRevision | null>
  /** A revision by number, `17`, or a frozen draft, `d-<hash>`. */
  byKey(organizationId: string, key: string): Promise<LoadedRevision | null>
  /** Keeps the draft as it is now for 24 h. Needs the database. */
  freezeDraft(organizationId: string): Promise<LoadedRevision>
  /** Answers calls with a new revision from now on, here at once and in the other processes soon. */
  publish(organizationId: string, revision: PublishedRevision): Promise<void>
  /** Compares the live pointers with the database, as happens each second. */
  refresh(): Promise<void>
  /** Null, or why revisions cannot be kept. */
  probe(): Promise<string | null>
  close(): Promise<void>
}

interface PublishedRevision {
  number: number
  flow: Flow
  snapshot: string
}

/** Reads a stored flow. An older `schemaVersion` is upgraded here; there is none yet. */
export function parseSnapshot(snapshot: string): Flow {
  return flowSchema.parse(JSON.parse(snapshot))
}

export function isRevisionKey(key: string): boolean {
  return /^([1-9]\d{0,9}|d-[0-9a-f]{32})$/.test(key)
}

/** Whether changes are applied at once, and how the last one stands. */
export function toAtOnce(state: {
  draftVersion: number
  appliesAtOnce?: boolean
  atOnceTried?: { draftVersion: number; problem: string | null } | null
}): AtOnce {
  const { draftVersion, appliesAtOnce: on = false, atOnceTried: tried = null } = state
  const isTried = tried?.draftVersion === draftVersion
  return { on, pending: on && !isTried, problem: on && isTried ? tried.problem : null }
}

/** The errors of the linter as fields of a problem, with paths such as `nodes.rg_7`. */
export function toFieldErrors(errors: LintResult['errors']): FieldError[] {
  return errors.map(({ subject, message, remedy }) => ({
    path: `${listOf[subject.kind]}.${subject.id}`,
    message: `${message} ${remedy}`,
  }))
}

const listOf = {
  node: 'nodes',
  phone_number: 'phoneNumbers',
  outbound_route: 'outboundRoutes',
} as const

type Content = Record<string, unknown>

/** What differs between two flows, things in their own order. `before` is null when nothing is live yet. */
export function diffFlows(before: Flow | null, after: Flow): FlowChange[] {
  const names = new Map([...namesIn(before), ...namesIn(after)])
  return [
    ...diffOrganization(before, after),
    ...diffFeatureCodes(before, after),
    ...diffThings(before?.nodes ?? [], after.nodes, {
      names,
      content: contentOfNode,
      describe: (node) => ({ kind: 'node', nodeType: node.type, name: node.name }),
    }),
    ...diffThings(before?.phoneNumbers ?? [], after.phoneNumbers, {
      names,
      content: ({ id: _, ...content }) => content,
      describe: ({ number }) => ({ kind: 'phone_number', nodeType: null, name: number }),
    }),
    ...diffThings(before?.outboundRoutes ?? [], after.outboundRoutes, {
      names,
      content: ({ id: _, ...content }) => content,
      describe: ({ name }) => ({ kind: 'outbound_route', nodeType: null, name }),
    }),
    ...diffThings(before?.tests ?? [], after.tests ?? [], {
      names,
      content: ({ id: _, ...content }) => content,
      describe: ({ name }) => ({ kind: 'flow_test', nodeType: null, name }),
    }),
    ...diffThings(before?.prompts ?? [], after.prompts ?? [], {
      names,
      content: (prompt: FlowPrompt) => comparable(prompt),
      describe: ({ name }) => ({ kind: 'prompt', nodeType: null, name }),
    }),
  ]
}

/** What of a node counts as its content. */
export function contentOfNode(node: FlowNode): Content {
  const { name, extension, enabled, config, exits } = node
  return { name, extension, enabled, config, exits: connectedExits(exits) }
}

function namesIn(flow: Flow | null): [string, string][] {
  if (flow === null) return []
  return [...flow.nodes, ...(flow.prompts ?? [])].map(({ id, name }) => [id, name])
}

function diffOrganization(before: Flow | null, after: Flow): FlowChange[] {
  if (before === null) return []
  const fields = diffFields(before.organization, after.organization, { path: '', names: new Map() })
  if (fields.length === 0) return []
  const { name } = after.organization
  return [
    { kind: 'organization', id: 'organization', nodeType: null, name, change: 'changed', fields },
  ]
}

function diffFeatureCodes(before: Flow | null, after: Flow): FlowChange[] {
  const old = before?.featureCodes ?? usualFeatureCodes
  const next = after.featureCodes ?? usualFeatureCodes
  const fields = diffFields(old, next, { path: '', names: new Map() })
  if (fields.length === 0) return []
  const about = { kind: 'feature_codes', id: 'feature_codes', nodeType: null } as const
  return [{ ...about, name: 'Feature codes', change: 'changed', fields }]
}

interface ThingRules<T> {
  names: ReadonlyMap<string, string>
  content(thing: T): Content
  describe(thing: T): Pick<FlowChange, 'kind' | 'nodeType' | 'name'>
}

function diffThings<T extends { id: string }>(
  before: readonly T[],
  after: readonly T[],
  rules: ThingRules<T>,
): FlowChange[] {
  const old = new Map(before.map((thing) => [thing.id, thing]))
  const kept = new Set(after.map((thing) => thing.id))
  const changes = after.flatMap((thing): FlowChange[] => {
    const { id } = thing
    const former = old.get(id)
    if (former === undefined) return [{ ...rules.describe(thing), id, change: 'added', fields: [] }]
    const place = { path: '', names: rules.names }
    const fields = diffFields(rules.content(former), rules.content(thing), place)
    return fields.length === 0 ? [] : [{ ...rules.describe(thing), id, change: 'changed', fields }]
  })
  const removed = before
    .filter(({ id }) => !kept.has(id))
    .map((thing): FlowChange => {
      return { ...rules.describe(thing), id: thing.id, change: 'removed', fields: [] }
    })
  return [...changes, ...removed]
}

interface Place {
  path: string
  names: ReadonlyMap<string, string>
}

function diffFields(before: unknown, after: unknown, place: Place): FlowChange['fields'] {
  if (canonicalText(before ?? null) === canonicalText(after ?? null)) return []
  const entries = entriesOf(before, after)
  if (entries === null) {
    const { path, names } = place
    return [{ path, before: readable(before, names), after: readable(after, names) }]
  }
  return entries.flatMap(([key, old, next]) => {
    const path = place.path === '' ? key : `${place.path}.${key}`
    return diffFields(old, next, { ...place, path })
  })
}

/** The parts of two objects, or of two lists of objects, side by side; null where they are one value. */
function entriesOf(before: unknown, after: unknown): [string, unknown, unknown][] | null {
  const areLists = isListOfObjects(before) && isListOfObjects(after)
  if (!areLists && !(isPlainObject(before) && isPlainObject(after))) return null
  const old = new Map(Object.entries(before))
  const next = new Map(Object.entries(after))
  const keys = [...new Set([...old.keys(), ...next.keys()])]
  return keys.map((key) => [key, old.get(key), next.get(key)])
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isListOfObjects(value: unknown): value is object[] {
  return Array.isArray(value) && value.every(isPlainObject)
}

/** The value with the names of nodes in place of their ids. */
function readable(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => readable(item, names))
  if (!isPlainObject(value)) return value ?? null
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, readable(item, names)]),
  )
}
