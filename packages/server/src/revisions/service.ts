import type { Applied } from '@opbx/contract/call-flow/draft'
import type { Flow } from '@opbx/contract/call-flow/flow'
import { readFlowState } from '../call-flow/service.ts'
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

/** The live phone numbers or outbound routes, by id. */
export async function liveThings<Kind extends 'phoneNumbers' | 'outboundRoutes'>(
  ctx: Ctx,
  store: RevisionStore,
  kind: Kind,
): Promise<ReadonlyMap<string, Flow[Kind][number]>> {
  const { liveRevision } = await readFlowState(ctx.db.query, ctx.organizationId)
  const live = await store.byKey(ctx.organizationId, String(liveRevision))
  const things: readonly Flow[Kind][number][] = live?.flow.flow[kind] ?? []
  return new Map(things.map((thing) => [thing.id, thing]))
}
