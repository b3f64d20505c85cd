import type {
  FlowTestAction,
  FlowTestEnd,
  FlowTestScript,
} from '@opbx/contract/call-flow/flow-tests'
import { isoTimeOf } from '@opbx/contract/call-flow/zone-time'
import type {
  Conference,
  Dial,
  Gather,
  RecordVerb,
  Service,
  Sound,
  Stream,
  Verb,
} from '../cxml/verbs.ts'
import type { Continuation } from './continuation.ts'
import type { Cast } from './flow-test-cast.ts'
import { createScript, type RingAction, type Script } from './flow-test-script.ts'
import { soundSeconds } from './gather-settings.ts'
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
const refusalSeconds = 1
const beforeHangUpSeconds = 4

export function createPretendPlatform(cast: Cast, test: FlowTestScript): PretendPlatform {
  const scene: Scene = {
    cast,
    script: createScript(cast, test.actions),
    rang: [],
    said: [],
    milliseconds: cast.beginsAt(test),
    lastWord: 'hung_up',
  }
  return {
    rang: scene.rang,
    said: scene.said,
    now: () => isoTimeOf(scene.milliseconds),
    lastWord: () => scene.lastWord,
    unused: () => scene.script.left(),
    play(verbs) {
      for (const verb of verbs) {
        const played = obey(scene, verb)
        if (played !== 'go on') return played
      }
      return null
    },
  }
}

interface Scene {
  cast: Cast
  script: Script
  rang: string[]
  said: string[]
  milliseconds: number
  lastWord: FlowTestEnd
}

/** What the platform asks next; null: the call is over. */
function obey(scene: Scene, verb: Verb): Input | null | 'go on' {
  switch (verb.kind) {
    case 'Say':
    case 'Play':
    case 'Pause':
      hear(scene, verb)
      pass(scene, soundSeconds(verb))
      return 'go on'
    case 'Gather':
      return gather(scene, verb)
    case 'Dial':
      return dial(scene, verb)
    case 'Conference':
    case 'Service':
      return meet(scene, verb)
    case 'Stream':
      return stream(scene, verb)
    case 'Record':
      return record(scene, verb)
    case 'Coach':
      pass(scene, talkSeconds)
      return 'go on'
    case 'Redirect':
      if ('next' in verb) return hangsUp(scene, verb.next) ?? goOn(verb.next, {})
      scene.lastWord = 'handed_over'
      return null
    case 'Reject':
      scene.lastWord = 'rejected'
      return null
    case 'Hangup':
      return null
    default:
      return unknownVerb(verb)
  }
}

/** A sound has no words; it is known by its prompt's name. */
function hear(scene: Scene, sound: Sound): void {
  if (sound.kind === 'Say') scene.said.push(sound.text)
  if (sound.kind === 'Play' && sound.audio.kind === 'prompt') scene.said.push(sound.audio.name)
}

function pass(scene: Scene, seconds: number): void {
  scene.milliseconds += Math.round(seconds * 1000)
}

function hangsUp(scene: Scene, next: Continuation, result: Partial<StepResult> = {}): Input | null {
  const action = scene.script.hangUp()
  if (action === null) return null
  pass(scene, action.seconds ?? beforeHangUpSeconds)
  return goOn(next, result, true)
}

function gather(scene: Scene, verb: Gather): Input {
  for (const prompt of verb.prompts) hear(scene, prompt)
  const gone = hangsUp(scene, verb.next)
  if (gone !== null) return gone
  const action = scene.script.take(isKeyAction)
  if (action?.does === 'press') {
    pass(scene, action.seconds ?? pressSeconds)
    return goOn(verb.next, { digits: action.keys })
  }
  pass(scene, action?.seconds ?? verb.firstDigitSeconds)
  return goOn(verb.next, { digits: '' })
}

function dial(scene: Scene, verb: Dial): Input {
  const parties = partiesOf(scene.cast, verb)
  for (const who of parties) if (!scene.rang.includes(who)) scene.rang.push(who)
  const gone = hangsUp(scene, verb.next, { dialStatus: 'canceled' })
  if (gone !== null) return gone
  const rung = parties.map((who): Ringing => {
    const action = scene.script.ring(who)
    const does = action?.does ?? 'no_answer'
    return { does, seconds: action?.seconds ?? usualSeconds(does, verb.ringSeconds) }
  })
  const { does, seconds } = outcomeOf(rung)
  pass(scene, seconds)
  return goOn(verb.next, { dialStatus: statusOf[does] })
}

/** Nothing is told of its end: the Redirect behind it runs. */
function stream(scene: Scene, verb: Stream): Input {
  const gone = hangsUp(scene, verb.next)
  if (gone !== null) return gone
  pass(scene, talkSeconds)
  return goOn({ ...verb.next, via: 'fell_through' }, {})
}

function meet(scene: Scene, verb: Conference | Service): Input {
  const gone = hangsUp(scene, verb.next, { dialStatus: 'completed' })
  if (gone !== null) return gone
  pass(scene, talkSeconds)
  return goOn(verb.next, { dialStatus: 'completed' })
}

function record(scene: Scene, verb: RecordVerb): Input {
  const gone = hangsUp(scene, verb.next)
  if (gone !== null) return gone
  const action = scene.script.take(isRecordAction)
  if (action?.does !== 'speak') {
    pass(scene, action?.seconds ?? verb.silenceSeconds)
    // The platform calls no action for an empty recording (protocol 3.4).
    return goOn({ ...verb.next, via: 'fell_through' }, {})
  }
  const seconds = Math.min(action.seconds, verb.maxSeconds)
  pass(scene, seconds)
  const recordingUrl = 'https://recordings.example/flow-test'
  return goOn(verb.next, { recordingUrl, recordingSeconds: seconds })
}

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
