import type { Page } from '@opbx/contract/pagination'
import type { WebhookDelivery, webhookDeliveryQuerySchema } from '@opbx/contract/webhooks'
import { and, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { webhookDeliveries } from './table.ts'
import { toDelivery } from './to-delivery.ts'

/** Newest first. */
export async function listDeliveries(
  ctx: Ctx,
  { limit, cursor, source, state }: z.infer<typeof webhookDeliveryQuerySchema>,
): Promise<Page<WebhookDelivery>> {
  const after = readCursor(cursor, 2)
  const { organizationId, sourceId, createdAt, id } = webhookDeliveries
  const rows = await ctx.db.query
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(organizationId, ctx.organizationId),
        source === undefined ? undefined : eq(sourceId, source),
        state === undefined ? undefined : eq(webhookDeliveries.state, state),
        after === null
          ? undefined
          : sql`(${createdAt}, ${id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(sql`${createdAt} desc, ${id} desc`)
    .limit(limit + 1)
  return pageFrom(rows, limit, {
    keyOf: (row) => [row.createdAt.toISOString(), row.id],
    toItem: toDelivery,
  })
}
