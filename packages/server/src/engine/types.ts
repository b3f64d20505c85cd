import type { HandSetHours } from '@opbx/contract/call-flow/hours-override'
import type { PersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import type { Direction, TraceEntry } from '@opbx/contract/calls'
import type { ParsedNumber } from '@opbx/contract/e164'
import type { Verb } from '../cxml/verbs.ts'
import type { Continuation } from './continuation.ts'
import type { AllowanceAnswer, AllowanceAsk, KnownGuard } from './outside-allowance.ts'
import type { QueueAnswer, QueueAsk, QueueOutcome } from './queue-line.ts'

/** The call as the platform names it, the same in every request of a session. */
export interface CallInfo {
  /** The platform's session token. */
  session: string
  direction: Direction
  /** `trunk`: from outside; `phone`: a registered phone; `api`: a call that we started. */
  origin: 'trunk' | 'phone' | 'api'
  from: ParsedNumber
  to: ParsedNumber
  /** What was called, as sent but without blanks and signs: a phone's own digits. */
  dialed: string
  callerName: string | null
  /** Id of the extension node whose phone calls; known by the session's subscriber, never by `from`. */
  callerNode: string | null
  /** A pretend call: it must reach nobody. */
  isTrial: boolean
}

/** Whatever the platform reported with its request. A runner reads what its own verb can bring. */
export interface StepResult {
  /** `Digits`, as sent. */
  digits: string | null
  /** `SpeechResult`: what was heard, as text. Absent where nobody listened. */
  speech?: string | null
  /** `DialCallStatus`, else `CallStatus`, as sent. */
  dialStatus: string | null
  /** `RecordingUrl`, as sent. */
  recordingUrl: string | null
  recordingSeconds: number | null
}

/** What came of a Dial, in our words. */
export type DialResult = 'answered' | 'no_answer' | 'busy' | 'unreachable' | 'canceled'

/** `ended`: the caller canceled, or the session has ended: the answer is Hangup only. */
export type Input =
  | { kind: 'start'; ended: boolean }
  | { kind: 'continue'; at: Continuation; result: StepResult; ended: boolean }

/** A request that somebody's configuration asks for, with its placeholders filled in. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  /** `secret`: the value is a reference, which only the shell can open. */
  headers: readonly { name: string; value: string; secret: boolean }[]
  /** Null: none. */
  body: { type: string; text: string } | null
  timeoutSeconds: number
}

/** What came of it. */
export type HttpAnswer =
  | {
      kind: 'answered'
      status: number
      /** As the answer names it; whether there is such an exit the engine checks. */
      exit: string | null
      variables: Readonly<Record<string, string>>
    }
  /** `reason`: why there is no answer, as the end of a sentence. */
  | { kind: 'failed'; reason: string }
  /** Not here yet; the shell keeps it under (session, node, step) until it is asked for again. */
  | { kind: 'pending' }
  /** Nobody asks: a preview. */
  | { kind: 'not_sent' }

interface HttpNeed {
  kind: 'http_request'
  key: string
  node: string
  /** The step in which it was sent. */
  step: number
  /** Null: it was sent before, the answer is waited for. */
  request: HttpRequest | null
  fallback: HttpAnswer
}

/** How a box by phone is told of the message that is played. */
export interface PlayedMessage {
  id: string
  /** Milliseconds since 1970. */
  at: number
  from: string
  callerName: string | null
  isNew: boolean
  seconds: number
}

export interface PinNeed {
  kind: 'check_pin'
  /** Says nothing of the digits. */
  key: string
  of: 'voicemail_box' | 'conference_room'
  /** Of the box or room. */
  id: string
  name: string
  /** What the flow holds: a reference, or in a flow of before the digits. Null: there is none. */
  pin: string | null
  hostPin: string | null
  digits: string
  /**
   * `host`: it is the host's; `blocked`: too many were wrong within the last hour; `unknown`: nobody could say.
   */
  fallback: 'right' | 'host' | 'wrong' | 'blocked' | 'unknown'
}

export interface BoxNeed {
  kind: 'voicemail_messages'
  key: string
  box: string
  /** When the box was opened: what was new then stays in front, and what comes later waits. */
  since: string
  /** From 0 on: new ones first, the oldest of them first. */
  index: number
  /** The answer: how many there are, and the one at this place. Null: nobody could say. */
  fallback: { total: number; fresh: number; message: PlayedMessage | null } | null
}

export type MessageChange = 'heard' | 'delete'

export interface MessageNeed {
  kind: 'change_message'
  key: string
  box: string
  message: string
  change: MessageChange
  /** The answer: whether it was stored. */
  fallback: boolean
}

/** What only the outside can decide. The shell calls `advance` again with `facts.answers[need.key]`. */
export type Need =
  | HttpNeed
  | PinNeed
  | BoxNeed
  | MessageNeed
  | {
      kind: 'turn'
      key: string
      /** Id of the ring group. The answer: a number that grows by one with every call of the group. */
      group: string
      /** The answer when the store is away. */
      fallback: number
    }
  | {
      kind: 'last_answered'
      key: string
      /** Extension nodes. The answer: for each, when it last answered (ISO), or null. */
      nodes: string[]
      fallback: Readonly<Record<string, string | null>>
    }
  | {
      kind: 'busy'
      key: string
      /** Extension nodes. The answer: those of them who are in another call, once for each call. */
      nodes: string[]
      fallback: readonly string[]
    }
  | {
      kind: 'change_personal'
      key: string
      /** Extension node of the phone that dialed a feature code. The answer: whether it was stored. */
      node: string
      change: Partial<PersonalSettings>
      fallback: boolean
    }
  | {
      kind: 'change_agent'
      key: string
      /** Extension node of the phone that dialed a feature code. The answer: what its agent is now; null: it is none. */
      node: string
      toggle: 'sign_in' | 'pause'
      fallback: AgentChanged | 'failed' | null
    }
  | {
      kind: 'supervise'
      key: string
      /** Who wants to join, and the extension node whose talk is meant. */
      user: string
      agent: string
      how: 'listen' | 'whisper' | 'barge'
      fallback: Supervision
    }
  | {
      kind: 'queue'
      key: string
      line: QueueAsk
      /** The answer when the store is away: everybody who could be free is rung. */
      fallback: QueueAnswer
    }
  | {
      kind: 'outside_allowance'
      key: string
      ask: AllowanceAsk
      /** The answer when the store is away: numbers of the own country pass. */
      fallback: AllowanceAnswer
    }
/** What an agent became by a feature code. */
export type AgentChanged = 'signed_in' | 'signed_out' | 'paused' | 'resumed'
/** `not_allowed`: the phone's person is no supervisor. */
export type Supervision =
  | { is: 'talk'; session: string }
  | { is: 'no_talk' | 'not_allowed' | 'failed' }
export type NeedAnswer = Need['fallback']

/** What the engine may know, loaded before. */
export interface Facts {
  /** ISO 8601 in UTC. */
  now: string
  /** Unsigned 32 bits, the same for the whole session. */
  seed: number
  /** Device id to the subscriber's name at the platform. Only devices that the platform confirmed. */
  subscribers: Readonly<Record<string, string>>
  /** What people set for their extensions, by node. */
  personal: Readonly<Record<string, PersonalSettings>>
  /** Business hours that somebody set by hand, by node; perhaps over by now. */
  hours: Readonly<Record<string, HandSetHours>>
  /** The caller's number on the organization's block list. Null: it is not there. */
  blockListEntry: { note: string } | null
  /** The fraud guard as it was known last; null: it is off. */
  fraudGuard: KnownGuard | null
  /**
   * The session's first `connected` update came after `at.sentAt`. Only asked when a Dial fell through,
   * to tell an answered call from one that failed.
   */
  connectedSinceDial: boolean
  answers: Readonly<Record<string, NeedAnswer>>
}

/** The facts that decided, stored with the trace so that the decision can be taken again. */
export interface UsedFacts {
  now: string
  seed?: number
  /** Null: asked for, not confirmed. */
  subscribers?: Record<string, string | null>
  personal?: Record<string, PersonalSettings>
  hours?: Record<string, HandSetHours>
  connectedSinceDial?: boolean
  blockListEntry?: { note: string } | null
  fraudGuard?: KnownGuard | null
  answers?: Record<string, NeedAnswer>
}

/** Facts for others to act on. The edge makes the ids of (session, step, index). */
export type Effect =
  /** A Dial was sent that rings these extension nodes. */
  | { kind: 'rang'; nodes: string[] }
  /** A Dial was answered. `node`: who, when only one rang; null: one of `rang`, or an outside number. */
  | { kind: 'answered'; node: string | null; rang: string[] }
  /** A phone called the emergency services: somebody has to know. */
  | { kind: 'emergency'; number: string }
  /** What the call is called and tagged from now on. */
  | { kind: 'labelled'; callerName: string | null; tags: string[] }
  | { kind: 'queue_joined'; queue: string; name: string; visit: number }
  | { kind: 'queue_left'; queue: string; visit: number; outcome: QueueOutcome }
  /** A webhook node was passed: its receiver is to be told. */
  | {
      kind: 'webhook'
      node: string
      /** The node's name, by which the receiver knows it. */
      name: string
      callerName: string | null
    }
  | {
      kind: 'voicemail'
      /** Id of the voicemail node, or of the extension whose own box it is. */
      box: string
      boxName: string
      recordingUrl: string
      seconds: number | null
    }

/** What the engine decided: the verbs for the platform and the story of why. */
export interface Decision {
  kind: 'respond'
  /** Step of this decision: 0 for the first request, else the continuation's. */
  step: number
  verbs: Verb[]
  trace: TraceEntry[]
  effects: Effect[]
  facts: UsedFacts
}
export type Outcome = Decision | { kind: 'need'; need: Need }
