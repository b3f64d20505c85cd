import type { FlowTestEnd, FlowTestScript } from '@opbx/contract/call-flow/flow-tests'
import { advance } from './advance.ts'
import type { CompiledFlow } from './compile-flow.ts'
import { type Cast, createCast } from './flow-test-cast.ts'
import type { FlowTestStory } from './flow-test-story.ts'
import { judge } from './flow-test-verdict.ts'
import { needAnswers, storedAnswer } from './need-answers.ts'
import { createPretendPlatform, type PretendPlatform } from './pretend-platform.ts'
import type { CallInfo, Decision, Facts, Input, Need, NeedAnswer } from './types.ts'

export interface FlowTestRun extends FlowTestStory {
  passed: boolean
  /** One sentence per expectation that was not met. */
  failures: string[]
}

/** Runs tests through one flow. Pure: the same test has the same result on every day. */
export function createFlowTester(compiled: CompiledFlow): (test: FlowTestScript) => FlowTestRun {
  const cast = createCast(compiled)
  return (test) => {
    const story = playCall(compiled, cast, test)
    const failures = judge(compiled, test.expect, story)
    return { ...story, failures, passed: failures.length === 0 }
  }
}

/** A queue may hold a caller for hours; a test has no use for more. */
const mostWaits = 500
const mostDecisions = mostWaits + 2
const mostNeeds = 64

function playCall(compiled: CompiledFlow, cast: Cast, test: FlowTestScript): FlowTestStory {
  const call = cast.callOf(test)
  const facts = cast.factsOf(test)
  const platform = createPretendPlatform(cast, test)
  const outside = createOutside(test)
  const story: FlowTestStory & { effects: Decision['effects'] } = {
    ...{ trace: [], rang: platform.rang, said: platform.said, tags: [] },
    ...{ effects: [], ends: 'hung_up', unused: 0 },
  }
  let input: Input = { kind: 'start', ended: false }
  for (let taken = 0; taken < mostDecisions; taken += 1) {
    const known = { ...facts, now: platform.now() }
    const decision = decide(compiled, call, { input, facts: known, outside })
    for (const entry of decision.trace) story.trace.push(entry)
    for (const effect of decision.effects) story.effects.push(effect)
    const next = platform.play(decision.verbs)
    if (next === null) {
      story.ends = endOf(story.effects, platform, input.ended)
      story.tags = tagsOf(story.effects)
      story.unused = platform.unused()
      const { effects: _, ...told } = story
      return told
    }
    // Nobody waits for ever: in the end the caller hangs up.
    input = next.kind === 'continue' && taken >= mostWaits ? { ...next, ended: true } : next
  }
  throw new Error('The call of a flow test did not end')
}

/** Answers needs: as the test says, in the order in which they are asked, else as is usual. */
function createOutside({ facts }: FlowTestScript): (need: Need) => NeedAnswer {
  const asked = new Map<string, number>()
  return (need) => {
    const count = asked.get(need.key) ?? 0
    asked.set(need.key, count + 1)
    const given = Object.hasOwn(facts.answers, need.key) ? facts.answers[need.key] : undefined
    return storedAnswer(need, given?.[count] ?? given?.at(-1)) ?? needAnswers[need.kind].usual(need)
  }
}

interface Moment {
  input: Input
  facts: Facts
  outside: (need: Need) => NeedAnswer
}

function decide(compiled: CompiledFlow, call: CallInfo, moment: Moment): Decision {
  let { facts } = moment
  for (let asked = 0; asked <= mostNeeds; asked += 1) {
    const outcome = advance(compiled, call, moment.input, facts)
    if (outcome.kind === 'respond') return outcome
    const { need } = outcome
    facts = { ...facts, answers: { ...facts.answers, [need.key]: moment.outside(need) } }
  }
  throw new Error(`The engine had more than ${mostNeeds} needs`)
}

function endOf(
  effects: Decision['effects'],
  platform: PretendPlatform,
  isCallerGone: boolean,
): FlowTestEnd {
  if (effects.some(({ kind }) => kind === 'answered')) return 'answered'
  if (effects.some(({ kind }) => kind === 'voicemail')) return 'message'
  return isCallerGone ? 'caller_hung_up' : platform.lastWord()
}

function tagsOf(effects: Decision['effects']): string[] {
  const tags = effects.flatMap((effect) => (effect.kind === 'labelled' ? effect.tags : []))
  return [...new Set(tags)]
}
