import type { FlowDraft } from '@opbx/contract/call-flow/draft'
import type { Exits, FlowPhoneNumber, Positions } from '@opbx/contract/call-flow/flow'
import type { NodeType } from '@opbx/contract/call-flow/node-types'
import type { Place } from './places.ts'

/** What a node holds beside its place. */
export interface NodeContent {
  type: NodeType
  name: string
  extension: string | null
  enabled: boolean
  config: unknown
  exits: Exits
}
export type NumberContent = Omit<FlowPhoneNumber, 'id'>

/**
 * One change that the canvas makes, each of them one request. A new thing has a `key` in the place of the id
 * that the server gives it.
 */
export type FlowEdit =
  | { kind: 'create'; key: string; content: NodeContent; position: Place }
  /** `version`: of what a form was filled from. Without it the newest is changed. */
  | {
      kind: 'change'
      id: string
      fields: Partial<Omit<NodeContent, 'type'>>
      version?: number | undefined
    }
  | { kind: 'connect'; id: string; exit: string; target: string | null }
  | { kind: 'delete'; id: string }
  | { kind: 'move'; positions: Positions }
  | { kind: 'addNumber'; key: string; content: NumberContent }
  | {
      kind: 'changeNumber'
      id: string
      fields: Partial<NumberContent>
      version?: number | undefined
    }
  | { kind: 'removeNumber'; id: string }

/** The draft after an edit. One that concerns what is not there changes nothing. */
export function applyEdit(draft: FlowDraft, edit: FlowEdit): FlowDraft {
  switch (edit.kind) {
    case 'create': {
      const { key, content, position } = edit
      if (draft.nodes.some(({ id }) => id === key)) return draft
      return { ...draft, nodes: [...draft.nodes, { ...content, id: key, position, version: 0 }] }
    }
    case 'change':
      return withNode(draft, edit.id, (node) => ({ ...node, ...edit.fields }))
    case 'connect':
      return withNode(draft, edit.id, (node) => ({
        ...node,
        exits: { ...node.exits, [edit.exit]: edit.target },
      }))
    case 'delete':
      return { ...draft, nodes: draft.nodes.filter(({ id }) => id !== edit.id) }
    case 'move':
      return {
        ...draft,
        nodes: draft.nodes.map((node) => {
          const position = edit.positions[node.id]
          return position ? { ...node, position } : node
        }),
      }
    case 'addNumber': {
      if (draft.phoneNumbers.some(({ id }) => id === edit.key)) return draft
      const added = { ...edit.content, id: edit.key, version: 0 }
      return { ...draft, phoneNumbers: [...draft.phoneNumbers, added] }
    }
    case 'changeNumber':
      return {
        ...draft,
        phoneNumbers: draft.phoneNumbers.map((one) =>
          one.id === edit.id ? { ...one, ...edit.fields } : one,
        ),
      }
    case 'removeNumber':
      return { ...draft, phoneNumbers: draft.phoneNumbers.filter(({ id }) => id !== edit.id) }
  }
}

/**
 * The draft as it is shown while an edit is on its way: what has no id yet, and what leads to it, is seen
 * once the server has made it.
 */
export function shownEdit(draft: FlowDraft, edit: FlowEdit): FlowDraft {
  const isThere = (id: string | null | undefined) =>
    id === null || id === undefined || draft.nodes.some((node) => node.id === id)
  if (edit.kind === 'create' || edit.kind === 'addNumber') return draft
  if (edit.kind === 'connect' && !isThere(edit.target)) return draft
  if (edit.kind === 'changeNumber' && !isThere(edit.fields.entry)) return draft
  return applyEdit(draft, edit)
}

type DraftNode = FlowDraft['nodes'][number]

function withNode(draft: FlowDraft, id: string, change: (node: DraftNode) => DraftNode): FlowDraft {
  return { ...draft, nodes: draft.nodes.map((node) => (node.id === id ? change(node) : node)) }
}

/** What takes an edit back, made from the draft before it. Nothing where there was nothing to change. */
export function inverseOf(draft: FlowDraft, edit: FlowEdit): FlowEdit[] {
  switch (edit.kind) {
    case 'create':
      return [{ kind: 'delete', id: edit.key }]
    case 'addNumber':
      return [{ kind: 'removeNumber', id: edit.key }]
    case 'move':
      return inverseMove(draft, edit.positions)
    case 'changeNumber':
    case 'removeNumber':
      return inverseOfNumber(draft, edit)
    default:
      return inverseOfNode(draft, edit)
  }
}

type Editing<K extends FlowEdit['kind']> = Extract<FlowEdit, { kind: K }>

function inverseOfNode(
  draft: FlowDraft,
  edit: Editing<'change' | 'connect' | 'delete'>,
): FlowEdit[] {
  const node = draft.nodes.find(({ id }) => id === edit.id)
  if (!node) return []
  const { id } = node
  if (edit.kind === 'change') {
    const fields = keysOf(edit.fields).map((key) => [key, node[key]])
    return [{ kind: 'change', id, fields: Object.fromEntries(fields) }]
  }
  if (edit.kind === 'connect') {
    const target = node.exits[edit.exit] ?? null
    return [{ kind: 'connect', id, exit: edit.exit, target }]
  }
  const { type, name, extension, enabled, config, position } = node
  // A way to itself can be made only once the step is there again.
  const ways = Object.entries(node.exits)
  const exits = Object.fromEntries(ways.filter(([, target]) => target !== id))
  const content = { type, name, extension, enabled, config, exits }
  return [
    { kind: 'create', key: id, content, position },
    ...ways
      .filter(([, target]) => target === id)
      .map(([exit, target]) => ({ kind: 'connect' as const, id, exit, target })),
  ]
}

function inverseOfNumber(
  draft: FlowDraft,
  edit: Editing<'changeNumber' | 'removeNumber'>,
): FlowEdit[] {
  const phoneNumber = draft.phoneNumbers.find(({ id }) => id === edit.id)
  if (!phoneNumber) return []
  const { id, version: _version, ...content } = phoneNumber
  if (edit.kind === 'removeNumber') return [{ kind: 'addNumber', key: id, content }]
  const fields = keysOf(edit.fields).map((key) => [key, content[key]])
  return [{ kind: 'changeNumber', id, fields: Object.fromEntries(fields) }]
}

function inverseMove(draft: FlowDraft, moved: Positions): FlowEdit[] {
  const before = draft.nodes.filter(({ id }) => moved[id]).map(({ id, position }) => [id, position])
  return before.length === 0 ? [] : [{ kind: 'move', positions: Object.fromEntries(before) }]
}

// Object.keys is typed as string[]; of these objects the keys are known.
function keysOf<T extends object>(object: T): (keyof T)[] {
  return Object.keys(object) as (keyof T)[]
}
