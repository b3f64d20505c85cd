import type { FlowDraft } from '@opbx/contract/call-flow/draft'
import { applyEdit, type FlowEdit, inverseOf } from './edits.ts'

/** What one press did: undone and redone as a whole. */
export interface Deed {
  /** Counted up: ids inside may change, this does not. */
  number: number
  edits: readonly FlowEdit[]
  /** Takes it back, in this order. */
  back: readonly FlowEdit[]
}
export interface History {
  done: readonly Deed[]
  undone: readonly Deed[]
}
export const noHistory: History = { done: [], undone: [] }

const longest = 200

/** The edits with what takes them back; the draft is the one before them. */
export function deedOf(draft: FlowDraft, edits: readonly FlowEdit[], number: number): Deed {
  let now = draft
  const back: FlowEdit[] = []
  for (const edit of edits) {
    back.unshift(...inverseOf(now, edit))
    now = applyEdit(now, edit)
  }
  // Done again, an edit changes the newest: the version belonged to a form that is gone.
  return { number, edits: edits.map(withoutVersion), back }
}

/** Something new was done: what was undone before cannot be done again. */
export function withDeed({ done }: History, deed: Deed): History {
  return { done: [...done, deed].slice(-longest), undone: [] }
}

/** A deed that was refused leaves no trace. */
export function withoutDeed({ done, undone }: History, number: number): History {
  const isOther = (deed: Deed) => deed.number !== number
  return { done: done.filter(isOther), undone: undone.filter(isOther) }
}

/** The newest deed goes over to the other side. Null: there is none. */
export function undo({ done, undone }: History): { history: History; edits: Deed['back'] } | null {
  const deed = done.at(-1)
  if (!deed) return null
  return { history: { done: done.slice(0, -1), undone: [...undone, deed] }, edits: deed.back }
}

export function redo({ done, undone }: History): { history: History; edits: Deed['edits'] } | null {
  const deed = undone.at(-1)
  if (!deed) return null
  return { history: { done: [...done, deed], undone: undone.slice(0, -1) }, edits: deed.edits }
}

/**
 * A thing that is made again gets another id, and so does one that had only a key: everywhere in the history,
 * also inside configurations, the new id takes the place of the old one.
 */
export function renamed(history: History, from: string, to: string): History {
  const rename = (deed: Deed): Deed => ({
    ...deed,
    edits: deed.edits.map((edit) => renamedEdit(edit, from, to)),
    back: deed.back.map((edit) => renamedEdit(edit, from, to)),
  })
  return { done: history.done.map(rename), undone: history.undone.map(rename) }
}

export function renamedEdit(edit: FlowEdit, from: string, to: string): FlowEdit {
  return renamedIn(edit, from, to)
}

// Replacing texts by texts keeps the form of a value, which the compiler cannot see.
function renamedIn<T>(value: T, from: string, to: string): T {
  const replace = (inner: unknown): unknown => {
    if (inner === from) return to
    if (Array.isArray(inner)) return inner.map(replace)
    if (typeof inner !== 'object' || inner === null) return inner
    const entries = Object.entries(inner)
    return Object.fromEntries(
      entries.map(([key, item]) => [key === from ? to : key, replace(item)]),
    )
  }
  return replace(value) as T
}

function withoutVersion(edit: FlowEdit): FlowEdit {
  if (edit.kind !== 'change' && edit.kind !== 'changeNumber') return edit
  const { version: _version, ...rest } = edit
  return rest
}
