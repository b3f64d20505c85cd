import type { CallStory } from '@opbx/contract/calls'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Ctx, Deps } from '../context.ts'
import { findCall } from './list-calls.ts'
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

/** The story of the platform's session, or null while nothing of it is in the history. */
export async function findStory(ctx: Ctx, session: string): Promise<CallStory | null> {
  const call = await findCall(ctx, { session })
  return call === null ? null : getCallStory(ctx, call.id)
}
