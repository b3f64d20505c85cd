import type { Applied } from '@opbx/contract/call-flow/draft'
import type { Ctx, Deps } from '../context.ts'
import { applyNow } from './apply-draft.ts'
import { openRevisionStore } from './revision-store.ts'
import type { RevisionStore } from './rules.ts'

export type { LoadedRevision, RevisionStore } from './rules.ts'

/** The revisions that answer calls, for the voice edge. One per process. */
export function createRevisionStore(deps: Deps): RevisionStore {
  return openRevisionStore(deps)
}

/**
 * Apply: makes the draft live, or throws `flow_has_errors`, or `conflict` when the draft is not the one of
 * `draftVersion` any more (null: whichever it is).
 */
export function applyDraft(
  ctx: Ctx,
  store: RevisionStore,
  order: { note: string; draftVersion: number | null },
): Promise<Applied> {
  return applyNow(ctx, store, order)
}
