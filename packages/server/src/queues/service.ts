import type { AgentChange, Agent as AgentResource, queueCallersSchema } from '@opbx/contract/agents'
import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { flowOf } from '../call-flow/service.ts'
import type { FoldedCall } from '../calls/rules.ts'
import { findBusy } from '../calls/service.ts'
import type { Ctx, Deps } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import type { CompiledFlow } from '../engine/compile-flow.ts'
import type { QueueAnswer, QueueAsk } from '../engine/queue-line.ts'
import { AppError, notFound } from '../errors.ts'
import type { Poller } from '../jobs/poller.ts'
import type { PairingDirectory, PairingEntry } from '../pairing/service.ts'
import type { RevisionStore } from '../revisions/rules.ts'
import { followCalls } from './follow-calls.ts'
import { createHandOver, type Means, type Resume } from './hand-over.ts'
import { type Asker, askLine, callsOf, lockAgents, type Realm, storeAgents } from './line.ts'
import { type Agent, activityOf, newAgent } from './rules.ts'

export type { Asker } from './line.ts'

/** Who is on a call, who is free again, who left the line. In the fold's transaction. True: somebody may be free. */
export const followQueues = (tx: Tx, folded: readonly FoldedCall[]): Promise<boolean> =>
  followCalls(tx, folded)

/** Moves waiting callers to agents who became free; one per process. */
export const createQueueHandOver = (deps: Deps, means: Means): Poller => createHandOver(deps, means)

/** Answers a call that asks its line; agents whom it is given are reserved for it. */
export function askQueue(
  deps: Deps,
  entry: PairingEntry,
  { asker, ask }: { asker: Asker; ask: QueueAsk },
): Promise<QueueAnswer> {
  return askLine(deps, { ...realmOf(entry), queue: ask.queue }, asker, ask)
}

/** The realm of calls on a domain. */
function realmOf({ organizationId, kind, platform }: PairingEntry): Realm {
  const isTrial = kind === 'trial'
  return {
    organizationId,
    realm: isTrial ? 'trial' : 'live',
    countsTrials: isTrial || platform === 'simulator',
  }
}

/** Remembers where a waiting call goes on. */
export async function noteResume(
  deps: Deps,
  { organizationId, session }: { organizationId: string; session: string },
  resume: Resume,
): Promise<void> {
  await deps.db.query.execute(sql`
    update queue_places set resume = ${JSON.stringify(resume)}
    where organization_id = ${organizationId} and session = ${session}
      and (place #>> '{line,step}')::integer = ${resume.at.step - 1}`)
}

/** What is asked about agents besides the database. */
export interface Known {
  revisions: RevisionStore
  pairings: PairingDirectory
}

interface KnownAgent {
  node: NodeOf<'extension'>
  queues: { id: string; name: string }[]
}

/** `GET /api/v1/agents`: those of the live queues, by name. */
export async function listAgents(ctx: Ctx, known: Known): Promise<AgentResource[]> {
  const agents = await liveAgents(ctx, known)
  const nodes = agents.map(({ node }) => node.id)
  const realm = ownRealm(ctx, known)
  const [rows, busy] = await Promise.all([
    readAgents(ctx, nodes),
    findBusy(ctx.db.query, callsOf(realm), { nodes, session: null }),
  ])
  const now = ctx.clock.now().getTime()
  return agents.map((agent) =>
    toResource(agent, { state: rows.get(agent.node.id) ?? newAgent, busy, now }),
  )
}

/** `PUT /api/v1/agents/{id}`: a person the own extension, who writes the call flow any. At once. */
export async function changeAgent(
  ctx: Ctx,
  known: Known,
  { id, change }: { id: string; change: AgentChange },
): Promise<AgentResource> {
  const found = (await liveAgents(ctx, known)).find(({ node }) => node.id === id)
  if (found === undefined) throw notFound('Agent')
  const isOwn = ctx.userId !== null && found.node.config.userId === ctx.userId
  if (!isOwn && !ctx.permissions.has('flow.write')) {
    throw new AppError('not_allowed', 'Only the person of this extension may change this.')
  }
  const realm = ownRealm(ctx, known)
  const now = ctx.clock.now().getTime()
  const state = await storeAgent(ctx, found, realm, (before) => changed(before, change, now))
  const busy = await findBusy(ctx.db.query, callsOf(realm), { nodes: [id], session: null })
  return toResource(found, { state, busy, now })
}

/** By a feature code: the phone is the proof. What the agent is now; null: the extension is no agent. */
export async function changeAgentByPhone(
  ctx: Ctx,
  known: Known,
  { id, toggle }: { id: string; toggle: 'sign_in' | 'pause' },
): Promise<'signed_in' | 'signed_out' | 'paused' | 'resumed' | null> {
  const found = (await liveAgents(ctx, known)).find(({ node }) => node.id === id)
  if (found === undefined) return null
  const now = ctx.clock.now().getTime()
  const state = await storeAgent(ctx, found, ownRealm(ctx, known), (before) => {
    const change: AgentChange =
      toggle === 'sign_in'
        ? { signedIn: before.signedOutAt !== null }
        : { pause: before.paused === null ? { reason: '' } : null }
    return changed(before, change, now)
  })
  if (toggle === 'sign_in') return state.signedOutAt === null ? 'signed_in' : 'signed_out'
  return state.paused === null ? 'resumed' : 'paused'
}

function changed(before: Agent, { signedIn, pause }: AgentChange, now: number): Agent {
  const after = { ...before }
  if (signedIn === false) after.signedOutAt ??= now
  if (signedIn === true && before.signedOutAt !== null) {
    // A day begins anew: what was left of the one before does not count.
    Object.assign(after, { signedOutAt: null, paused: null, missed: 0 })
  }
  if (pause === null) Object.assign(after, { paused: null, missed: 0 })
  else if (pause !== undefined)
    after.paused = { at: before.paused?.at ?? now, reason: pause.reason }
  return after
}

async function storeAgent(
  ctx: Ctx,
  { node, queues }: KnownAgent,
  realm: Realm,
  change: (before: Agent) => Agent,
): Promise<Agent> {
  return write(ctx, 'self', async (tx, { audit, emit }) => {
    const before = (await lockAgents(tx, realm, [node.id])).get(node.id) ?? newAgent
    const after = change(before)
    await storeAgents(tx, realm, new Map([[node.id, after]]))
    const shown = ({ signedOutAt, paused }: Agent) => ({
      signedIn: signedOutAt === null,
      paused: paused === null ? null : { reason: paused.reason },
    })
    audit({
      action: 'agent.update',
      subjectId: node.id,
      subjectName: node.name,
      before: shown(before),
      after: shown(after),
    })
    emit({ name: 'queues', data: { queues: queues.map(({ id }) => id) } })
    return after
  })
}

/** `GET /api/v1/queues/{id}/callers`. */
export async function listCallers(
  ctx: Ctx,
  { revisions }: Known,
  queue: string,
): Promise<z.infer<typeof queueCallersSchema>['items']> {
  const live = await revisions.live(ctx.organizationId)
  if (live?.flow.nodes.get(queue)?.type !== 'queue') await requireQueue(ctx, queue)
  if (!ctx.permissions.has('flow.write') && ctx.role === 'pbx_user') return []
  const { rows } = await ctx.db.query.execute<{
    session: string
    call_id: string | null
    from_number: string | null
    caller_name: string | null
    entered_at: string | Date
    state: string
  }>(sql`
    select place.session, calls.id as call_id, calls.from_number, calls.record ->> 'callerName' as caller_name,
      place.entered_at, place.state
    from queue_places place left join calls
      on calls.organization_id = place.organization_id and calls.session = place.session
    where place.organization_id = ${ctx.organizationId} and place.realm = 'live' and place.queue_id = ${queue}
      and coalesce(calls.status, '') <> 'ended'
    order by place.entered_at, place.session limit 500`)
  return rows.map((row) => ({
    session: row.session,
    callId: row.call_id,
    from: row.from_number ?? '',
    callerName: row.caller_name,
    enteredAt: new Date(row.entered_at).toISOString(),
    isOffered: row.state !== 'waiting',
  }))
}

/** A queue of the draft has no callers yet, but it is there. */
async function requireQueue(ctx: Ctx, id: string): Promise<void> {
  const flow = await flowOf(ctx.db.query, ctx.organizationId)
  if (!flow.nodes.some((node) => node.id === id && node.type === 'queue')) throw notFound('Queue')
}

async function liveAgents(ctx: Ctx, { revisions }: Known): Promise<KnownAgent[]> {
  const live = await revisions.live(ctx.organizationId)
  return live === null ? [] : agentsIn(live.flow)
}

/** The extensions that are agents of an enabled queue. */
function agentsIn({ flow, nodes }: CompiledFlow): KnownAgent[] {
  const found = new Map<string, KnownAgent>()
  for (const queue of flow.nodes) {
    if (queue.type !== 'queue' || !queue.enabled) continue
    for (const agent of queue.config.agents) {
      const node = nodes.get(agent.node)
      if (node?.type !== 'extension') continue
      const known = found.get(node.id) ?? { node, queues: [] }
      known.queues.push({ id: queue.id, name: queue.name })
      found.set(node.id, known)
    }
  }
  return [...found.values()].sort((a, b) => a.node.name.localeCompare(b.node.name, 'en'))
}

function ownRealm(ctx: Ctx, { pairings }: Known): Realm {
  const platform = pairings.of(ctx.organizationId, 'main')?.platform
  return {
    organizationId: ctx.organizationId,
    realm: 'live',
    countsTrials: platform === 'simulator',
  }
}

async function readAgents(deps: Ctx, nodes: readonly string[]): Promise<Map<string, Agent>> {
  const { rows } = await deps.db.query.execute<{ node_id: string; agent: Agent }>(sql`
    select node_id, agent from queue_agents
    where organization_id = ${deps.organizationId} and realm = 'live'
      and node_id in (select jsonb_array_elements_text(${JSON.stringify(nodes)}::jsonb))`)
  return new Map(rows.map(({ node_id, agent }) => [node_id, agent]))
}

function toResource(
  { node, queues }: KnownAgent,
  { state, busy, now }: { state: Agent; busy: ReadonlySet<string>; now: number },
): AgentResource {
  const activity = activityOf(state, now, busy.has(node.id))
  const { paused, wrapUp } = state
  return {
    id: node.id,
    name: node.name,
    extension: node.extension ?? '',
    user: node.config.userId,
    activity,
    signedIn: state.signedOutAt === null,
    paused: paused && { at: new Date(paused.at).toISOString(), reason: paused.reason },
    wrapUpUntil:
      activity === 'wrap_up' && wrapUp !== null ? new Date(wrapUp.until).toISOString() : null,
    missed: state.missed,
    queues,
  }
}

/** Tells the viewers which queues have news. */
export function announceQueues(deps: Deps, organizationId: string, queues: string[]): void {
  deps.live.publish(organizationId, { name: 'queues', data: { queues } })
}
