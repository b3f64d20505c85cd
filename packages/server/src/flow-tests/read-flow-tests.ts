import type { FlowTestResource } from '@opbx/contract/call-flow/flow'
import type { FlowTest, flowTestQuerySchema } from '@opbx/contract/call-flow/flow-tests'
import type { Page } from '@opbx/contract/pagination'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { toDraftResource } from '../call-flow/rules.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { liveThings, type RevisionStore } from '../revisions/service.ts'
import { toFlowTest } from './service.ts'
import { flowTests } from './table.ts'

type Row = typeof flowTests.$inferSelect

/** By name. */
export async function listFlowTestPage(
  ctx: Ctx,
  store: RevisionStore,
  page: z.infer<typeof flowTestQuerySchema>,
): Promise<Page<FlowTestResource>> {
  const [after] = readCursor(page.cursor, 1) ?? []
  const rows = await ctx.db.query
    .select()
    .from(flowTests)
    .where(
      and(
        eq(flowTests.organizationId, ctx.organizationId),
        page.q === undefined || page.q === '' ? undefined : matches(page.q),
        after === undefined ? undefined : gt(flowTests.name, after),
      ),
    )
    .orderBy(asc(flowTests.name))
    .limit(page.limit + 1)
  const live = await liveThings(ctx, store, 'tests')
  return pageFrom(rows, page.limit, {
    keyOf: (row) => [row.name],
    toItem: (row) => toResource(row, live),
  })
}

export async function getFlowTest(
  ctx: Ctx,
  store: RevisionStore,
  id: string,
): Promise<FlowTestResource> {
  const [row] = await ctx.db.query
    .select()
    .from(flowTests)
    .where(and(eq(flowTests.organizationId, ctx.organizationId), eq(flowTests.id, id)))
  if (row === undefined) throw notFound('Flow test')
  return toResource(row, await liveThings(ctx, store, 'tests'))
}

function matches(text: string) {
  return sql`${flowTests.name} ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`
}

function toResource(row: Row, live: ReadonlyMap<string, FlowTest>): FlowTestResource {
  return toDraftResource(row, toFlowTest(row), live.get(row.id))
}
