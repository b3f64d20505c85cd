import type { Call, callPageSchema, callQuerySchema } from '@opbx/contract/calls'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { encodeCursor, readCursor } from '../http/page.ts'
import { type CallColumns, callColumns, toCalls } from './to-call.ts'

export type CallPage = z.infer<typeof callPageSchema>
export type CallQuery = z.infer<typeof callQuerySchema>

/** A request looks at so many calls at most, whatever its filters: then it says how far it came. */
const mostExamined = 50_000
const mostLive = 500

/**
 * Newest first, by keyset. The filters work on a window of calls in the order of time, so that no
 * combination of them reads more than the window.
 */
export async function listCalls(ctx: Ctx, query: CallQuery): Promise<CallPage> {
  const values: unknown[] = [ctx.organizationId]
  const bind = (value: unknown): string => `$${values.push(value)}`
  const window = windowOf(query, bind)
  const filters = filtersOf(ctx, query, bind)
  const { rows } = await ctx.db.pool.query<CallColumns & { started_at: Date }>(
    `select ${callColumns}, started_at from (
       select * from calls where ${window.join(' and ')}
       order by started_at desc, id desc limit ${mostExamined}) as examined
     where ${filters.join(' and ')}
     order by started_at desc, id desc limit ${bind(query.limit + 1)}`,
    values,
  )
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : await findEndOfWindow(ctx, query)
  return {
    items: await toCalls(ctx, page),
    nextCursor: last === undefined ? null : encodeCursor([last.started_at.toISOString(), last.id]),
    searchedBackTo: last?.started_at.toISOString() ?? null,
  }
}

type Bind = (value: unknown) => string

function windowOf(query: CallQuery, bind: Bind): string[] {
  const conditions = ['organization_id = $1']
  const after = readCursor(query.cursor, 2)
  if (after !== null) {
    conditions.push(`(started_at, id) < (${bind(after[0])}::timestamptz, ${bind(after[1])})`)
  }
  if (query.from !== undefined) conditions.push(`started_at >= ${bind(query.from)}::timestamptz`)
  if (query.to !== undefined) conditions.push(`started_at < ${bind(query.to)}::timestamptz`)
  return conditions
}

function filtersOf(ctx: Ctx, query: CallQuery, bind: Bind): string[] {
  const conditions = ['true']
  if (ctx.role === 'pbx_user') conditions.push(`users @> array[${bind(ctx.userId ?? '')}]::text[]`)
  if (query.direction !== undefined) conditions.push(`direction = ${bind(query.direction)}`)
  if (query.disposition !== undefined) conditions.push(`disposition = ${bind(query.disposition)}`)
  if (query.status === 'ended') conditions.push(`status = 'ended'`)
  if (query.status === 'live') conditions.push(`status <> 'ended'`)
  if (query.trial === 'only') conditions.push('is_trial')
  if (query.trial === 'exclude') conditions.push('not is_trial')
  if (query.extension !== undefined) {
    conditions.push(`nodes @> array[${bind(query.extension)}]::text[]`)
  }
  if (query.tag !== undefined && query.tag !== '') {
    conditions.push(`record->'tags' @> to_jsonb(${bind(query.tag)}::text)`)
  }
  if (query.recorded === 'only') conditions.push('has_recording')
  const number = query.number === undefined ? '' : searchedNumber(query.number)
  if (number !== '') {
    const pattern = bind(`%${number}%`)
    conditions.push(`(from_number like ${pattern} or to_number like ${pattern})`)
  }
  return conditions
}

/** Part of a number, written with or without blanks and dashes; nothing of LIKE is left in it. */
function searchedNumber(text: string): string {
  return text.replace(/[\s().\-/%_\\\0]/g, '')
}

/** The last call that was examined, when there are more behind the window. */
async function findEndOfWindow(ctx: Ctx, query: CallQuery) {
  const values: unknown[] = [ctx.organizationId]
  const window = windowOf(query, (value) => `$${values.push(value)}`)
  const { rows } = await ctx.db.pool.query<{ started_at: Date; id: string }>(
    `select started_at, id from calls where ${window.join(' and ')}
     order by started_at desc, id desc offset ${mostExamined - 1} limit 1`,
    values,
  )
  return rows[0]
}

/** Calls that are going on, newest first, as this reader may see them. */
export async function listLiveCalls(ctx: Ctx): Promise<Call[]> {
  const values: unknown[] = [ctx.organizationId]
  const own =
    ctx.role === 'pbx_user' ? `and users @> array[$${values.push(ctx.userId)}]::text[]` : ''
  const { rows } = await ctx.db.pool.query<CallColumns>(
    `select ${callColumns} from calls
     where organization_id = $1 and status <> 'ended' ${own}
     order by started_at desc, id desc limit ${mostLive}`,
    values,
  )
  return toCalls(ctx, rows)
}

/** One call by id or session, or null; another organization's and, to a pbx_user, others' are none. */
export async function findCall(
  ctx: Ctx,
  by: { id: string } | { session: string },
): Promise<Call | null> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['session', by.session]
  const values: unknown[] = [ctx.organizationId, value]
  const own =
    ctx.role === 'pbx_user' ? `and users @> array[$${values.push(ctx.userId)}]::text[]` : ''
  const { rows } = await ctx.db.pool.query<CallColumns>(
    `select ${callColumns} from calls where organization_id = $1 and ${column} = $2 ${own}`,
    values,
  )
  const [call] = await toCalls(ctx, rows)
  return call ?? null
}
