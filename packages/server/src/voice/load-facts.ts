import { nextTurn } from '../call-flow/service.ts'
import {
  findConnectedAt,
  findLastAnswered,
  findSupervised,
  findTalking,
  type Realm,
} from '../calls/service.ts'
import { systemCtx } from '../context.ts'
import type { Continuation } from '../engine/continuation.ts'
import { seedOf } from '../engine/random.ts'
import type { Facts, Need, NeedAnswer } from '../engine/types.ts'
import type { PairingEntry } from '../pairing/service.ts'
import { changeByPhone } from '../personal-settings/service.ts'
import { checkPin } from '../pins/service.ts'
import { type Asker, askQueue, changeAgentByPhone } from '../queues/service.ts'
import { askBox } from '../voicemail/service.ts'
import type { Question, VoiceEdge } from './edge.ts'
import { sessionKey } from './service.ts'

/** What the engine may know, from memory; only a Dial that fell through may have to ask the database. */
export async function loadFacts(
  edge: VoiceEdge,
  { entry, request }: Question,
  { now, at }: { now: Date; at: Continuation | null },
): Promise<Facts> {
  return {
    now: now.toISOString(),
    seed: seedOf(request.session),
    subscribers: recordOf(edge.subscribers.confirmed(entry.organizationId, entry.kind)),
    personal: edge.personal.of(entry.organizationId),
    hours: edge.hoursSet.of(entry.organizationId),
    blockListEntry: edge.blockList.find(entry.organizationId, request.from.number),
    fraudGuard: edge.fraudGuard.of(entry.organizationId),
    connectedSinceDial: await isConnectedSince(edge, { entry, session: request.session, at }),
    answers: {},
  }
}

/** What all HTTP requests of one decision may take together: the platform waits two seconds for it. */
export const httpMilliseconds = 1_000

/**
 * Asks the outside for what the engine needs; the need's own fallback when it does not answer in time.
 * `httpUntil`: until when HTTP requests are waited for, by `performance.now()`.
 */
export async function satisfy(
  edge: VoiceEdge,
  { entry, request }: Question,
  { need, isTrial, httpUntil }: { need: Need; isTrial: boolean; httpUntil: number },
): Promise<NeedAnswer> {
  if (need.kind === 'http_request') {
    const { organizationId } = entry
    const ask = { organizationId, session: request.session, ...need }
    return edge.requests.ask(ask, Math.max(0, httpUntil - performance.now()))
  }
  const realm: Realm = {
    organizationId: entry.organizationId,
    isTrialDomain: entry.kind === 'trial',
    countsTrials: entry.platform === 'simulator',
  }
  const asker = { session: request.session, isTrial }
  return withinLimit<NeedAnswer>(edge, askFor(edge, entry, { need, realm, asker }), need.fallback)
}

function askFor(
  edge: VoiceEdge,
  entry: PairingEntry,
  {
    need,
    realm,
    asker,
  }: { need: Exclude<Need, { kind: 'http_request' }>; realm: Realm; asker: Asker },
): Promise<NeedAnswer> {
  const { deps } = edge
  switch (need.kind) {
    case 'turn':
      return nextTurn(deps, entry.organizationId, turnOf(entry, need.group))
    case 'last_answered':
      return findLastAnswered(deps, realm, need.nodes)
    case 'busy':
      return findTalking(deps.db.query, realm, { nodes: need.nodes, session: asker.session })
    case 'change_personal':
      return changeByPhone(systemCtx(deps, entry.organizationId, []), {
        nodeId: need.node,
        change: need.change,
      })
    case 'change_agent':
      return changeAgentByPhone(systemCtx(deps, entry.organizationId, []), edge, {
        id: need.node,
        toggle: need.toggle,
      })
    case 'supervise':
      return findSupervised(systemCtx(deps, entry.organizationId, []), realm, need)
    case 'queue':
      return askQueue(deps, entry, { asker, ask: need.line })
    case 'check_pin':
      return checkPin(deps, { organizationId: entry.organizationId, isTrial: asker.isTrial }, need)
    case 'voicemail_messages':
    case 'change_message':
      return askBox(deps, { organizationId: entry.organizationId, isTrial: asker.isTrial }, need)
    case 'outside_allowance':
      return edge.allowances.ask(entry, asker, need.ask)
  }
}

/** Trials beside a real pairing have turns of their own. */
function turnOf({ kind }: PairingEntry, group: string): string {
  return kind === 'trial' ? `trial:${group}` : group
}

async function withinLimit<T>(edge: VoiceEdge, work: Promise<T>, fallback: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(fallback), edge.needMilliseconds)
  })
  const guarded = work.catch((error: unknown) => {
    edge.deps.log.warn({ err: error }, 'a need could not be met; its fallback is taken')
    return fallback
  })
  try {
    return await Promise.race([guarded, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** The call waits for the end of a Dial, whose result has the field that else tells the caller's state. */
export function isDial({ state }: Continuation): boolean {
  return ['ring', 'hunt', 'offer', 'outside', 'emergency', 'room', 'assistant'].includes(state.kind)
}

async function isConnectedSince(
  edge: VoiceEdge,
  { entry, session, at }: { entry: PairingEntry; session: string; at: Continuation | null },
): Promise<boolean> {
  if (at === null || at.via !== 'fell_through') return false
  if (!isDial(at)) return false
  // What was said before the Dial connected the session; then nothing tells whether the Dial was answered.
  if (at.connected) return false
  const known = edge.sessions.find(sessionKey(entry.organizationId, session))?.connectedAt ?? null
  const connectedAt =
    known ??
    (await withinLimit(edge, findConnectedAt(edge.deps, entry.organizationId, session), null))
  // The platform's times have whole seconds.
  const sentAt = Math.floor(Date.parse(at.sentAt) / 1000) * 1000
  return connectedAt !== null && connectedAt >= sentAt
}

const records = new WeakMap<ReadonlyMap<string, string>, Record<string, string>>()

/** The engine's form of a map that seldom changes. */
function recordOf(map: ReadonlyMap<string, string>): Record<string, string> {
  const known = records.get(map)
  if (known !== undefined) return known
  const record = Object.fromEntries(map)
  records.set(map, record)
  return record
}
