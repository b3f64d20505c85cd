import type {
  FlowTestAction,
  FlowTestCreate,
  FlowTestEnd,
  FlowTestFacts,
} from '@opbx/contract/call-flow/flow-tests'
import { epochMillisecondsOf, localReadingOf } from '@opbx/contract/call-flow/zone-time'
import type { Dial } from '../cxml/verbs.ts'
import type { CompiledFlow } from './compile-flow.ts'
import { readDialWord } from './dial-result.ts'
import { pathOf } from './flow-test-story.ts'
import type { RecordedCall, RecordedStep, ReplayedStep } from './replay.ts'
import type { Decision, UsedFacts } from './types.ts'

/** A call of before with what the flow of then decided, and who picked up as far as the history knows. */
export interface KnownCall {
  compiled: CompiledFlow
  recorded: RecordedCall
  /** One per recorded step. */
  replayed: readonly ReplayedStep[]
  /** Extension number of who picked up, also where the platform told it only at the end; null: nobody known. */
  answeredBy: string | null
  isAnswered: boolean
  tags: readonly string[]
}

/** A test that does what this call did and expects what happened to it. Words do not matter to it. */
export function testOfCall(known: KnownCall): Omit<FlowTestCreate, 'name'> {
  const { compiled, recorded } = known
  const { call, steps } = recorded
  const { timeZone } = compiled.flow.organization
  const phone = compiled.nodes.get(call.callerNode ?? '')
  const actions = actionsOf(known)
  const trace = steps.flatMap((step) => step.trace)
  const path = pathOf(trace).map(({ node, exit }) => ({ node, exit }))
  return {
    enabled: true,
    origin: call.origin === 'phone' ? 'phone' : 'trunk',
    from: callerOf(call, phone?.extension ?? null),
    to: call.origin === 'trunk' ? call.to.number : call.dialed,
    at: localReadingOf(timeZone, epochMillisecondsOf(steps[0]?.at ?? '')),
    actions,
    facts: factsOf(recorded),
    expect: {
      path: path.length === 0 ? null : { mode: 'exact', steps: path },
      rings: {
        mode: 'exact',
        who: [...new Set(known.replayed.flatMap((one) => rungBy(known, one)))],
      },
      says: [],
      ends: endOf(known),
      tags: [...known.tags],
    },
  }
}

/** A test names somebody, also where the caller showed no number. */
function callerOf({ origin, from }: RecordedCall['call'], extension: string | null): string {
  if (origin === 'phone' && extension !== null) return extension
  return from.number.length < 2 ? 'anonymous' : from.number
}

function actionsOf(known: KnownCall): FlowTestAction[] {
  const { steps } = known.recorded
  return known.replayed.flatMap(({ decision }, index) => {
    const next = steps[index + 1]
    const begun = epochMillisecondsOf(steps[index]?.at ?? '')
    const over = next === undefined ? null : epochMillisecondsOf(next.at)
    const seconds = over === null ? {} : { seconds: Math.max(0, (over - begun) / 1000) }
    return actionsAfter(known, decision, { next, seconds, index })
  })
}

interface Following {
  next: RecordedStep | undefined
  seconds: { seconds?: number }
  index: number
}

/** What was done while the platform obeyed this decision. */
function actionsAfter(
  known: KnownCall,
  { verbs }: Decision,
  { next, seconds, index }: Following,
): FlowTestAction[] {
  const act = verbs.find((verb) => 'next' in verb)
  if (act === undefined) return []
  if (act.kind === 'Dial') return dialActions(known, act, { next, seconds, index })
  const isGone = next === undefined || next.ended
  if (act.kind === 'Record') {
    const length = next?.result.recordingSeconds
    const hasMessage = next !== undefined && next.result.recordingUrl !== null
    if (hasMessage) return [{ does: 'speak', seconds: Math.max(1, Math.round(length ?? 1)) }]
  }
  if (isGone) return [{ does: 'hang_up', ...seconds }]
  if (act.kind === 'Record') return [{ does: 'wait', ...seconds }]
  if (act.kind !== 'Gather') return []
  const keys = (next.result.digits ?? '').replace(/[^0-9*#]/g, '')
  return [keys === '' ? { does: 'wait', ...seconds } : { does: 'press', keys, ...seconds }]
}

function dialActions(known: KnownCall, dial: Dial, following: Following): FlowTestAction[] {
  const { next, seconds, index } = following
  const who = namesOf(known, dial, index)
  if (next === undefined) {
    // The session ended without another request: only the history knows whether somebody had picked up.
    return known.isAnswered
      ? [{ does: 'answer', who: answererOf(known, who) }]
      : [{ does: 'hang_up' }]
  }
  const result = resultOf(next)
  if (next.ended || result === 'canceled') return [{ does: 'hang_up', ...seconds }]
  if (result === 'answered') return [{ does: 'answer', who: answererOf(known, who), ...seconds }]
  return who.map((one) => ({ does: result, who: one, ...seconds }))
}

function resultOf({ via, result, facts }: RecordedStep) {
  if (via === 'action') return readDialWord(result.dialStatus)
  return facts.connectedSinceDial === true ? 'answered' : 'unreachable'
}

function answererOf({ answeredBy }: KnownCall, who: readonly string[]): string {
  return answeredBy !== null && who.includes(answeredBy) ? answeredBy : (who[0] ?? '')
}

function rungBy(known: KnownCall, { decision, index }: ReplayedStep): string[] {
  return decision.verbs.flatMap((verb) => (verb.kind === 'Dial' ? namesOf(known, verb, index) : []))
}

/** Whom a Dial rings: extensions by number, under the names that their devices had then. */
function namesOf({ compiled, recorded }: KnownCall, dial: Dial, index: number): string[] {
  const devices = Object.entries(recorded.steps[index]?.facts.subscribers ?? {})
  const deviceOf = new Map(devices.flatMap(([id, name]) => (name === null ? [] : [[name, id]])))
  const outside = 'number' in dial.next.state ? dial.next.state.number : null
  const names = dial.numbers.map((number) => {
    const device = deviceOf.get(number)
    const node = compiled.flow.nodes.find(
      (one) => one.type === 'extension' && one.config.devices.some(({ id }) => id === device),
    )
    return device === undefined ? (outside ?? number) : (node?.extension ?? number)
  })
  return [...new Set(names)]
}

function factsOf({ steps, seed }: RecordedCall): FlowTestFacts {
  const facts = steps.map((step) => step.facts)
  const notReady = facts.flatMap(({ subscribers }) =>
    Object.entries(subscribers ?? {}).flatMap(([device, name]) => (name === null ? [device] : [])),
  )
  const answers: FlowTestFacts['answers'] = {}
  for (const [key, answer] of facts.flatMap((one) => Object.entries(one.answers ?? {}))) {
    answers[key] = [...(answers[key] ?? []), answer]
  }
  return {
    notReady: [...new Set(notReady)],
    personal: Object.assign({}, ...facts.map(({ personal }) => personal ?? {})),
    ...hoursOf(facts),
    blocked: facts.some(({ blockListEntry }) => (blockListEntry ?? null) !== null),
    seed: facts.some((one) => one.seed !== undefined) ? seed : 1,
    answers,
  }
}

/** Business hours that were set by hand then. */
function hoursOf(facts: readonly UsedFacts[]): Pick<FlowTestFacts, 'hours'> {
  const set = facts.flatMap(({ hours }) => Object.entries(hours ?? {}))
  if (set.length === 0) return {}
  return { hours: Object.fromEntries(set.map(([node, { state }]) => [node, state])) }
}

/** As a test tells it, by what the call left behind. */
function endOf({ recorded, replayed, isAnswered }: KnownCall): FlowTestEnd {
  const last = recorded.steps.at(-1)
  const decision = replayed.at(-1)?.decision
  const effects = replayed.flatMap((one) => one.decision.effects)
  if (isAnswered || effects.some(({ kind }) => kind === 'answered')) return 'answered'
  if (effects.some(({ kind }) => kind === 'voicemail')) return 'message'
  const verbs = decision?.verbs ?? []
  const isGone =
    last?.ended === true || readDialWord(last?.result.dialStatus ?? null) === 'canceled'
  if (isGone || verbs.some((verb) => 'next' in verb)) return 'caller_hung_up'
  if (verbs.some(({ kind }) => kind === 'Reject')) return 'rejected'
  return verbs.some((verb) => verb.kind === 'Redirect') ? 'handed_over' : 'hung_up'
}
