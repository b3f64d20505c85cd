import type { Applied } from '@opbx/contract/call-flow/draft'
import type { Flow } from '@opbx/contract/call-flow/flow'
import type { Ctx, Deps } from '../context.ts'
import type { CompiledFlow } from '../engine/compile-flow.ts'
import { AppError } from '../errors.ts'
import { readFlowState } from '../flow-state/service.ts'
import { type ApplyOrder, applyNow } from './apply-draft.ts'
import { openRevisionStore } from './revision-store.ts'
import type { RevisionStore } from './rules.ts'

export type { LoadedRevision, RevisionStore } from './rules.ts'

/** The revisions that answer calls, for the voice edge. One per process. */
export function createRevisionStore(deps: Deps): RevisionStore {
  return openRevisionStore(deps)
}

/**
 * Apply: makes the draft live, or throws `flow_has_errors`, `flow_tests_failed`, or `conflict` when the draft is not the one of
 * `draftVersion` any more (null: whichever it is).
 */
export function applyDraft(ctx: Ctx, store: RevisionStore, order: ApplyOrder): Promise<Applied> {
  return applyNow(ctx, store, order)
}

/** The live phone numbers, outbound routes, flow tests or prompts, by id. */
export async function liveThings<
  Kind extends 'phoneNumbers' | 'outboundRoutes' | 'tests' | 'prompts',
>(
  ctx: Ctx,
  store: RevisionStore,
  kind: Kind,
): Promise<ReadonlyMap<string, NonNullable<Flow[Kind]>[number]>> {
  const { liveRevision } = await readFlowState(ctx.db.query, ctx.organizationId)
  const live = await store.byKey(ctx.organizationId, String(liveRevision))
  const things: readonly NonNullable<Flow[Kind]>[number][] = live?.flow.flow[kind] ?? []
  return new Map(things.map((thing) => [thing.id, thing]))
}

/** The flow that answers calls; throws `conflict` before the first Apply. */
export async function liveFlow(ctx: Ctx, store: RevisionStore): Promise<CompiledFlow> {
  const live = await store.live(ctx.organizationId)
  if (live !== null) return live.flow
  throw new AppError('conflict', 'Nothing is live yet. Apply the draft first, or use the draft.')
}
