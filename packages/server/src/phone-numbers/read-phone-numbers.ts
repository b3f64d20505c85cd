import type {
  FlowPhoneNumber,
  PhoneNumberResource,
  phoneNumberQuerySchema,
} from '@opbx/contract/call-flow/flow'
import type { Page } from '@opbx/contract/pagination'
import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { toDraftResource } from '../call-flow/rules.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { liveThings, type RevisionStore } from '../revisions/service.ts'
import { toFlowPhoneNumber } from './service.ts'
import { phoneNumbers } from './table.ts'

type Row = typeof phoneNumbers.$inferSelect

export async function listPhoneNumbers(
  ctx: Ctx,
  store: RevisionStore,
  page: z.infer<typeof phoneNumberQuerySchema>,
): Promise<Page<PhoneNumberResource>> {
  const [after] = readCursor(page.cursor, 1) ?? []
  const isDescending = page.sort === '-number'
  const direction = isDescending ? desc : asc
  const isBehind = isDescending ? lt : gt
  const rows = await ctx.db.query
    .select()
    .from(phoneNumbers)
    .where(
      and(
        eq(phoneNumbers.organizationId, ctx.organizationId),
        page.q === undefined || page.q === '' ? undefined : matches(page.q),
        after === undefined ? undefined : isBehind(phoneNumbers.number, after),
      ),
    )
    .orderBy(direction(phoneNumbers.number))
    .limit(page.limit + 1)
  const live = await liveThings(ctx, store, 'phoneNumbers')
  return pageFrom(rows, page.limit, {
    keyOf: (row) => [row.number],
    toItem: (row) => toResource(row, live),
  })
}

export async function getPhoneNumber(
  ctx: Ctx,
  store: RevisionStore,
  id: string,
): Promise<PhoneNumberResource> {
  const [row] = await ctx.db.query
    .select()
    .from(phoneNumbers)
    .where(and(eq(phoneNumbers.organizationId, ctx.organizationId), eq(phoneNumbers.id, id)))
  if (row === undefined) throw notFound('Phone number')
  return toResource(row, await liveThings(ctx, store, 'phoneNumbers'))
}

function matches(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(${phoneNumbers.number} like ${pattern} or ${phoneNumbers.label} ilike ${pattern})`
}

function toResource(row: Row, live: ReadonlyMap<string, FlowPhoneNumber>): PhoneNumberResource {
  return toDraftResource(row, toFlowPhoneNumber(row), live.get(row.id))
}
