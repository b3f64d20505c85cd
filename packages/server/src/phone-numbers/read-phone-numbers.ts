import type {
  DraftState,
  FlowPhoneNumber,
  PhoneNumberResource,
  phoneNumberQuerySchema,
} from '@opbx/contract/call-flow/flow'
import type { Page } from '@opbx/contract/pagination'
import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { canonicalText } from '../call-flow/rules.ts'
import { readFlowState } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import type { RevisionStore } from '../revisions/rules.ts'
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
  const live = await livePhoneNumbers(ctx, store)
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
  return toResource(row, await livePhoneNumbers(ctx, store))
}

function matches(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(${phoneNumbers.number} like ${pattern} or ${phoneNumbers.label} ilike ${pattern})`
}

async function livePhoneNumbers(
  ctx: Ctx,
  store: RevisionStore,
): Promise<ReadonlyMap<string, FlowPhoneNumber>> {
  const { liveRevision } = await readFlowState(ctx.db.query, ctx.organizationId)
  const live = await store.byKey(ctx.organizationId, String(liveRevision))
  return new Map(live?.flow.flow.phoneNumbers.map((item) => [item.id, item]))
}

function toResource(row: Row, live: ReadonlyMap<string, FlowPhoneNumber>): PhoneNumberResource {
  const item = toFlowPhoneNumber(row)
  return {
    ...item,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    state: stateOf(item, live.get(row.id)),
  }
}

function stateOf(item: FlowPhoneNumber, live: FlowPhoneNumber | undefined): DraftState {
  if (live === undefined) return 'new'
  return canonicalText(item) === canonicalText(live) ? 'live' : 'changed'
}
