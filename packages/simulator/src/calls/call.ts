import type { Application, Domain, Subscriber } from '../state.ts'
import type { ShownRequest, ShownResponse } from '../traffic.ts'
import type { TrialRevision } from '../trial-header.ts'
import type { Action } from './action.ts'

/** A session's statuses that the simulator uses; `answer` means over, after having been answered. */
export type SessionStatus =
  | 'new'
  | 'processing'
  | 'ringing'
  | 'connected'
  | 'answer'
  | 'busy'
  | 'noanswer'
  | 'cancel'
  | 'congestion'
  | 'failed'

export type DialResult = 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'

export type CallOptions = {
  trial: TrialRevision | null
  payloads: 'real' | 'simple'
  /** How many times more each session update and CDR is sent. */
  duplicates: number
  /** Holds session updates and CDR back to the end and sends them in an order drawn from this seed. */
  reorder: number | null
  arrays: boolean
  /** Form-encoded voice requests instead of JSON. */
  form: boolean
  /** Outside numbers with a leading +. */
  plus: boolean
  /** How many times more each voice request is sent, at the same moment. */
  voiceDuplicates: number
  /** Where the result of a Dial is told; the platform's documents disagree. */
  dialStatus: 'both' | 'CallStatus' | 'DialCallStatus'
  /** Whether a Dial that nobody answered goes on with the next verb although it has an action. */
  failedDialSkipsAction: boolean
}

export type Step = {
  index: number
  at: string
  happened: string
  kind: 'call' | 'request' | 'action' | 'event' | 'problem' | 'end'
  request?: ShownRequest
  response?: ShownResponse
  cxml?: string
}

/** One phone or outside number that was rung. */
export type Phone = {
  number: string
  kind: 'subscriber' | 'trunk'
  result: 'ringing' | 'answered' | 'no_answer' | 'busy' | 'declined' | 'failed' | 'canceled'
  rangAt: string
  answeredAt: string | null
  endedAt: string | null
}

export type Outcome = 'answered' | 'no_answer' | 'busy' | 'canceled' | 'congestion' | 'failed'

export type Call = {
  /** The session's numeric id. */
  id: number
  /** The session's token, the key of the call everywhere. */
  token: string
  domain: Domain
  application: Application | null
  direction: 'inbound' | 'subscriber'
  from: string
  to: string
  caller: Subscriber | null
  options: CallOptions
  person: Person
  /** Virtual milliseconds. */
  startedAt: number
  now: number
  answeredAt: number | null
  endedAt: number | null
  status: SessionStatus
  /** The subscriber that the caller is or was talking to. */
  connectedTo: Subscriber | null
  answeredBy: string | null
  callIds: string[]
  lastDial: DialResult | null
  hungUpBy: 'caller' | 'platform' | null
  rejected: SessionStatus | null
  /** Why the call failed; ends it. */
  problem: string | null
  /** Set from outside: the platform ends the call at the next chance, for this reason. */
  cutOff: string | null
  /** Set from outside: the application asks here at the next chance, whatever the call is doing. */
  switchTo: { url: string; method: 'GET' | 'POST' } | null
  recordingUrl: string | null
  /** Whether the quality figures of the media are known: late in the call. */
  measured: boolean
  requests: number
  steps: Step[]
  phones: Phone[]
  state: 'running' | 'waiting' | 'ended'
  situation: Situation | null
  outcome: Outcome | null
  /** Callbacks held back until the end, when reordering was asked for. */
  held: (() => Promise<void>)[]
  watchers: Set<Watcher>
}

/** A moment that needs a person. Times are virtual milliseconds. */
export type Situation = {
  kind: 'gather' | 'ringing' | 'record' | 'talking'
  /** When the situation takes its default. */
  deadline: number
  /** How far waiting may go; without it, to the deadline. */
  limit?: number
  prompt?: string
  ringing?: string[]
  digits?: string
  /** Why an action does not fit now, as a sentence; null: it fits. */
  unfit(action: Action): string | null
}

export type Person = {
  manual: boolean
  /** What somebody does in this situation; null: nothing, it takes its default. */
  next(call: Call, situation: Situation): Promise<Action | null>
  /** Lets seconds pass in which one can only wait or hang up. */
  pass(call: Call, milliseconds: number): void
  /** Wakes a person who is being waited for. */
  interrupt(call: Call): void
  unused(): { index: number; entry: Action }[]
}

/** One phone that is rung by a Dial. */
export type Leg = { phone: Phone; subscriber: Subscriber | null; willNotAnswer: boolean }

/** Called after each new step, and without one when the state changed. */
type Watcher = (step: Step | null) => void

type StepParts = Pick<Step, 'kind' | 'happened'> & {
  at?: number
  request?: ShownRequest
  response?: ShownResponse | null
  cxml?: string
}

/** Adds to the call's story. */
export function note(call: Call, parts: StepParts): void {
  const step: Step = {
    index: call.steps.length,
    at: iso(parts.at ?? call.now),
    happened: parts.happened,
    kind: parts.kind,
  }
  if (parts.request) step.request = parts.request
  if (parts.response) step.response = parts.response
  if (parts.cxml !== undefined) step.cxml = parts.cxml
  call.steps.push(step)
  for (const watcher of call.watchers) watcher(step)
}

export function changeState(call: Call, state: Call['state'], situation: Situation | null): void {
  call.state = state
  call.situation = situation
  for (const watcher of call.watchers) watcher(null)
}

export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

/** Whether the call must not go on: somebody hung up, or it failed. */
export function isOver(call: Call): boolean {
  return call.hungUpBy !== null || call.problem !== null || call.rejected !== null
}

export function hangUp(call: Call, by: 'caller' | 'platform', happened: string): void {
  call.hungUpBy = by
  note(call, { kind: 'action', happened })
}

/** Ends the call as failed; where somebody has hung up already it only tells the problem. */
export function fail(call: Call, problem: string): void {
  if (call.hungUpBy === null) call.problem = problem
  note(call, { kind: 'problem', happened: problem })
}

export function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000)
}
