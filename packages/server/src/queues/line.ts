import { sql } from 'drizzle-orm'
import { type Realm as CallRealm, findBusy } from '../calls/service.ts'
import type { Deps } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { runInTransaction } from '../db/transaction.ts'
import type { QueueAnswer, QueueAsk } from '../engine/queue-line.ts'
import {
  type Agent,
  answerLine,
  type Line,
  type LineChange,
  newAgent,
  type Place,
} from './rules.ts'

/** Whose agents and lines: those of trial domains stay among themselves. */
export interface Realm {
  organizationId: string
  realm: 'live' | 'trial'
  /** Trial calls keep people busy: on a trial domain, or where the organization's own platform is the simulator. */
  countsTrials: boolean
}

export interface LineOf extends Realm {
  queue: string
}

export interface Asker {
  session: string
  isTrial: boolean
}

/** Answers a call that asks its line; agents are reserved for it in the same transaction. */
export async function askLine(
  deps: Deps,
  at: LineOf,
  { session, isTrial }: Asker,
  ask: QueueAsk,
): Promise<QueueAnswer> {
  return runInTransaction(deps.db, async (tx) => {
    const line = await lockLine(tx, at, { nodes: ask.agents.map(({ node }) => node), session })
    const change = answerLine(line, session, ask)
    await storeChange(tx, at, { session, isTrial }, change)
    return change.answer
  })
}

interface PlaceRow extends Record<string, unknown> {
  place: Place
}
interface AgentRow extends Record<string, unknown> {
  node_id: string
  agent: Agent
}

/** Reads a line. Whoever changes it waits here for the others. `session`: of the call that asks, which keeps nobody busy. */
export async function lockLine(
  tx: Tx,
  at: LineOf,
  { nodes, session }: { nodes: readonly string[]; session: string | null },
): Promise<Line> {
  const { organizationId, realm, queue } = at
  await tx.execute(sql`
    insert into queue_lines (organization_id, realm, queue_id) values (${organizationId}, ${realm}, ${queue})
    on conflict (organization_id, realm, queue_id) do update set queue_id = excluded.queue_id`)
  const places = await tx.execute<PlaceRow>(sql`
    select place from queue_places
    where organization_id = ${organizationId} and realm = ${realm} and queue_id = ${queue}
    order by entered_at, session`)
  return {
    places: places.rows.map(({ place }) => place),
    agents: await lockAgents(tx, at, nodes),
    busy: await findBusy(tx, callsOf(at), { nodes, session }),
  }
}

/** Agents to be changed, locked in the order of their ids: several queues may share one. */
export async function lockAgents(
  tx: Tx,
  { organizationId, realm }: Realm,
  nodes: readonly string[],
): Promise<Map<string, Agent>> {
  const list = JSON.stringify([...nodes].sort())
  const lock = () =>
    tx.execute<AgentRow>(sql`
      select node_id, agent from queue_agents
      where organization_id = ${organizationId} and realm = ${realm}
        and node_id in (select jsonb_array_elements_text(${list}::jsonb))
      order by node_id for update`)
  let { rows } = await lock()
  if (rows.length < nodes.length) {
    // A row that is not there cannot be locked.
    await tx.execute(sql`
      insert into queue_agents (organization_id, realm, node_id, agent)
      select ${organizationId}, ${realm}, node_id, ${JSON.stringify(newAgent)}::jsonb
      from jsonb_array_elements_text(${list}::jsonb) as node_id
      on conflict do nothing`)
    rows = (await lock()).rows
  }
  return new Map(rows.map(({ node_id, agent }) => [node_id, agent]))
}

/** Which calls keep people busy, in the words of the calls. */
export function callsOf({ organizationId, realm, countsTrials }: Realm): CallRealm {
  return { organizationId, isTrialDomain: realm === 'trial', countsTrials }
}

/** Writes what became of a line. */
export async function storeChange(
  tx: Tx,
  at: LineOf,
  { session, isTrial }: Asker,
  { place, agents }: LineChange,
): Promise<void> {
  const { organizationId, realm, queue } = at
  if (place === null) {
    await tx.execute(sql`
      delete from queue_places
      where organization_id = ${organizationId} and session = ${session} and queue_id = ${queue}`)
  } else if (place !== undefined) {
    const enteredAt = new Date(place.enteredAt).toISOString()
    const offered = place.offer?.taken === true ? 'taken' : 'offered'
    const state = place.offer === null ? 'waiting' : offered
    await tx.execute(sql`
      insert into queue_places (organization_id, session, realm, queue_id, entered_at, is_trial, state, place)
      values (${organizationId}, ${session}, ${realm}, ${queue}, ${enteredAt}::timestamptz, ${isTrial}, ${state},
        ${JSON.stringify(place)}::jsonb)
      on conflict (organization_id, session) do update set realm = excluded.realm, queue_id = excluded.queue_id,
        entered_at = excluded.entered_at, state = excluded.state, place = excluded.place,
        resume = null`)
  }
  await storeAgents(tx, at, agents)
}

export async function storeAgents(
  tx: Tx,
  { organizationId, realm }: Realm,
  agents: ReadonlyMap<string, Agent>,
): Promise<void> {
  if (agents.size === 0) return
  const rows = [...agents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, agent]) => ({
      node_id: node,
      session: agent.reserved?.session ?? null,
      visit: agent.reserved?.visit ?? null,
      agent,
    }))
  await tx.execute(sql`
    insert into queue_agents (organization_id, realm, node_id, session, visit, agent)
    select ${organizationId}, ${realm}, node_id, session, visit, agent
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (node_id text, session text, visit text, agent jsonb)
    on conflict (organization_id, realm, node_id) do update
      set session = excluded.session, visit = excluded.visit, agent = excluded.agent`)
}
