import { sql } from 'drizzle-orm'
import type { FoldedCall, QueueVisit } from '../calls/rules.ts'
import type { Tx } from '../db/transaction.ts'
import { type Agent, followVisit, type VisitNews, visitName } from './rules.ts'

interface HeldRow extends Record<string, unknown> {
  organization_id: string
  realm: string
  node_id: string
  session: string
  agent: Agent
}

/**
 * After calls were folded: who is on a call, who is free again, who left the line. In the fold's transaction, so that
 * nothing is lost and repetition does no harm. True: somebody may be free now.
 */
export async function followCalls(tx: Tx, folded: readonly FoldedCall[]): Promise<boolean> {
  const news = folded.flatMap((call) =>
    (call.record.queueVisits ?? []).map((visit) => ({ call, visit })),
  )
  if (news.length === 0) return false
  await removePlaces(tx, news)
  const held = await lockHeld(tx, news)
  const changed = held.flatMap((row) => {
    const agent = followOne(row, news)
    return agent === null ? [] : [{ ...row, agent, session: agent.reserved?.session ?? null }]
  })
  if (changed.length === 0) return false
  await tx.execute(sql`
    update queue_agents set session = row.session,
      visit = case when row.session is null then null else queue_agents.visit end, agent = row.agent
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
      as row (organization_id text, realm text, node_id text, session text, agent jsonb)
    where queue_agents.organization_id = row.organization_id and queue_agents.realm = row.realm
      and queue_agents.node_id = row.node_id`)
  return true
}

interface News {
  call: FoldedCall
  visit: QueueVisit
}

async function removePlaces(tx: Tx, news: readonly News[]): Promise<void> {
  const left = news
    .filter(({ visit }) => visit.leftAt !== null)
    .map(({ call, visit }) => ({
      organization_id: call.organizationId,
      session: call.session,
      queue_id: visit.queue,
      visit: visit.step,
    }))
  if (left.length === 0) return
  await tx.execute(sql`
    delete from queue_places using jsonb_to_recordset(${JSON.stringify(left)}::jsonb)
      as gone (organization_id text, session text, queue_id text, visit integer)
    where queue_places.organization_id = gone.organization_id and queue_places.session = gone.session
      and queue_places.queue_id = gone.queue_id and (queue_places.place ->> 'visit')::integer = gone.visit`)
}

async function lockHeld(tx: Tx, news: readonly News[]): Promise<HeldRow[]> {
  const sessions = news.map(({ call }) => ({
    organization_id: call.organizationId,
    session: call.session,
  }))
  const { rows } = await tx.execute<HeldRow>(sql`
    select organization_id, realm, node_id, session, agent from queue_agents
    where (organization_id, session) in (
      select organization_id collate "C", session collate "C"
      from jsonb_to_recordset(${JSON.stringify(sessions)}::jsonb) as told (organization_id text, session text))
    order by organization_id, realm, node_id for update`)
  return rows
}

function followOne(row: HeldRow, news: readonly News[]): Agent | null {
  for (const { call, visit } of news) {
    if (call.organizationId !== row.organization_id || call.session !== row.session) continue
    const changed = followVisit(row.agent, row.node_id, newsOf(call, visit))
    if (changed !== null) return changed
  }
  return null
}

function newsOf({ session, record }: FoldedCall, visit: QueueVisit): VisitNews {
  return {
    session,
    visit: visitName(visit.queue, visit.step),
    answeredBy: visit.agent?.node ?? null,
    answeredAt: visit.answeredAt,
    endedAt: visit.leftAt ?? record.endedAt,
  }
}
