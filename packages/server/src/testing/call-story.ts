import type { Flow } from '@opbx/contract/call-flow/flow'
import type { TraceEntry } from '@opbx/contract/calls'
import { parseNumber } from '@opbx/contract/e164'
import type { Verb } from '../cxml/verbs.ts'
import { advance } from '../engine/advance.ts'
import { type CompiledFlow, compileFlow } from '../engine/compile-flow.ts'
import { type Continuation, continuationSchema } from '../engine/continuation.ts'
import type {
  CallInfo,
  Decision,
  Effect,
  Facts,
  Input,
  Need,
  NeedAnswer,
  StepResult,
} from '../engine/types.ts'

/** A verb without its continuation, as tests compare it. */
type Said = Verb extends infer V ? (V extends { next: Continuation } ? Omit<V, 'next'> : V) : never

export interface CallSetting {
  to: string
  from?: string
  /** ISO 8601; Tuesday 10:42 in New York unless told. */
  at?: string
  origin?: CallInfo['origin']
  /** Id of the extension node that calls. */
  callerNode?: string | undefined
  callerName?: string
  isTrial?: boolean
  seed?: number
  /** Names of the confirmed devices; unless told, `dev_101` is `101` at the platform, and so on. */
  subscribers?: Record<string, string>
  /** What people have set for their extensions, by node. */
  personal?: Facts['personal']
  /** Business hours that are set by hand, by node. */
  hours?: Facts['hours']
  connectedSinceDial?: boolean
  blockListEntry?: { note: string } | null
  /** Unless told the guard is on and knows nothing. */
  fraudGuard?: Facts['fraudGuard']
  /** Answers needs; unless told each need gets its fallback. */
  meet?: (need: Need) => NeedAnswer
}

/** One moment of a call: what the platform was told, and what may happen next. */
export interface CallMoment {
  decision: Decision
  /** The verbs, without continuations and without the Redirect that follows a verb with an action. */
  says: Said[]
  /** The story so far. */
  trace: TraceEntry[]
  /** `name: happened` of each entry of this decision. */
  told: string[]
  /** The reasons of this decision. */
  reasons: string[]
  effects: Effect[]
  /** Where the call goes on by the verb's action. */
  next: Continuation | null
  press(digits: string, seconds?: number): CallMoment
  /** The caller speaks, where that is listened to. */
  speak(speech: string, seconds?: number): CallMoment
  dialResult(status: string, seconds?: number): CallMoment
  record(url: string | null, seconds?: number): CallMoment
  /** The words were spoken to their end. */
  listen(seconds?: number): CallMoment
  /** The platform skipped the verb's action and ran the Redirect behind it. */
  fallThrough(facts?: Partial<Facts>): CallMoment
  /** The platform was told to ask now, while it played. */
  askNow(seconds?: number): CallMoment
  /** The caller hangs up, perhaps after a recording. */
  hangUp(recordingUrl?: string): CallMoment
}

/** Places a call into a flow, as the voice edge would. */
export function startCall(flow: Flow | CompiledFlow, setting: CallSetting): CallMoment {
  const compiled = 'flow' in flow ? flow : compileFlow(flow)
  const scene = { compiled, setting, call: callOf(compiled.flow, setting) }
  const at = setting.at ?? '2026-11-17T15:42:00Z'
  return take(scene, { input: { kind: 'start', ended: false }, at, trace: [], facts: {} })
}

interface Scene {
  compiled: CompiledFlow
  setting: CallSetting
  call: CallInfo
}
interface Turn {
  input: Input
  at: string
  trace: TraceEntry[]
  facts: Partial<Facts>
}

function callOf(flow: Flow, setting: CallSetting): CallInfo {
  const origin = setting.origin ?? (setting.callerNode === undefined ? 'trunk' : 'phone')
  const { country } = flow.organization
  return {
    session: '0123456789abcdef0123456789abcdef',
    direction: origin === 'trunk' ? 'inbound' : 'internal',
    origin,
    from: parseNumber(setting.from ?? '+12025550105', country),
    to: parseNumber(setting.to, country),
    dialed: setting.to.replace(/[\s().\-/]/g, ''),
    isTrial: setting.isTrial ?? false,
    callerName: setting.callerName ?? null,
    callerNode: setting.callerNode ?? null,
  }
}

function take(scene: Scene, turn: Turn): CallMoment {
  const decision = decide(scene, turn)
  const trace = [...turn.trace, ...decision.trace]
  const next = continuationOf(decision.verbs)
  const goOn = (seconds: number, change: (next: Continuation) => Input, facts = {}) => {
    if (!next) throw new Error('The call is over')
    const at = new Date(Date.parse(turn.at) + seconds * 1000).toISOString()
    return take(scene, { input: change(next), at, trace, facts })
  }
  const act = (result: Partial<StepResult>, seconds: number) =>
    goOn(seconds, (at) => ({ kind: 'continue', at, result: resultOf(result), ended: false }))
  return {
    decision,
    says: saidOf(decision.verbs),
    trace,
    told: decision.trace.map((entry) => `${entry.name}: ${entry.happened}`),
    reasons: decision.trace.map((entry) => entry.because),
    effects: decision.effects,
    next,
    press: (digits, seconds = 5) => act({ digits }, seconds),
    speak: (speech, seconds = 5) => act({ speech, digits: '' }, seconds),
    dialResult: (dialStatus, seconds = 20) => act({ dialStatus }, seconds),
    record: (recordingUrl, seconds = 12) =>
      act({ recordingUrl, recordingSeconds: recordingUrl === null ? null : seconds }, seconds),
    listen: (seconds = 6) => act({}, seconds),
    fallThrough: (facts = {}) =>
      goOn(
        20,
        (at) => ({
          kind: 'continue',
          at: { ...at, via: 'fell_through' },
          result: resultOf({}),
          ended: false,
        }),
        facts,
      ),
    askNow: (seconds = 3) =>
      goOn(seconds, (at) => ({
        kind: 'continue',
        at: { ...at, via: 'switched' },
        result: resultOf({}),
        ended: false,
      })),
    hangUp: (recordingUrl) =>
      goOn(4, (at) => ({
        kind: 'continue',
        at,
        result: resultOf({ recordingUrl: recordingUrl ?? null }),
        ended: true,
      })),
  }
}

function decide(scene: Scene, turn: Turn): Decision {
  const { setting, compiled, call } = scene
  let answers: Record<string, NeedAnswer> = {}
  for (let asked = 0; asked < 10; asked += 1) {
    const facts: Facts = {
      now: turn.at,
      seed: setting.seed ?? 1,
      subscribers: setting.subscribers ?? usualSubscribers(compiled.flow),
      personal: setting.personal ?? {},
      hours: setting.hours ?? {},
      connectedSinceDial: setting.connectedSinceDial ?? false,
      blockListEntry: setting.blockListEntry ?? null,
      fraudGuard:
        setting.fraudGuard === undefined
          ? { hours: null, allowed: [], stopped: null }
          : setting.fraudGuard,
      answers,
      ...turn.facts,
    }
    const outcome = advance(compiled, call, turn.input, facts)
    if (outcome.kind === 'respond') return outcome
    const { need } = outcome
    const met = setting.meet?.(need)
    answers = { ...answers, [need.key]: met === undefined ? need.fallback : met }
  }
  throw new Error('The engine asked ten times')
}

function usualSubscribers(flow: Flow): Record<string, string> {
  const devices = flow.nodes.flatMap((node) =>
    node.type === 'extension' ? node.config.devices : [],
  )
  return Object.fromEntries(
    devices.map((device) => [device.id ?? '', (device.id ?? '').replace(/^dev_/, '')]),
  )
}

function resultOf(result: Partial<StepResult>): StepResult {
  return { digits: null, dialStatus: null, recordingUrl: null, recordingSeconds: null, ...result }
}

/** Written and read as in an address, so that a call goes on with nothing but what its continuation holds. */
function continuationOf(verbs: readonly Verb[]): Continuation | null {
  for (const verb of verbs) {
    if ('next' in verb) return continuationSchema.parse(JSON.parse(JSON.stringify(verb.next)))
  }
  return null
}

function saidOf(verbs: readonly Verb[]): Said[] {
  const shown = verbs.filter(
    (verb) => !(verb.kind === 'Redirect' && 'next' in verb && verb.next.via === 'fell_through'),
  )
  return shown.map((verb) => {
    if (!('next' in verb)) return verb
    const { next: _, ...said } = verb
    return said
  })
}
