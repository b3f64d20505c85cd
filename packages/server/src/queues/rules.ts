import type { AgentActivity } from '@opbx/contract/agents'
import type { QueueStrategy } from '@opbx/contract/call-flow/nodes/queue'
import { epochMillisecondsOf } from '@opbx/contract/call-flow/zone-time'
import type { QueueAnswer, QueueAsk } from '../engine/queue-line.ts'
import { randomBelow } from '../engine/random.ts'

/** An extension as an agent. Times in milliseconds since 1970, here and below. */
export interface Agent {
  signedOutAt: number | null
  paused: { at: number; reason: string } | null
  /** Calls missed one after the other. */
  missed: number
  reserved: Reservation | null
  /** After a call. Both ends, because a pretend call's time may lie anywhere. */
  wrapUp: { from: number; until: number } | null
  lastRangAt: number | null
  lastAnsweredAt: number | null
  /** Calls answered on a day of the organization. */
  answered: { day: number; calls: number }
}

/** The call for which an agent rings or talks. */
interface Reservation {
  session: string
  /** See `visitName`. */
  visit: string
  /** Nobody else rings for the same offer. */
  alone: boolean
  ringUntil: number
  /** Set when it is known that this agent answered. */
  answeredAt: number | null
  wrapUpSeconds: number
  day: number
}

/** A caller in line. */
export interface Place {
  session: string
  visit: number
  enteredAt: number
  seenAt: number
  /** The last question and what was answered: asked again by another process it gets the same. */
  line: QueueAsk
  answer: QueueAnswer
  offer: Offer | null
  /** Agents who have missed this caller since all were tried last. */
  tried: string[]
  retryAt: number
}

/** Agents who are reserved for a caller. `taken`: the call has been told to ring them. */
interface Offer {
  agents: string[]
  taken: boolean
  /** When an offer that nobody takes ends. */
  until: number
  /** Until then the platform is moving the call by itself. */
  switchUntil: number
}

/** A line as it stands: its callers in their order, and the agents. `busy`: in calls that no queue brought. */
export interface Line {
  places: readonly Place[]
  agents: ReadonlyMap<string, Agent>
  busy: ReadonlySet<string>
}

/** What becomes of it. `place`: null removes the caller's, undefined leaves it as it was. */
export interface LineChange {
  answer: QueueAnswer
  place: Place | null | undefined
  agents: ReadonlyMap<string, Agent>
}

export const newAgent: Agent = {
  signedOutAt: null,
  paused: null,
  missed: 0,
  reserved: null,
  wrapUp: null,
  lastRangAt: null,
  lastAnsweredAt: null,
  answered: { day: 0, calls: 0 },
}

/** A visit as one word: a call may come into a second queue in the same step. */
export function visitName(queue: string, visit: number): string {
  return `${queue}/${visit}`
}

/** What an agent does at a moment. */
export function activityOf(agent: Agent, now: number, isBusy: boolean): AgentActivity {
  const { reserved } = agent
  if (reserved !== null) {
    // A Dial that has not come back long after its ringing ended was answered, by the only one who rang.
    const isTalking = reserved.answeredAt !== null || (reserved.alone && now > reserved.ringUntil)
    return isTalking ? 'on_call' : 'ringing'
  }
  if (agent.signedOutAt !== null) return 'signed_out'
  if (agent.paused !== null) return 'paused'
  if (isWrappingUp(agent, now)) return 'wrap_up'
  return isBusy ? 'busy' : 'available'
}

function isWrappingUp({ wrapUp }: Agent, now: number): boolean {
  return wrapUp !== null && now >= wrapUp.from && now < wrapUp.until
}

/** A call whose end was never told holds no place for ever. Both ways: pretend calls have times of their own. */
const aliveMilliseconds = 600_000
/** How long agents are kept for a call that has not been told yet. */
const offerMilliseconds = 10_000
/** How long the platform may take to move a call. */
const switchMilliseconds = 3_000
/** Beyond the ringing: for the platform to tell its end. */
const ringSlackMilliseconds = 10_000

/** Answers a call that asks its line. */
export function answerLine(line: Line, session: string, ask: QueueAsk): LineChange {
  const own = line.places.find((place) => place.session === session && place.visit === ask.visit)
  if (own !== undefined && own.line.step === ask.step) {
    return { answer: own.answer, place: undefined, agents: new Map() }
  }
  const now = epochMillisecondsOf(ask.now)
  const changed = new Map<string, Agent>()
  const work: Work = { line, changed, now }
  const place = own ?? newPlace(session, ask)
  const known = { ...place, seenAt: now, line: ask }
  const entered = takeBack(work, known)
  if (!mayWait(work, ask)) return turnAway(changed, { is: 'no_agents' })
  if (own === undefined && ask.what === 'join') {
    const waiting = line.places.filter((other) => isWaiting(other, now)).length
    if (waiting >= ask.settings.maxCallers) return turnAway(changed, { is: 'full', waiting })
  }
  return settle(work, entered)
}

/**
 * Reserves agents for the caller who is next, so that the platform can be told to move the call. Null: nobody is
 * waiting, or nobody is free. `movable`: sessions of which it is known where they go on.
 */
export function offerToNext(
  line: Line,
  now: number,
  movable: Pick<ReadonlySet<string>, 'has'>,
): (LineChange & { place: Place }) | null {
  const work: Work = { line, changed: new Map(), now }
  for (const place of line.places) {
    if (!movable.has(place.session) || !isWaiting(place, now) || place.offer !== null) continue
    if (now < place.retryAt) continue
    const agents = pick(work, place)
    if (agents.length === 0) continue
    const offer: Offer = {
      agents,
      taken: false,
      until: now + offerMilliseconds,
      switchUntil: now + switchMilliseconds,
    }
    return { answer: place.answer, place: reserve(work, place, offer), agents: work.changed }
  }
  return null
}

interface Work {
  line: Line
  /** Agents as they will be. */
  changed: Map<string, Agent>
  now: number
}

function agentOf({ line, changed }: Work, node: string): Agent {
  return changed.get(node) ?? line.agents.get(node) ?? newAgent
}

function newPlace(session: string, ask: QueueAsk): Place {
  return {
    session,
    visit: ask.visit,
    enteredAt: epochMillisecondsOf(ask.since),
    seenAt: epochMillisecondsOf(ask.now),
    line: ask,
    answer: { is: 'soon' },
    offer: null,
    tried: [],
    retryAt: 0,
  }
}

function turnAway(changed: Map<string, Agent>, answer: QueueAnswer): LineChange {
  return { answer, place: null, agents: changed }
}

/** The call asks again, so those who rang for it ring no longer. */
function takeBack(work: Work, place: Place): Place {
  const { offer, line } = place
  if (offer === null || !offer.taken) return place
  const isMissed = line.what === 'missed'
  for (const node of offer.agents) {
    const agent = agentOf(work, node)
    if (!isReservedFor(agent, place)) continue
    const missed = isMissed && offer.agents.length === 1 ? agent.missed + 1 : agent.missed
    const { autoPauseAfter } = line.settings
    const isTooMany = autoPauseAfter > 0 && missed >= autoPauseAfter && agent.paused === null
    const paused = isTooMany
      ? { at: work.now, reason: `Missed ${missed} ${missed === 1 ? 'call' : 'calls'}` }
      : agent.paused
    work.changed.set(node, { ...agent, reserved: null, missed, paused })
  }
  if (!isMissed) return { ...place, offer: null }
  return {
    ...place,
    offer: null,
    tried: [...new Set([...place.tried, ...offer.agents])],
    retryAt: work.now + line.settings.retrySeconds * 1000,
  }
}

function isReservedFor({ reserved }: Agent, { session, visit, line }: Place): boolean {
  return reserved?.session === session && reserved.visit === visitName(line.queue, visit)
}

/** Whether the queue's agents are such that callers may wait for them. */
function mayWait(work: Work, { agents, settings }: QueueAsk): boolean {
  if (settings.joinEmpty === 'always') return true
  return agents.some(({ node }) => {
    const { signedOutAt, paused } = agentOf(work, node)
    return signedOutAt === null && (settings.joinEmpty === 'signed_in' || paused === null)
  })
}

function isWaiting(place: Place, now: number): boolean {
  return place.offer?.taken !== true && Math.abs(now - place.seenAt) <= aliveMilliseconds
}

/** Takes an offer, is given one, or waits on. */
function settle(work: Work, place: Place): LineChange {
  const { now } = work
  const { line, offer } = place
  if (offer !== null && now < offer.until && line.mayOffer) {
    if (!line.bySwitch && now < offer.switchUntil) return answered(work, place, { is: 'soon' })
    const agents = offer.agents.filter((node) => line.ready.includes(node))
    giveBack(work, place, agents)
    if (agents.length > 0) return takeOffer(work, place, agents)
  } else if (offer !== null) {
    giveBack(work, place, [])
  }
  const free = { ...place, offer: null }
  const retrySeconds = Math.ceil((place.retryAt - now) / 1000)
  // A time that is far ahead is one of another pretend call.
  const isRested = retrySeconds <= 0 || retrySeconds > 3_600
  const picked = line.mayOffer && isRested ? pick(work, free) : []
  if (picked.length > 0) return takeOffer(work, free, picked)
  const waiting: QueueAnswer = {
    is: 'line',
    position: positionOf(work, place),
    ...(!isRested && { retrySeconds }),
    agents: Object.fromEntries(
      line.agents.map(({ node }) => [
        node,
        activityOf(agentOf(work, node), now, work.line.busy.has(node)),
      ]),
    ),
  }
  return answered(work, free, waiting)
}

function answered(work: Work, place: Place, answer: QueueAnswer): LineChange {
  return { answer, place: { ...place, answer }, agents: work.changed }
}

function takeOffer(work: Work, place: Place, agents: string[]): LineChange {
  const offer: Offer = { agents, taken: true, until: 0, switchUntil: 0 }
  return answered(work, reserve(work, place, offer), { is: 'offer', agents })
}

/** Frees those who were reserved for the place, but the ones to keep. */
function giveBack(work: Work, place: Place, keep: readonly string[]): void {
  for (const node of place.offer?.agents ?? []) {
    const agent = agentOf(work, node)
    if (!keep.includes(node) && isReservedFor(agent, place)) {
      work.changed.set(node, { ...agent, reserved: null })
    }
  }
}

function reserve(work: Work, place: Place, offer: Offer): Place {
  const { queue, visit, settings, today } = place.line
  for (const node of offer.agents) {
    const agent = agentOf(work, node)
    work.changed.set(node, {
      ...agent,
      lastRangAt: work.now,
      reserved: {
        session: place.session,
        visit: visitName(queue, visit),
        alone: offer.agents.length === 1,
        ringUntil: work.now + settings.agentRingSeconds * 1000 + ringSlackMilliseconds,
        answeredAt: null,
        wrapUpSeconds: settings.wrapUpSeconds,
        day: today,
      },
    })
  }
  return { ...place, offer }
}

/** Callers before this one who still wait for somebody. */
function aheadOf({ line, now }: Work, place: Place): number {
  return line.places.filter(
    (other) =>
      other.session !== place.session &&
      isWaiting(other, now) &&
      other.offer === null &&
      (other.enteredAt < place.enteredAt ||
        (other.enteredAt === place.enteredAt && other.session < place.session)),
  ).length
}

function positionOf(work: Work, place: Place): number {
  return aheadOf(work, place) + 1
}

/** The agents who ring next for a caller, by the queue's strategy; none while those before the caller need them. */
function pick(work: Work, place: Place): string[] {
  const { agents, ready, settings } = place.line
  const free = agents.filter(
    ({ node }) =>
      ready.includes(node) &&
      activityOf(agentOf(work, node), work.now, work.line.busy.has(node)) === 'available',
  )
  const ahead = aheadOf(work, place)
  if (free.length === 0 || ahead >= (settings.strategy === 'ring_all' ? 1 : free.length)) return []
  const untried = free.filter(({ node }) => !place.tried.includes(node))
  const candidates = untried.length > 0 ? untried : free
  const least = Math.min(...candidates.map(({ penalty }) => penalty))
  const tier = candidates.filter(({ penalty }) => penalty === least).map(({ node }) => node)
  if (settings.strategy === 'ring_all') return tier
  return [firstOf(work, place, tier)].filter((node) => node !== undefined)
}

function firstOf(work: Work, place: Place, tier: readonly string[]): string | undefined {
  const { seed, step, today, settings } = place.line
  if (settings.strategy === 'random') return tier[randomBelow(seed, step, tier.length)]
  const rank = rankBy[settings.strategy]
  const ranks = tier.map((node) => rank(agentOf(work, node), today))
  return tier[ranks.indexOf(Math.min(...ranks))]
}

/** The lowest is rung; among equals the first in the list. */
const rankBy: Readonly<
  Record<Exclude<QueueStrategy, 'random'>, (agent: Agent, today: number) => number>
> = {
  ring_all: () => 0,
  linear: () => 0,
  least_recent: (agent) => agent.lastAnsweredAt ?? 0,
  fewest_calls: ({ answered: { day, calls } }, today) => (day === today ? calls : 0),
  round_robin: (agent) => agent.lastRangAt ?? 0,
}

/** What is known of a visit whose agents are held. */
export interface VisitNews {
  session: string
  visit: string
  /** Who answered, where it is known, and when. */
  answeredBy: string | null
  answeredAt: number | null
  /** When the talk, or the visit without one, was over; null: it goes on. */
  endedAt: number | null
}

/** An agent after news of the call that holds it. Null: nothing changes. */
export function followVisit(agent: Agent, node: string, news: VisitNews): Agent | null {
  const { reserved } = agent
  if (reserved?.session !== news.session || reserved.visit !== news.visit) return null
  const { answeredBy, answeredAt, endedAt } = news
  if (answeredAt === null || (answeredBy !== null && answeredBy !== node)) {
    return answeredAt === null && endedAt === null ? null : { ...agent, reserved: null }
  }
  if (answeredBy === null) return endedAt === null ? null : { ...agent, reserved: null }
  if (endedAt === null) {
    return reserved.answeredAt === null ? { ...agent, reserved: { ...reserved, answeredAt } } : null
  }
  const { day, calls } = agent.answered
  return {
    ...agent,
    reserved: null,
    missed: 0,
    lastAnsweredAt: answeredAt,
    answered: { day: reserved.day, calls: day === reserved.day ? calls + 1 : 1 },
    wrapUp: { from: endedAt, until: endedAt + reserved.wrapUpSeconds * 1000 },
  }
}
