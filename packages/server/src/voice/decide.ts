import { readEmergencyNumber } from '@opbx/contract/call-flow/emergency'
import type { FlowNode } from '@opbx/contract/call-flow/flow'
import type { Direction, TraceEntry } from '@opbx/contract/calls'
import type { DecisionEvent, LeftMessage, Party, QueueStep, SentWebhook } from '../calls/rules.ts'
import type { Conference, Dial, Service, Stream, Verb } from '../cxml/verbs.ts'
import { advance } from '../engine/advance.ts'
import { type CompiledFlow, compileFlow } from '../engine/compile-flow.ts'
import type { Continuation } from '../engine/continuation.ts'
import { sayAndHangUp, spoken } from '../engine/say.ts'
import type { CallInfo, Decision, Effect, Input } from '../engine/types.ts'
import type { LoadedRevision } from '../revisions/service.ts'
import type { Question, VoiceEdge } from './edge.ts'
import { httpMilliseconds, isDial, loadFacts, satisfy } from './load-facts.ts'
import { sessionKey } from './service.ts'

/** Where the call stands: its time, its flow, and what it goes on with. */
export interface Stand {
  now: Date
  revision: LoadedRevision | null
  at: Continuation | null
  isTrial: boolean
}

/** A decision with the call as the engine saw it. */
export interface Decided {
  decision: Decision
  call: CallInfo
  ended: boolean
}

const mostNeeds = 16

/** Lets the engine decide, meeting its needs. Never throws: a fault becomes an apology. */
export async function decide(edge: VoiceEdge, question: Question, stand: Stand): Promise<Decided> {
  const { request } = question
  const call = callInfoOf(edge, question, stand)
  const ended = isOver(edge, question, stand.at)
  const flow = stand.revision?.flow ?? flowForHelp(question, stand)
  if (flow === null) {
    return {
      call,
      ended,
      decision: apologize(stand, stand.at === null ? noRevision : lostRevision),
    }
  }
  try {
    const facts = await loadFacts(edge, question, stand)
    const input: Input =
      stand.at === null
        ? { kind: 'start', ended }
        : { kind: 'continue', at: stand.at, result: request.result, ended }
    const httpUntil = performance.now() + httpMilliseconds
    for (let asked = 0; asked <= mostNeeds; asked++) {
      const outcome = advance(flow, call, input, facts)
      if (outcome.kind === 'respond') return { call, ended, decision: outcome }
      const about = { need: outcome.need, isTrial: stand.isTrial, httpUntil }
      const answer = await satisfy(edge, question, about)
      facts.answers = { ...facts.answers, [outcome.need.key]: answer }
    }
    throw new Error(`The engine had more than ${mostNeeds} needs`)
  } catch (error) {
    edge.deps.log.error({ err: error, session: request.session }, 'a decision failed')
    return { call, ended, decision: apologize(stand, fault) }
  }
}

/** Help is called also when nothing was applied yet or no revision can be read. Null: no help was dialed. */
function flowForHelp({ entry, request }: Question, { at }: Stand): CompiledFlow | null {
  const { country, timeZone } = entry
  const isDialed =
    at === null
      ? request.origin === 'phone' && readEmergencyNumber(request.dialed, country, []) !== null
      : at.state.kind === 'emergency'
  if (!isDialed) return null
  const organization = { name: '', timeZone, country }
  return compileFlow({
    schemaVersion: 1,
    organization,
    nodes: [],
    phoneNumbers: [],
    outboundRoutes: [],
  })
}

const noRevision = {
  words: spoken.unknownNumber,
  happened: 'The caller heard an apology, then the call was ended.',
  because: 'Because no configuration has been applied yet, so no number is in service.',
}
const lostRevision = {
  words: spoken.fault,
  happened: 'The caller heard an apology, then the call was ended.',
  because: 'Because the version of the configuration that this call started with cannot be read.',
}
const fault = {
  words: spoken.fault,
  happened: 'The caller heard an apology, then the call was ended.',
  because: 'Because something went wrong on our side; the log of the server has the session.',
}

interface Apology {
  words: string
  happened: string
  because: string
}

function apologize(stand: Stand, story: Apology): Decision {
  const step = stand.at?.step ?? 0
  const entry: TraceEntry = {
    at: stand.now.toISOString(),
    step,
    node: null,
    name: 'Call',
    type: 'call',
    happened: story.happened,
    exit: null,
    because: story.because,
  }
  return {
    kind: 'respond',
    step,
    verbs: sayAndHangUp(story.words),
    trace: [entry],
    effects: [],
    facts: { now: stand.now.toISOString() },
  }
}

function callInfoOf(edge: VoiceEdge, question: Question, stand: Stand): CallInfo {
  const { entry, request } = question
  const { session, origin, from, to, dialed, callerName, subscriberId } = request
  const caller =
    subscriberId === null
      ? null
      : edge.subscribers.byPlatformId(entry.organizationId, entry.kind, subscriberId)
  return {
    session,
    origin,
    from,
    to,
    dialed,
    callerName,
    callerNode: caller?.nodeId ?? null,
    direction: directionOf(question, stand.revision?.flow ?? null),
    isTrial: stand.isTrial,
  }
}

function directionOf({ request, entry }: Question, flow: CompiledFlow | null): Direction {
  const { origin, to, dialed } = request
  if (origin === 'trunk') return 'inbound'
  if (readEmergencyNumber(dialed, entry.country, []) !== null) return 'outbound'
  const isInside = to.kind === 'extension' || flow?.byPhoneNumber.has(to.number) === true
  return origin === 'phone' && isInside ? 'internal' : 'outbound'
}

const overWords = new Set(['completed', 'busy', 'failed', 'noanswer'])

/**
 * The caller is gone. The action of a Dial has the dial result in the same field, where only `canceled`
 * speaks of the caller.
 */
function isOver(edge: VoiceEdge, { entry, request }: Question, at: Continuation | null): boolean {
  const dialStatus = (request.result.dialStatus ?? '').toLowerCase().replace(/[^a-z]/g, '')
  if (isCanceled(request.callStatus) || isCanceled(dialStatus)) return true
  // Most leave a conference by hanging up, and the Dial's own result reads as if somebody had answered.
  const isDialResult = at !== null && isDial(at)
  if (isDialResult && at.state.kind !== 'room' && at.state.kind !== 'assistant') return false
  if (!isDialResult && overWords.has(request.callStatus)) return true
  return edge.sessions.find(sessionKey(entry.organizationId, request.session))?.isEnded === true
}

function isCanceled(word: string): boolean {
  return word === 'canceled' || word === 'cancelled' || word === 'cancel'
}

/** What the record of the call keeps of a decision, with the names of now. */
export function eventOf({ decision, call, ended }: Decided, stand: Stand): DecisionEvent {
  const flow = stand.revision?.flow ?? null
  const { effects, step, trace } = decision
  const answered = effects.find((effect) => effect.kind === 'answered')
  const queues = effects.flatMap(queueStepOf)
  const webhooks = effects.flatMap((effect, index) => webhookOf(effect, { step, index }))
  const label = effects.findLast((effect) => effect.kind === 'labelled')
  return {
    kind: 'decision',
    key: `d${step}`,
    at: stand.now.getTime(),
    step,
    direction: call.direction,
    from: call.from.number,
    to: call.to.number,
    callerName: call.callerName,
    caller: partyOf(flow, call.callerNode),
    revision: stand.revision?.number ?? null,
    trace,
    dial: dialOf(decision.verbs, effects, flow),
    answered: answered === undefined ? null : { node: answered.node },
    messages: effects.flatMap((effect, index) =>
      messageOf(flow, { effect, step, index, at: stand.now.getTime() }),
    ),
    ...(queues.length > 0 && { queues }),
    ...(webhooks.length > 0 && { webhooks }),
    ...(label && { label: { callerName: label.callerName, tags: label.tags } }),
    ended,
  }
}

function dialOf(
  verbs: readonly Verb[],
  effects: readonly Effect[],
  flow: CompiledFlow | null,
): DecisionEvent['dial'] {
  const dial = verbs.find((verb): verb is Dial | Conference | Service | Stream =>
    ['Dial', 'Conference', 'Service', 'Stream'].includes(verb.kind),
  )
  if (dial === undefined) return null
  const nodes = effects.flatMap((effect) => (effect.kind === 'rang' ? effect.nodes : []))
  return {
    rang: nodes.flatMap((node) => partyOf(flow, node) ?? []),
    outside: dial.next.state.kind === 'outside' || dial.next.state.kind === 'emergency',
    // A room, or a machine, answers by itself, also when a PIN connected the caller before.
    connectedBefore: dial.kind === 'Dial' && dial.next.connected,
    ...visitOf(dial.next),
    ...countedOf(dial.next),
  }
}

function visitOf({ node, state }: Continuation) {
  return state.kind === 'offer' ? { visit: { queue: node, step: state.visit.step } } : {}
}

function countedOf({ state }: Continuation) {
  if (state.kind !== 'outside' || state.counted === undefined) return {}
  return { counted: { ...state.counted, number: state.number } }
}

function queueStepOf(effect: Effect): QueueStep[] {
  if (effect.kind === 'queue_joined') {
    const { queue, name, visit } = effect
    return [{ kind: 'joined', queue, name, visit }]
  }
  if (effect.kind !== 'queue_left') return []
  const { queue, visit, outcome } = effect
  return [{ kind: 'left', queue, visit, outcome }]
}

function partyOf(flow: CompiledFlow | null, id: string | null): Party | null {
  const node = id === null ? undefined : flow?.nodes.get(id)
  if (node === undefined) return null
  return { node: node.id, name: node.name, extension: node.extension ?? '', user: userOf(node) }
}

function userOf(node: FlowNode | undefined): string | null {
  return node?.type === 'extension' ? node.config.userId : null
}

function webhookOf(effect: Effect, place: { step: number; index: number }): SentWebhook[] {
  if (effect.kind !== 'webhook') return []
  const { node, name, callerName } = effect
  return [{ ...place, node, name, callerName }]
}

function messageOf(
  flow: CompiledFlow | null,
  { effect, ...place }: { effect: Effect; step: number; index: number; at: number },
): LeftMessage[] {
  if (effect.kind !== 'voicemail') return []
  const { kind: _, ...message } = effect
  return [{ ...message, ...place, user: userOf(flow?.nodes.get(effect.box)) }]
}
