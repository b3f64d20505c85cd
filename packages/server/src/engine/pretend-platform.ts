import type {
  FlowTestAction,
  FlowTestEnd,
  FlowTestScript,
} from '@opbx/contract/call-flow/flow-tests'
import { isoTimeOf } from '@opbx/contract/call-flow/zone-time'
import type { Conference, Dial, Gather, RecordVerb, Verb } from '../cxml/verbs.ts'
import type { Continuation } from './continuation.ts'
import type { Cast } from './flow-test-cast.ts'
import type { Input, StepResult } from './types.ts'

/** Stands in for the platform in a flow test: obeys verbs in a time of its own, without HTTP. */
export interface PretendPlatform {
  now(): string
  /** Extension numbers and numbers outside, in the order in which they rang first. */
  rang: string[]
  said: string[]
  /** Obeys until something has to be asked; null: the call is over. */
  play(verbs: readonly Verb[]): Input | null
  /** How the last verb ended the call. */
  lastWord(): FlowTestEnd
  unused(): number
}

/** How long things take where the test does not say, in seconds. */
const pressSeconds = 3
const pickUpSeconds = 5
const talkSeconds = 60
const musicSeconds = 5
const refusalSeconds = 1
const beforeHangUpSeconds = 4

export function createPretendPlatform(cast: Cast, test: FlowTestScript): PretendPlatform {
  const actions = [...test.actions]
  const rang: string[] = []
  const said: string[] = []
  /** What each number that rings did last. */
  const lastDone = new Map<string, RingAction>()
  let milliseconds = cast.beginsAt(test)
  let lastWord: FlowTestEnd = 'hung_up'

  const pass = (seconds: number): void => {
    milliseconds += Math.round(seconds * 1000)
  }
  const say = (text: string): void => {
    said.push(text)
    // A slow voice: 13 characters a second.
    pass(Math.ceil(text.length / 13))
  }
  const take = <A extends FlowTestAction>(fits: (one: FlowTestAction) => one is A): A | null => {
    const index = actions.findIndex(fits)
    const action = index < 0 ? undefined : actions[index]
    if (action === undefined || !fits(action)) return null
    actions.splice(index, 1)
    return action
  }
  const hangsUp = (next: Continuation, result: Partial<StepResult> = {}): Input | null => {
    const first = actions[0]
    if (first?.does !== 'hang_up') return null
    actions.shift()
    pass(first.seconds ?? beforeHangUpSeconds)
    return goOn(next, result, true)
  }
  const ring = (who: string, ringSeconds: number): Ringing => {
    if (!rang.includes(who)) rang.push(who)
    const isOwn = (one: FlowTestAction): one is RingAction =>
      'who' in one && cast.normal(one.who) === who
    const action = take(isOwn) ?? lastDone.get(who) ?? null
    if (action === null) return { does: 'no_answer', seconds: ringSeconds }
    lastDone.set(who, action)
    return { does: action.does, seconds: action.seconds ?? usualSeconds(action.does, ringSeconds) }
  }

  const gather = (verb: Gather): Input => {
    for (const prompt of verb.prompts) if (prompt.kind === 'Say') said.push(prompt.text)
    const gone = hangsUp(verb.next)
    if (gone !== null) return gone
    const action = take(isKeyAction)
    if (action?.does === 'press') {
      pass(action.seconds ?? pressSeconds)
      return goOn(verb.next, { digits: action.keys })
    }
    pass(action?.seconds ?? verb.firstDigitSeconds)
    return goOn(verb.next, { digits: '' })
  }
  const dial = (verb: Dial): Input => {
    const parties = partiesOf(cast, verb)
    for (const who of parties) if (!rang.includes(who)) rang.push(who)
    const gone = hangsUp(verb.next, { dialStatus: 'canceled' })
    if (gone !== null) return gone
    const { does, seconds } = outcomeOf(parties.map((who) => ring(who, verb.ringSeconds)))
    pass(seconds)
    return goOn(verb.next, { dialStatus: statusOf[does] })
  }
  const conference = (verb: Conference): Input => {
    const gone = hangsUp(verb.next, { dialStatus: 'completed' })
    if (gone !== null) return gone
    pass(talkSeconds)
    return goOn(verb.next, { dialStatus: 'completed' })
  }
  const record = (verb: RecordVerb): Input => {
    const gone = hangsUp(verb.next)
    if (gone !== null) return gone
    const action = take(isRecordAction)
    if (action?.does !== 'speak') {
      pass(action?.seconds ?? verb.silenceSeconds)
      // The platform calls no action for an empty recording (protocol 3.4).
      return goOn({ ...verb.next, via: 'fell_through' }, {})
    }
    const seconds = Math.min(action.seconds, verb.maxSeconds)
    pass(seconds)
    const recordingUrl = 'https://recordings.example/flow-test'
    return goOn(verb.next, { recordingUrl, recordingSeconds: seconds })
  }

  return {
    rang,
    said,
    now: () => isoTimeOf(milliseconds),
    lastWord: () => lastWord,
    unused: () => actions.length,
    play(verbs) {
      for (const verb of verbs) {
        switch (verb.kind) {
          case 'Say':
            say(verb.text)
            break
          case 'Play':
            pass(musicSeconds)
            break
          case 'Pause':
            pass(verb.seconds)
            break
          case 'Gather':
            return gather(verb)
          case 'Dial':
            return dial(verb)
          case 'Conference':
            return conference(verb)
          case 'Record':
            return record(verb)
          case 'Redirect':
            if ('next' in verb) return hangsUp(verb.next) ?? goOn(verb.next, {})
            lastWord = 'handed_over'
            return null
          case 'Reject':
            lastWord = 'rejected'
            return null
          case 'Hangup':
            return null
          default:
            return unknownVerb(verb)
        }
      }
      return null
    },
  }
}

type RingAction = Extract<FlowTestAction, { who: string }>
type KeyAction = Extract<FlowTestAction, { does: 'press' | 'wait' }>
type RecordAction = Extract<FlowTestAction, { does: 'speak' | 'wait' }>

interface Ringing {
  does: RingAction['does']
  seconds: number
}

function isKeyAction(action: FlowTestAction): action is KeyAction {
  return action.does === 'press' || action.does === 'wait'
}

function isRecordAction(action: FlowTestAction): action is RecordAction {
  return action.does === 'speak' || action.does === 'wait'
}

/** A verb that nobody taught this one to obey does not compile. */
function unknownVerb(verb: never): never {
  throw new Error(`No such verb: ${JSON.stringify(verb)}`)
}

function goOn(at: Continuation, result: Partial<StepResult>, ended = false): Input {
  const nothing = { digits: null, dialStatus: null, recordingUrl: null, recordingSeconds: null }
  return { kind: 'continue', at, result: { ...nothing, ...result }, ended }
}

/** Who rings by a Dial: extensions by their number, else the number as it was before the route changed it. */
function partiesOf(cast: Cast, { numbers, next }: Dial): string[] {
  const outside = 'number' in next.state ? next.state.number : null
  return [...new Set(numbers.map((one) => cast.extensionOf(one) ?? outside ?? one))]
}

function usualSeconds(does: RingAction['does'], ringSeconds: number): number {
  if (does === 'answer') return Math.min(pickUpSeconds, ringSeconds) + talkSeconds
  return does === 'no_answer' ? ringSeconds : refusalSeconds
}

/** What the platform reports of a Dial: whoever answers first, else the common reason. */
function outcomeOf(rung: readonly Ringing[]): Ringing {
  const answered = rung.filter(({ does }) => does === 'answer')
  if (answered.length > 0) return earliest(answered)
  const seconds = Math.max(0, ...rung.map((one) => one.seconds))
  for (const does of ['busy', 'unreachable'] as const) {
    if (rung.every((one) => one.does === does)) return { does, seconds }
  }
  return { does: 'no_answer', seconds }
}

function earliest(rung: readonly Ringing[]): Ringing {
  const seconds = Math.min(...rung.map((one) => one.seconds))
  return { does: 'answer', seconds }
}

const statusOf = {
  answer: 'completed',
  no_answer: 'noanswer',
  busy: 'busy',
  unreachable: 'failed',
} as const satisfies Record<RingAction['does'], string>
