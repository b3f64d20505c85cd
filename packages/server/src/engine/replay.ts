import type { TraceEntry } from '@opbx/contract/calls'
import { renderCxml, withSecrets } from '../cxml/render.ts'
import type { Verb } from '../cxml/verbs.ts'
import { advance } from './advance.ts'
import type { CompiledFlow } from './compile-flow.ts'
import type { Continuation } from './continuation.ts'
import { readySubscribers } from './flow-test-cast.ts'
import { needAnswers, storedAnswer } from './need-answers.ts'
import type { CallInfo, Decision, Facts, Input, Need, StepResult, UsedFacts } from './types.ts'

/** One request of a call as it was, and what was answered. */
export interface RecordedStep {
  at: string
  via: Continuation['via']
  result: StepResult
  ended: boolean
  facts: UsedFacts
  trace: TraceEntry[]
  cxml: string
}
export interface RecordedCall {
  call: CallInfo
  /** Unsigned 32 bits, the same for the whole session. */
  seed: number
  steps: RecordedStep[]
}

/** Whether a call would have gone the same way. */
export type Replayed =
  | { kind: 'same' }
  /** Where it went, and where it would go, in words. */
  | { kind: 'different'; was: string; now: string }
  | { kind: 'cannot_tell'; reason: string }

/** A decision, with the request of before that it answers. */
export interface ReplayedStep {
  decision: Decision
  /** Index among the recorded steps. */
  index: number
}

// A call of announcements alone has few of them; more would be a loop.
const mostWords = 100
const mostNeeds = 64

/**
 * Takes a call of before through another flow, with what the caller did and what was known then, as long as it
 * goes the same way. The same way is: the same step takes the call, and the same phones ring. What is said on
 * the way, and by which steps it is led there, does not matter. `told` gets each decision.
 */
export function createReplay(compiled: CompiledFlow) {
  const ready = Object.fromEntries(
    [...readySubscribers(compiled)].map(([id, { subscriber }]) => [id, subscriber]),
  )
  return (recorded: RecordedCall, told: (step: ReplayedStep) => void = () => {}): Replayed =>
    replayCall({ compiled, ready, recorded, told, missing: [] })
}

interface Scene {
  compiled: CompiledFlow
  /** All devices, as if the platform had confirmed them: what it had then was noted only for those that were asked for. */
  ready: Readonly<Record<string, string>>
  recorded: RecordedCall
  told: (step: ReplayedStep) => void
  missing: Missing[]
}

/** A fact that was not noted then. `asker`: the key of the need. */
interface Missing {
  asker: string | null
  reason: string
}

function replayCall(scene: Scene): Replayed {
  const { steps } = scene.recorded
  let index = 0
  let input: Input | null = { kind: 'start', ended: steps[0]?.ended ?? false }
  while (input !== null) {
    const settled = pastWords(scene, index, input)
    const step = settled === null ? undefined : steps[settled.index]
    if (settled === null || step === undefined) return { kind: 'same' }
    const found = compare(scene, step, settled.decision)
    if (found !== null) return found
    index = settled.index + 1
    const next = steps[index]
    if (next === undefined) return { kind: 'same' }
    input = inputOf(settled.decision, next)
  }
  return { kind: 'cannot_tell', reason: 'the requests of this call do not follow each other' }
}

/**
 * Decides, and goes on until something happens but words, in both calls. Null: the call of before was over
 * while something was said.
 */
function pastWords(scene: Scene, from: number, first: Input): ReplayedStep | null {
  const { steps } = scene.recorded
  let index = from
  let decision = decide(scene, index, first)
  for (let words = 0; words < mostWords && isWordsOnly(decision.verbs); words += 1) {
    const wasWords = isWordsOnlyCxml(steps[index]?.cxml ?? '')
    if (wasWords) index += 1
    const step = steps[index]
    if (step === undefined) return null
    const input = inputOf(decision, { ...step, via: 'action', result: nothing })
    if (input === null) break
    decision = decide(scene, index, wasWords ? input : { ...input, ended: false })
  }
  while (isWordsOnlyCxml(steps[index]?.cxml ?? '')) index += 1
  return index < steps.length ? { decision, index } : null
}

const nothing: StepResult = {
  digits: null,
  dialStatus: null,
  recordingUrl: null,
  recordingSeconds: null,
}

function inputOf(
  before: Decision,
  { via, result, ended }: Pick<RecordedStep, 'via' | 'result' | 'ended'>,
): Input | null {
  const waits = before.verbs.find((verb) => 'next' in verb)
  if (waits === undefined || !('next' in waits)) return null
  return { kind: 'continue', at: { ...waits.next, via }, result, ended }
}

function decide(scene: Scene, index: number, input: Input): Decision {
  const { compiled, recorded } = scene
  const noted = notedFrom(recorded.steps, index)
  let facts = factsOf(scene, noted)
  for (let asked = 0; asked <= mostNeeds; asked += 1) {
    const outcome = advance(compiled, recorded.call, input, facts)
    if (outcome.kind === 'respond') {
      const isRead = 'blockListEntry' in outcome.facts && !('blockListEntry' in noted)
      if (isRead) scene.missing.push({ asker: null, reason: blockListMissing })
      scene.told({ decision: outcome, index })
      return outcome
    }
    const { need } = outcome
    const answer = storedAnswer(need, notedAnswer(noted, need))
    if (answer === null) {
      scene.missing.push({ asker: need.key, reason: needAnswers[need.kind].missing })
    }
    const given = answer ?? needAnswers[need.kind].usual(need)
    facts = { ...facts, answers: { ...facts.answers, [need.key]: given } }
  }
  throw new Error(`The engine had more than ${mostNeeds} needs`)
}

const blockListMissing = 'whether the caller was on the block list'

function notedAnswer({ answers }: UsedFacts, { key }: Need): unknown {
  return answers !== undefined && Object.hasOwn(answers, key) ? answers[key] : undefined
}

/** What was noted with a request, and with those behind it that only followed words. */
function notedFrom(steps: readonly RecordedStep[], index: number): UsedFacts {
  const step = steps[index]
  if (step === undefined) throw new Error('A replay went on behind its call')
  if (!isWordsOnlyCxml(step.cxml) || index + 1 >= steps.length) return step.facts
  const behind = notedFrom(steps, index + 1)
  return {
    ...behind,
    ...step.facts,
    subscribers: { ...behind.subscribers, ...step.facts.subscribers },
    personal: { ...behind.personal, ...step.facts.personal },
    hours: { ...behind.hours, ...step.facts.hours },
    answers: { ...behind.answers, ...step.facts.answers },
  }
}

function factsOf({ ready, recorded }: Scene, noted: UsedFacts): Facts {
  return {
    now: noted.now,
    seed: recorded.seed,
    subscribers: subscribersOf(ready, noted.subscribers ?? {}),
    personal: noted.personal ?? {},
    hours: noted.hours ?? {},
    connectedSinceDial: noted.connectedSinceDial ?? false,
    blockListEntry: noted.blockListEntry ?? null,
    fraudGuard: noted.fraudGuard ?? null,
    answers: {},
  }
}

function subscribersOf(
  ready: Readonly<Record<string, string>>,
  noted: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
  const others = Object.entries(noted).filter(([device, name]) => (ready[device] ?? null) !== name)
  if (others.length === 0) return ready
  const all = { ...ready }
  for (const [device, name] of others) {
    if (name === null) delete all[device]
    else all[device] = name
  }
  return all
}

function compare({ missing }: Scene, step: RecordedStep, decision: Decision): Replayed | null {
  const was = lastOf(step.trace)
  const now = lastOf(decision.trace)
  const cxml = withSecrets(
    renderCxml(decision.verbs, {
      next: () => ownPath,
      audio: () => ownPath,
      recording: () => ownPath,
    }),
  )
  const isSame = was.node === now.node && actOf(step.cxml) === actOf(cxml)
  if (isSame && missing.length === 0) return null
  // Who came to the step that asks is there, whatever the answer.
  const isElsewhere = was.node !== now.node && now.node !== null
  const doubt = missing.find(
    ({ asker }) => !isElsewhere || asker?.includes(now.node ?? '') !== true,
  )
  if (doubt !== undefined) return { kind: 'cannot_tell', reason: doubt.reason }
  return { kind: 'different', was: was.words, now: now.words }
}

function lastOf(trace: readonly TraceEntry[]): { node: string | null; words: string } {
  const entry = trace.at(-1)
  if (entry === undefined) return { node: null, words: '' }
  const words = entry.node === null ? entry.happened : `${entry.name}: ${entry.happened}`
  return { node: entry.node, words }
}

const ownPath = '/api/voice/next/'

/** What a document makes the platform do, without its words: its verbs, and whom they reach. */
function actOf(cxml: string): string {
  const parts: string[] = []
  for (const [, tag = '', text = ''] of cxml.matchAll(/<([A-Z]\w*)\b[^>]*>([^<]*)/g)) {
    if (wordTags.has(tag)) continue
    parts.push(text === '' || text.includes(ownPath) ? tag : `${tag} ${text}`)
  }
  return parts.sort().join('\n')
}

const wordTags = new Set(['Response', 'Say', 'Play', 'Pause'])

function isWordsOnlyCxml(cxml: string): boolean {
  return actOf(cxml) === 'Redirect'
}

function isWordsOnly(verbs: readonly Verb[]): boolean {
  const acts = verbs.filter((verb) => !wordTags.has(verb.kind))
  return acts.length === 1 && acts[0]?.kind === 'Redirect' && 'next' in acts[0]
}
