import type { Continuation } from '../engine/continuation.ts'

/** Read aloud by the platform. Connects the caller. */
export interface Say {
  kind: 'Say'
  text: string
  voice?: string
  language?: string
}

/** A sound of ours. Connects the caller. */
export interface Play {
  kind: 'Play'
  audio: HoldMusic | PromptSound | MessageSound
}

/** `part`: which five seconds of the music, from 0 on. */
interface HoldMusic {
  kind: 'hold_music'
  part: number
}

/** A stored sound of the library. */
interface PromptSound {
  kind: 'prompt'
  /** SHA-256 in hex. */
  hash: string
  type: 'audio/wav' | 'audio/mpeg'
  seconds: number
  /** Of the prompt, for those who read the story. */
  name: string
}

/** A voicemail message, for who listens to the box by phone. */
interface MessageSound {
  kind: 'message'
  id: string
  seconds: number
}

/** Silence. */
interface Pause {
  kind: 'Pause'
  seconds: number
}

/** What callers hear. */
export type Sound = Say | Play | Pause

/** Plays the prompts and reads keys. */
export interface Gather {
  kind: 'Gather'
  prompts: Sound[]
  /** Speech is listened to as well; the language that is expected, where it is known. */
  speech?: { language: string | undefined }
  numDigits: number
  /** Empty: no key ends the input. */
  finishOnKey: string
  /** Wait for the first key. The platform's `maxTimeout`. */
  firstDigitSeconds: number
  /** Wait between two keys. The platform's `timeout`. */
  interDigitSeconds: number
  next: Continuation
}

/** Asks the platform to record what it connects, and to tell where the sound is. */
export interface RecordOrder {
  /** Of the decision that gave it. */
  step: number
  /** Who asked for it: a recording step, an extension, a room. */
  node: string
  name: string
  /** Null: for good. */
  retentionDays: number | null
}

/** Rings all numbers at once. */
export interface Dial {
  kind: 'Dial'
  /** Subscriber names, E.164 numbers, or SIP addresses with `sip:` in front. */
  numbers: string[]
  ringSeconds: number
  timeLimitSeconds: number
  /** Undefined: the caller as she is. */
  callerId: string | undefined
  callerName: string | undefined
  /** Only for calls that leave the building. Undefined: the platform chooses. */
  trunks: string[] | undefined
  /** From the answer on. */
  record?: RecordOrder
  next: Continuation
}

/** The noun in a Dial of its own: connects the caller with all others in the room. */
export interface Conference {
  kind: 'Conference'
  /** One in the domain. */
  room: string
  timeLimitSeconds: number
  maxParticipants: number
  beep: 'true' | 'false' | 'onEnter' | 'onExit'
  /** False: waits until somebody comes who starts it. */
  startsConference: boolean
  muted: boolean
  holdMusic: boolean
  /** The platform's spoken announcements. */
  prompts: boolean
  record?: RecordOrder
  next: Continuation
}

/** The noun in a Dial of its own: a machine that talks, at a provider. */
export interface Service {
  kind: 'Service'
  provider: string
  number: string
  username: string | undefined
  /** Reference of a kept secret, or the text itself. */
  password: string | undefined
  timeLimitSeconds: number
  record?: RecordOrder
  next: Continuation
}

/** Connects the caller with a WebSocket until that ends; then the next verb runs. */
export interface Stream {
  kind: 'Stream'
  url: string
  /** Values may be references of kept secrets. */
  parameters: { name: string; value: string }[]
  next: Continuation
}

export interface RecordVerb {
  kind: 'Record'
  maxSeconds: number
  beep: boolean
  /** Silence that ends the recording. */
  silenceSeconds: number
  next: Continuation
}

/** Connects the caller with somebody else's talk, until one of them ends it or she presses a key. */
interface Coach {
  kind: 'Coach'
  /** The platform's token of the session that is listened to. */
  session: string
  policy: 'listen' | 'whisper' | 'barge'
}

interface Redirect {
  kind: 'Redirect'
  next: Continuation
}

/** Another application answers from here on. The call does not come back. */
interface Handover {
  kind: 'Redirect'
  url: string
}

/** Refuses a call that nothing has connected yet. */
interface Reject {
  kind: 'Reject'
  reason: 'rejected' | 'busy' | 'congestion'
}

interface Hangup {
  kind: 'Hangup'
}

/** One verb of CXML as data. Where the platform writes a URL there is a continuation. */
export type Verb =
  | Sound
  | Gather
  | Dial
  | Conference
  | Service
  | Stream
  | RecordVerb
  | Coach
  | Redirect
  | Handover
  | Reject
  | Hangup
