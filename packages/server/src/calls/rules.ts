import type { NodeType } from '@opbx/contract/call-flow/node-types'
import type { Direction, Disposition, TraceEntry } from '@opbx/contract/calls'
import { Temporal } from 'temporal-polyfill'
import type { QueueOutcome } from '../engine/queue-line.ts'

/** An extension that rang, answered or called, as it was then. */
export interface Party {
  node: string
  name: string
  extension: string
  user: string | null
}

/** A message that a caller left. Its id at the database is (session, step, index). */
export interface LeftMessage {
  at: number
  step: number
  index: number
  box: string
  boxName: string
  /** The person whose own box it is. */
  user: string | null
  recordingUrl: string
  seconds: number | null
}

/** A webhook node that the call passed. Its id at the database is (session, step, index). */
export interface SentWebhook {
  step: number
  index: number
  node: string
  /** The node's name. */
  name: string
  callerName: string | null
}

/** What we answered to one voice request. Times in milliseconds since 1970, here and below. */
export interface DecisionEvent {
  kind: 'decision'
  key: string
  at: number
  step: number
  direction: Direction
  from: string
  to: string
  callerName: string | null
  caller: Party | null
  revision: number | null
  trace: TraceEntry[]
  /** The Dial that was sent. `outside`: it also rings numbers that are no extensions. */
  dial: {
    rang: Party[]
    outside: boolean
    connectedBefore: boolean
    /** The visit of a queue that it rings agents for. */
    visit?: { queue: string; step: number }
    /** What the fraud guard counts. Left out where nobody outside is rung, and for emergency calls. */
    counted?: CountedDial
  } | null
  /** The Dial of the decision before was answered, by this extension node if only one rang. */
  answered: { node: string | null } | null
  messages: LeftMessage[]
  /** Queues that the call came into or left. Left out where it did neither. */
  queues?: QueueStep[]
  /** Left out where there was none. */
  webhooks?: SentWebhook[]
  /** What caller ID rules made of the call. Left out where they did nothing. */
  label?: { callerName: string | null; tags: string[] }
  /** The request said that the session is over. */
  ended: boolean
}

/** A call to the outside as the fraud guard counts it. `step`: in which it was granted, before the first trunk. */
interface CountedDial {
  step: number
  number: string
  node: string | null
  outsideHours: boolean
}

/** What became of it. */
export interface OutsideCall extends CountedDial {
  at: number
  answeredAt: number | null
  endedAt: number | null
}

/** A request that took no step: one that had been taken with another input, or one that cannot be read. */
export interface RepeatEvent {
  kind: 'repeat'
  key: string
  at: number
  trace: TraceEntry
}

/** What the platform said about either side of a callback. */
interface Told {
  key: string
  at: number
  direction: Direction | null
  from: string
  to: string
  startedAt: number | null
  answeredAt: number | null
  endedAt: number | null
}

export type SessionState =
  | 'starting'
  | 'ringing'
  | 'connected'
  | 'transferred'
  | 'ended'
  | 'unknown'

export interface SessionUpdateEvent extends Told {
  kind: 'session_update'
  state: SessionState
  /** As sent. */
  status: string
  /** The extension node of the session's subscriber, when that is not the caller's own. */
  node: string | null
}

export interface CdrEvent extends Told {
  kind: 'cdr'
  /** The SIP Call-ID: one per leg. */
  callId: string
  rawDisposition: string
  durationSeconds: number | null
  billableSeconds: number | null
  cost: number | null
  /** Left out where it names none. */
  recording?: { key: string; url: string }
}

/** A recording that we asked for is ready, or there is none. */
export interface RecordingEvent {
  kind: 'recording'
  key: string
  at: number
  /** The platform's link; null: nothing was recorded. */
  url: string | null
  seconds: number | null
  /** Who asked for it, and for how many days it is kept; null: for good. */
  askedBy: { node: string; name: string; retentionDays: number | null }
}

/** A recording as the record of the call has it. `key`: the same for the same recording. */
export interface ToldRecording {
  key: string
  at: number
  url: string | null
  seconds: number | null
  /** Null: a call detail record told of it. */
  askedBy: RecordingEvent['askedBy'] | null
}

/** Nothing was heard of the call for longer than any call lasts. */
export interface LostEvent {
  kind: 'lost'
  key: string
  at: number
}

export type CallEvent =
  | DecisionEvent
  | RepeatEvent
  | SessionUpdateEvent
  | CdrEvent
  | LostEvent
  | RecordingEvent

/** One event as it is kept: in our words, and the text that was received or answered. */
export interface EventRecord {
  organizationId: string
  session: string
  receivedAt: number
  isTrial: boolean
  event: CallEvent
  body: string
}

export interface CallLeg {
  from: string
  to: string
  startedAt: number | null
  answeredAt: number | null
  endedAt: number | null
  durationSeconds: number | null
  disposition: Disposition
  rawDisposition: string
}

/** The whole record of a call, made of its events and of nothing else. */
export interface CallRecord {
  direction: Direction
  from: string
  to: string
  callerName: string | null
  caller: Party | null
  startedAt: number
  connectedAt: number | null
  answeredAt: number | null
  endedAt: number | null
  durationSeconds: number | null
  billableSeconds: number | null
  disposition: Disposition | null
  rawDisposition: string | null
  status: 'ringing' | 'in_progress' | 'ended'
  revision: number | null
  rang: Party[]
  answeredBy: Party | null
  node: { id: string; name: string; type: NodeType } | null
  cost: number | null
  tags: string[]
  queueVisits: QueueVisit[]
  trace: TraceEntry[]
  legs: CallLeg[]
  messages: LeftMessage[]
  recordings: ToldRecording[]
  webhooks: SentWebhook[]
  outsideCalls: OutsideCall[]
}

/** What is kept in the call's row; the rest is made from the events when somebody asks for the story. */
export type StoredRecord = Omit<
  CallRecord,
  'trace' | 'legs' | 'messages' | 'recordings' | 'webhooks' | 'outsideCalls'
>

/** One call after the fold wrote it. */
export interface FoldedCall {
  organizationId: string
  id: string
  uniqueCallId: string
  session: string
  isTrial: boolean
  record: CallRecord
}

/** A caller's time in a queue. Times in milliseconds since 1970. */
export interface QueueVisit {
  queue: string
  name: string
  /** Step at which it began: with the queue it names the visit. */
  step: number
  enteredAt: number
  leftAt: number | null
  /** Null while the caller waits. */
  outcome: QueueOutcome | null
  waitSeconds: number | null
  talkSeconds: number | null
  agent: Party | null
  answeredAt: number | null
}

/** What a decision says about queues. */
export type QueueStep =
  | { kind: 'joined'; queue: string; name: string; visit: number }
  | { kind: 'left'; queue: string; visit: number; outcome: QueueOutcome }

export interface PickUp {
  at: number
  by: Party | null
}

/** The first moment of the day in a time zone, ISO 8601. `now` likewise. */
export function startOfDay(now: string, timeZone: string): string {
  const day = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).startOfDay()
  return isoTime(day.epochMilliseconds)
}

/** ISO 8601 with milliseconds, so that text order is time order. */
export function isoTime(milliseconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds).toString({
    fractionalSecondDigits: 3,
  })
}

/** The platform's word for how a call ended, in any of its spellings. */
export function normalizeDisposition(raw: string): Disposition {
  return dispositionOfWord.get(raw.toUpperCase().replace(/[^A-Z]/g, '')) ?? 'failed'
}

const dispositionOfWord: ReadonlyMap<string, Disposition> = new Map([
  ['ANSWER', 'answered'],
  ['ANSWERED', 'answered'],
  ['CONNECTED', 'answered'],
  ['COMPLETED', 'answered'],
  ['NOANSWER', 'no_answer'],
  ['TIMEOUT', 'no_answer'],
  ['BUSY', 'busy'],
  ['CANCEL', 'canceled'],
  ['CANCELED', 'canceled'],
  ['CANCELLED', 'canceled'],
  ['CONGESTION', 'congestion'],
])
