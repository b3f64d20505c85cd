import type {
  FlowChange,
  FlowChanges,
  Revision,
  RevisionDetail,
} from '@opbx/contract/call-flow/draft'
import type { Page } from '@opbx/contract/pagination'
import { and, desc, eq, lt } from 'drizzle-orm'
import { flowOf } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { readFlowState } from '../flow-state/service.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { findMember } from '../users/service.ts'
import { listMissing } from './missing.ts'
import { diffFlows, type RevisionStore, toAtOnce } from './rules.ts'
import { findStoredFlow, summaryColumns, toRevision } from './stored-flows.ts'
import { revisions } from './table.ts'

/** Newest first. */
export async function listRevisions(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Revision>> {
  const before = Number(readCursor(cursor, 1)?.[0] ?? 2 ** 31 - 1)
  const { liveRevision } = await readFlowState(ctx.db.query, ctx.organizationId)
  const rows = await ctx.db.query
    .select(summaryColumns)
    .from(revisions)
    .where(and(eq(revisions.organizationId, ctx.organizationId), lt(revisions.number, before)))
    .orderBy(desc(revisions.number))
    .limit(limit + 1)
  return pageFrom(rows, limit, {
    keyOf: (row) => [String(row.number)],
    toItem: (row) => toRevision(row, liveRevision),
  })
}

/** With its flow and with what a restore would change about the live one. */
export async function getRevision(
  ctx: Ctx,
  store: RevisionStore,
  number: number,
): Promise<RevisionDetail> {
  const { query } = ctx.db
  const found = await findStoredFlow(query, ctx.organizationId, number)
  if (found === null) throw notFound(`Revision ${number}`)
  const { liveRevision } = await readFlowState(query, ctx.organizationId)
  const live = await store.byKey(ctx.organizationId, String(liveRevision))
  return {
    ...toRevision(found.row, liveRevision),
    flow: found.flow,
    positions: found.positions,
    changes: await withPeople(ctx, diffFlows(live?.flow.flow ?? null, found.flow)),
    missing: await listMissing(query, ctx.organizationId, found.flow),
  }
}

/** What Apply would change. */
export async function listChanges(ctx: Ctx, store: RevisionStore): Promise<FlowChanges> {
  const state = await readFlowState(ctx.db.query, ctx.organizationId)
  const { draftVersion, liveRevision, changedAt, changedBy } = state
  const draft = await flowOf(ctx.db.query, ctx.organizationId)
  const live = await store.byKey(ctx.organizationId, String(liveRevision))
  const changes = await withPeople(ctx, diffFlows(live?.flow.flow ?? null, draft))
  return {
    draftVersion,
    liveRevision,
    changedAt: changedAt?.toISOString() ?? null,
    changedBy: changedBy ?? null,
    atOnce: toAtOnce(state),
    changes,
  }
}

/** Ids of people become their names, as those of nodes are already. */
async function withPeople(ctx: Ctx, changes: FlowChange[]): Promise<FlowChange[]> {
  const nameOf = async (id: unknown): Promise<unknown> => {
    if (typeof id !== 'string') return id
    return (await findMember(ctx.db.query, ctx.organizationId, id))?.name ?? id
  }
  return await Promise.all(
    changes.map(async (change) => ({
      ...change,
      fields: await Promise.all(
        change.fields.map(async (field) =>
          field.path === 'config.userId'
            ? { ...field, before: await nameOf(field.before), after: await nameOf(field.after) }
            : field,
        ),
      ),
    })),
  )
}
