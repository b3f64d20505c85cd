import type { Flow } from '@opbx/contract/call-flow/flow'
import { parseNumber } from '@opbx/contract/e164'
import { renderCxml } from '../cxml/render.ts'
import { advance } from '../engine/advance.ts'
import { type CompiledFlow, compileFlow } from '../engine/compile-flow.ts'
import type { Continuation } from '../engine/continuation.ts'
import { readySubscribers } from '../engine/flow-test-cast.ts'
import { needAnswers } from '../engine/need-answers.ts'
import type { RecordedCall, RecordedStep, ReplayedStep } from '../engine/replay.ts'
import type { CallInfo, Decision, Facts, Input, NeedAnswer, StepResult } from '../engine/types.ts'

/** What the platform told with a request after the first one. */
export interface Told extends Partial<StepResult> {
  via?: Continuation['via']
  ended?: boolean
  /** Since the request before. */
  seconds?: number
}

export interface Placed {
  to: string
  from?: string
  callerNode?: string
  facts?: Partial<Facts>
  /** By the key of the need. */
  answers?: Record<string, NeedAnswer>
}

/** A call through a flow as the history keeps it, with what was decided. */
export interface KeptCall {
  compiled: CompiledFlow
  recorded: RecordedCall
  replayed: ReplayedStep[]
}

/** Places a call on Tuesday 10:42 in New York, and tells what is given, one request after the other. */
export function keepCall(flow: Flow, placed: Placed, requests: readonly Told[] = []): KeptCall {
  const compiled = compileFlow(flow)
  const call = callOf(flow, placed)
  const steps: RecordedStep[] = []
  const replayed: ReplayedStep[] = []
  let input: Input = { kind: 'start', ended: false }
  let at = Date.parse('2026-11-17T15:42:00Z')
  for (let index = 0; index <= requests.length; index += 1) {
    const now = new Date(at).toISOString()
    const decision = decide(compiled, call, { input, now, placed })
    replayed.push({ decision, index })
    steps.push(stepOf(input, now, decision))
    const told = requests[index]
    const waits = decision.verbs.find((verb) => 'next' in verb)
    if (told === undefined || waits === undefined || !('next' in waits)) break
    const { via = 'action', ended = false, seconds = 20, ...result } = told
    input = {
      kind: 'continue',
      at: { ...waits.next, via },
      result: { ...nothing, ...result },
      ended,
    }
    at += seconds * 1000
  }
  return { compiled, recorded: { call, seed: 5, steps }, replayed }
}

const nothing: StepResult = {
  digits: null,
  dialStatus: null,
  recordingUrl: null,
  recordingSeconds: null,
}

function callOf({ organization }: Flow, { to, from, callerNode }: Placed): CallInfo {
  return {
    session: '0123456789abcdef0123456789abcdef',
    direction: callerNode === undefined ? 'inbound' : 'internal',
    origin: callerNode === undefined ? 'trunk' : 'phone',
    from: parseNumber(from ?? '+12025550105', organization.country),
    to: parseNumber(to, organization.country),
    dialed: to,
    isTrial: false,
    callerName: null,
    callerNode: callerNode ?? null,
  }
}

function decide(
  compiled: CompiledFlow,
  call: CallInfo,
  { input, now, placed }: { input: Input; now: string; placed: Placed },
): Decision {
  const ready = [...readySubscribers(compiled)].map(([id, phone]) => [id, phone.subscriber])
  let answers: Record<string, NeedAnswer> = {}
  for (let asked = 0; asked < 10; asked += 1) {
    const facts: Facts = {
      now,
      seed: 5,
      subscribers: Object.fromEntries(ready),
      personal: {},
      hours: {},
      connectedSinceDial: false,
      blockListEntry: null,
      fraudGuard: null,
      ...placed.facts,
      answers,
    }
    const outcome = advance(compiled, call, input, facts)
    if (outcome.kind === 'respond') return outcome
    const { need } = outcome
    const answer = placed.answers?.[need.key] ?? needAnswers[need.kind].usual(need)
    answers = { ...answers, [need.key]: answer }
  }
  throw new Error('The engine asked ten times')
}

function stepOf(input: Input, at: string, { verbs, trace, facts }: Decision): RecordedStep {
  const address = () => 'https://pbx.acme.example/api/voice/next/1'
  return {
    at,
    via: input.kind === 'continue' ? input.at.via : 'action',
    result: input.kind === 'continue' ? input.result : nothing,
    ended: input.ended,
    facts,
    trace,
    cxml: renderCxml(verbs, { next: address, audio: address, recording: address }),
  }
}
