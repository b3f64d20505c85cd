import type {
  FlowOutboundRoute,
  OutboundRouteResource,
  outboundRouteQuerySchema,
} from '@opbx/contract/call-flow/flow'
import type { Page } from '@opbx/contract/pagination'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { toDraftResource } from '../call-flow/rules.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { liveThings, type RevisionStore } from '../revisions/service.ts'
import { toFlowOutboundRoute } from './service.ts'
import { outboundRoutes } from './table.ts'

type Row = typeof outboundRoutes.$inferSelect

/** In the order in which they are tried. */
export async function listOutboundRoutes(
  ctx: Ctx,
  store: RevisionStore,
  page: z.infer<typeof outboundRouteQuerySchema>,
): Promise<Page<OutboundRouteResource>> {
  const after = readCursor(page.cursor, 2)
  const { position, id, name, organizationId } = outboundRoutes
  const pattern = `%${(page.q ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await ctx.db.query
    .select()
    .from(outboundRoutes)
    .where(
      and(
        eq(organizationId, ctx.organizationId),
        sql`${name} ilike ${pattern}`,
        after === null
          ? undefined
          : sql`(${position}, ${id}) > (${Number(after[0]) || 0}::integer, ${after[1]})`,
      ),
    )
    .orderBy(asc(position), asc(id))
    .limit(page.limit + 1)
  const live = await liveThings(ctx, store, 'outboundRoutes')
  return pageFrom(rows, page.limit, {
    keyOf: (row) => [String(row.position), row.id],
    toItem: (row) => toResource(row, live),
  })
}

export async function getOutboundRoute(
  ctx: Ctx,
  store: RevisionStore,
  id: string,
): Promise<OutboundRouteResource> {
  const [row] = await ctx.db.query
    .select()
    .from(outboundRoutes)
    .where(and(eq(outboundRoutes.organizationId, ctx.organizationId), eq(outboundRoutes.id, id)))
  if (row === undefined) throw notFound('Outbound route')
  return toResource(row, await liveThings(ctx, store, 'outboundRoutes'))
}

function toResource(row: Row, live: ReadonlyMap<string, FlowOutboundRoute>): OutboundRouteResource {
  return toDraftResource(row, toFlowOutboundRoute(row), live.get(row.id))
}
