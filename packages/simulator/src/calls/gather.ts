import type { Element } from '../cxml/parse.ts'
import { flagOf, numberOf } from '../cxml/values.ts'
import { type Action, alwaysFits } from './action.ts'
import { type Call, isOver, note, type Situation } from './call.ts'
import { ask } from './people.ts'
import { playNested, speechLength, staysUnanswered } from './prompts.ts'
import { type After, actionOf, answer, type Scene } from './scene.ts'

type Input = { digits: string; speech: string | null; complete: boolean }

type Rules = {
  keys: boolean
  speech: boolean
  finishOnKey: string
  numDigits: number
  betweenKeysMs: number
  interruptible: boolean
}

/** Plays the prompts and collects keys or speech. */
export async function gather(scene: Scene, verb: Element): Promise<After> {
  const { call } = scene
  if (!staysUnanswered(verb)) await answer(scene, 'The platform answers the call')
  const startedAt = call.now
  const prompt = await playNested(scene, verb)
  const promptEnds = startedAt + prompt.milliseconds
  const happened =
    prompt.words === '' ? 'The caller may press keys' : `The caller hears: ${prompt.words}`
  note(call, { kind: 'action', happened })
  const input = await collect(call, {
    rules: rulesOf(verb),
    prompt: prompt.words,
    promptEnds,
    firstDeadline: firstDeadline(verb, promptEnds),
    lastDeadline:
      startedAt + Math.max(prompt.milliseconds, numberOf(verb, 'maxDuration', 300) * 1000),
  })
  if (isOver(call)) return 'over'
  if (input.digits === '' && input.speech === null) {
    note(call, { kind: 'action', happened: 'The caller enters nothing' })
    if (!flagOf(verb, 'actionOnEmptyResult', false)) return 'next'
  }
  const parameters: Record<string, unknown> = { Digits: input.digits }
  if (input.speech !== null) parameters.SpeechResult = input.speech
  return { ask: actionOf(scene, verb, 'what to do with the input', parameters) }
}

/** `maxTimeout` is the time for the first key. Whether it runs during the prompt is not documented: here it starts behind it. */
function firstDeadline(verb: Element, promptEnds: number): number {
  return promptEnds + numberOf(verb, 'maxTimeout', 30) * 1000
}

function rulesOf(verb: Element): Rules {
  const input = verb.attributes.input ?? 'dtmf'
  return {
    keys: input.includes('dtmf'),
    speech: input.includes('speech'),
    finishOnKey: verb.attributes.finishOnKey ?? '#',
    numDigits: numberOf(verb, 'numDigits', Number.POSITIVE_INFINITY),
    betweenKeysMs: numberOf(verb, 'timeout', 5) * 1000,
    interruptible: flagOf(verb, 'interruptible', true),
  }
}

type Collecting = {
  rules: Rules
  prompt: string
  promptEnds: number
  firstDeadline: number
  lastDeadline: number
}

async function collect(call: Call, collecting: Collecting): Promise<Input> {
  const { rules, lastDeadline } = collecting
  const input: Input = { digits: '', speech: null, complete: false }
  let deadline = Math.min(collecting.firstDeadline, lastDeadline)
  while (!input.complete) {
    const situation = gatherSituation(call, collecting, input, deadline)
    const action = await ask(call, situation)
    if (isOver(call)) return input
    if (action === null) {
      call.now = Math.max(call.now, deadline)
      return input
    }
    // A person needs a second; a prompt that may not be interrupted is heard to its end.
    const earliest = rules.interruptible
      ? call.now + 1000
      : Math.max(call.now, collecting.promptEnds)
    call.now = Math.min(Math.max(call.now, earliest), Math.max(call.now, deadline))
    take(call, rules, input, action)
    deadline = Math.min(call.now + rules.betweenKeysMs, lastDeadline)
  }
  return input
}

function take(call: Call, rules: Rules, input: Input, action: Action): void {
  if ('speak' in action) {
    call.now += speechLength(action.speak)
    input.speech = action.speak
    input.complete = true
    note(call, { kind: 'action', happened: `The caller says: ${action.speak}` })
    return
  }
  if (!('press' in action)) return
  note(call, { kind: 'action', happened: `The caller presses ${action.press}` })
  for (const key of action.press) {
    if (rules.finishOnKey.includes(key)) input.complete = true
    else input.digits += key
    if (input.digits.length >= rules.numDigits) input.complete = true
    // Keys pressed after the end of the input are lost.
    if (input.complete) return
  }
}

function gatherSituation(
  call: Call,
  collecting: Collecting,
  input: Input,
  deadline: number,
): Situation {
  const { rules, prompt } = collecting
  return {
    kind: 'gather',
    deadline,
    ...(prompt === '' ? {} : { prompt }),
    digits: input.digits,
    unfit(action) {
      if (alwaysFits(action)) return null
      if ('speak' in action)
        return rules.speech ? null : 'Nobody listens to speech here, only to keys.'
      if (!('press' in action))
        return 'No phone rings and nobody talks: the caller may press keys now.'
      if (!rules.keys) return 'Keys are not asked for here, only speech.'
      // In a script one entry is the whole input; by hand keys come one by one.
      if (!call.person.manual && input.digits !== '') return 'The caller has already pressed keys.'
      return null
    },
  }
}
