import type { Call, CallStory } from '@opbx/contract/calls'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Ctx, Deps } from '../context.ts'
import type { Query } from '../db/query.ts'
import { notFound } from '../errors.ts'
import { parseEvent } from './fold-calls.ts'
import { findCall } from './list-calls.ts'
import { type Recorded, readRecorded, type StoredDecision } from './recorded.ts'
import { callEvents, calls } from './table.ts'
import { getCallStory } from './tell-story.ts'

/** Which calls count for a decision: those of trial domains stay among themselves. */
export interface Realm {
  organizationId: string
  isTrialDomain: boolean
  /** The organization's own pairing is the simulator, so its trial calls are its calls. */
  countsTrials: boolean
}

/** When each of these extension nodes last answered a call, ISO 8601, or null. */
export async function findLastAnswered(
  deps: Deps,
  realm: Realm,
  nodes: readonly string[],
): Promise<Record<string, string | null>> {
  const rows = await deps.db.query
    .select({
      node: calls.answeredNode,
      at: sql<string>`max(${calls.answeredAt})`.mapWith(calls.answeredAt),
    })
    .from(calls)
    .where(
      and(
        eq(calls.organizationId, realm.organizationId),
        inArray(calls.answeredNode, [...nodes]),
        realm.isTrialDomain || realm.countsTrials ? undefined : eq(calls.isTrial, false),
      ),
    )
    .groupBy(calls.answeredNode)
  const found: Record<string, string | null> = Object.fromEntries(nodes.map((node) => [node, null]))
  for (const { node, at } of rows) {
    if (node !== null) found[node] = new Date(at).toISOString()
  }
  return found
}

/** Which of these extensions are in a call just now, the one of `session` apart. */
export async function findBusy(
  query: Pick<Query, 'execute'>,
  realm: Realm,
  who: { nodes: readonly string[]; session: string | null },
): Promise<Set<string>> {
  return new Set(await findTalking(query, realm, who))
}

/** The same, each extension once for every call that it is in. */
export async function findTalking(
  query: Pick<Query, 'execute'>,
  { organizationId, isTrialDomain, countsTrials }: Realm,
  { nodes, session }: { nodes: readonly string[]; session: string | null },
): Promise<string[]> {
  const list = JSON.stringify(nodes)
  const { rows } = await query.execute<{ node: string | null }>(sql`
    select unnest(array[answered_node, record -> 'caller' ->> 'node']) as node from calls
    where organization_id = ${organizationId} and status <> 'ended' and session <> ${session ?? ''}
      and (answered_at is not null or direction <> 'inbound')
      and (is_trial = ${isTrialDomain} or ${countsTrials})
      and (answered_node in (select jsonb_array_elements_text(${list}::jsonb))
        or record -> 'caller' ->> 'node' in (select jsonb_array_elements_text(${list}::jsonb)))`)
  return rows.flatMap(({ node }) => (node !== null && nodes.includes(node) ? [node] : []))
}

/** When the platform first connected a session, in milliseconds; for a process that was not told. */
export async function findConnectedAt(
  deps: Deps,
  organizationId: string,
  session: string,
): Promise<number | null> {
  const rows = await deps.db.query
    .select({ content: callEvents.content })
    .from(callEvents)
    .where(
      and(
        eq(callEvents.organizationId, organizationId),
        eq(callEvents.session, session),
        eq(callEvents.kind, 'session_update'),
      ),
    )
  const times = rows.flatMap(({ content }) => {
    const { state, at, answeredAt }: { state: string; at: number; answeredAt: number | null } =
      JSON.parse(content)
    if (answeredAt !== null) return [answeredAt]
    return state === 'connected' ? [at] : []
  })
  return times.length === 0 ? null : Math.min(...times)
}

/** Ids of the calls of these sessions, as far as they are in the history. */
export async function findCallIds(
  { db, organizationId }: Ctx,
  sessions: readonly string[],
): Promise<Map<string, string>> {
  if (sessions.length === 0) return new Map()
  const rows = await db.query
    .select({ id: calls.id, session: calls.session })
    .from(calls)
    .where(and(eq(calls.organizationId, organizationId), inArray(calls.session, [...sessions])))
  return new Map(rows.map(({ id, session }) => [session, id]))
}

/** A call that this reader may see; another one is not found. */
export async function requireCall(ctx: Ctx, id: string): Promise<Call> {
  const call = await findCall(ctx, { id })
  if (call === null) throw notFound('Call')
  return call
}

/** The story of the platform's session, or null while nothing of it is in the history. */
export async function findStory(ctx: Ctx, session: string): Promise<CallStory | null> {
  const call = await findCall(ctx, { session })
  return call === null ? null : getCallStory(ctx, call.id)
}

export type { Recorded } from './recorded.ts'

/** Calls of the organization as they were decided, so that they can be taken again, by session. */
export async function findRecorded(
  ctx: Ctx,
  asked: readonly { session: string; isTrial: boolean }[],
  country: string,
): Promise<Map<string, Recorded>> {
  const decisions = await findDecisions(
    ctx,
    asked.map(({ session }) => session),
  )
  return new Map(
    asked.map((call) => {
      const ofCall = decisions.get(call.session) ?? []
      return [call.session, readRecorded({ ...call, country }, ofCall)]
    }),
  )
}

/** In the order of their steps. */
async function findDecisions(
  ctx: Ctx,
  sessions: readonly string[],
): Promise<Map<string, StoredDecision[]>> {
  const found = new Map<string, StoredDecision[]>()
  if (sessions.length === 0) return found
  const rows = await ctx.db.query
    .select()
    .from(callEvents)
    .where(
      and(
        eq(callEvents.organizationId, ctx.organizationId),
        inArray(callEvents.session, [...sessions]),
        eq(callEvents.kind, 'decision'),
      ),
    )
  for (const row of rows) {
    const event = parseEvent(row)
    if (event.kind !== 'decision') continue
    const known = found.get(row.session)
    if (known === undefined) found.set(row.session, [{ event, body: row.body }])
    else known.push({ event, body: row.body })
  }
  for (const decisions of found.values()) decisions.sort((a, b) => a.event.step - b.event.step)
  return found
}

/** The last calls that are over, newest first. */
export async function listLastCalls(
  ctx: Ctx,
  { most, trials }: { most: number; trials: boolean },
): Promise<{ id: string; session: string; isTrial: boolean; startedAt: Date }[]> {
  const { id, session, isTrial, startedAt } = calls
  return await ctx.db.query
    .select({ id, session, isTrial, startedAt })
    .from(calls)
    .where(
      and(
        eq(calls.organizationId, ctx.organizationId),
        eq(calls.status, 'ended'),
        trials ? undefined : eq(calls.isTrial, false),
      ),
    )
    .orderBy(desc(calls.startedAt), desc(calls.id))
    .limit(most)
}
