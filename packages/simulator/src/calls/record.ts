import type { Element } from '../cxml/parse.ts'
import { flagOf, numberOf } from '../cxml/values.ts'
import { recordingLink } from '../recordings.ts'
import { type Action, alwaysFits } from './action.ts'
import { type Call, isOver, note, seconds } from './call.ts'
import { ask } from './people.ts'
import { playNested, speechLength } from './prompts.ts'
import { type After, actionOf, answer, callbackOf, type Scene } from './scene.ts'
import { requestDocument, tellCallback } from './voice-request.ts'

/** Records the caller. Silence alone is no recording: the action is not called and the next verb runs. */
export async function record(scene: Scene, verb: Element): Promise<After> {
  const { call } = scene
  await answer(scene, 'The platform answers the call')
  const prompt = await playNested(scene, verb)
  call.now += prompt.milliseconds
  if (prompt.words !== '')
    note(call, { kind: 'action', happened: `The caller hears: ${prompt.words}` })
  const beep = flagOf(verb, 'playBeep', true) ? 'After the beep the' : 'The'
  note(call, { kind: 'action', happened: `${beep} caller is recorded` })
  const startedAt = call.now
  const spoken = await listen(call, verb, prompt.words)
  if (!spoken.any) {
    note(call, { kind: 'action', happened: 'The recording is empty' })
    return isOver(call) ? 'over' : 'next'
  }
  const trimmed = verb.attributes.trim === 'trim-silence'
  const length = Math.max(1, seconds(trimmed ? spoken.milliseconds : call.now - startedAt))
  return finishRecording(scene, verb, length)
}

const recorded = ['true', 'record-from-answer', 'record-from-ringing', 'record-from-start']

/** The sound of a talk that has ended, if its Dial or Conference asked for it. */
export async function recordTalk(scene: Scene, verb: Element, startedAt: number): Promise<void> {
  const { call } = scene
  if (!recorded.includes(verb.attributes.record ?? '') || call.problem !== null) return
  const length = Math.max(1, seconds(call.now - startedAt))
  note(call, { kind: 'action', happened: `The talk was recorded: ${length} s` })
  await tellRecording(scene, verb, length)
}

/** What a recording means for the application: the callback's fields beyond RecordingUrl are not published. */
async function tellRecording(scene: Scene, verb: Element, length: number): Promise<string> {
  const { ctx, call } = scene
  const url = recordingLink(ctx, call.domain, length)
  call.recordingUrl = url
  const events = (verb.attributes.recordingStatusCallbackEvent ?? 'completed').split(/\s+/)
  const callback = callbackOf(scene, verb, 'recordingStatusCallback', { RecordingUrl: url })
  if (callback && events.includes('completed')) await tellCallback(ctx, call, callback)
  return url
}

async function finishRecording(scene: Scene, verb: Element, length: number): Promise<After> {
  const { ctx, call } = scene
  const url = await tellRecording(scene, verb, length)
  note(call, { kind: 'action', happened: `The recording is ${length} s long` })
  const hasAction = verb.attributes.action !== undefined
  const question = actionOf(scene, verb, 'what to do after the recording', { RecordingUrl: url })
  if (!isOver(call)) return hasAction ? { ask: question } : 'next'
  // Most messages end with the caller hanging up. That the action is called then too is
  // Twilio's rule, which the platform says to be mostly compatible with; the answer has no call left to act on.
  if (hasAction) await requestDocument(ctx, call, question)
  return 'over'
}

async function listen(call: Call, verb: Element, prompt: string) {
  const silenceMs = numberOf(verb, 'timeout', 5) * 1000
  const longest = call.now + numberOf(verb, 'maxLength', 3600) * 1000
  const finishKeys = verb.attributes.finishOnKey ?? '1234567890*#'
  const spoken = { any: false, milliseconds: 0 }
  for (;;) {
    const deadline = Math.min(call.now + silenceMs, longest)
    const action = await ask(call, {
      kind: 'record',
      deadline,
      ...(prompt === '' ? {} : { prompt }),
      unfit: (action) => unfit(action, finishKeys),
    })
    if (isOver(call)) return spoken
    if (action === null) {
      call.now = Math.max(call.now, deadline)
      return spoken
    }
    if ('press' in action) {
      note(call, { kind: 'action', happened: `The caller presses ${action.press}` })
      return spoken
    }
    if ('speak' in action) {
      const length = Math.min(speechLength(action.speak), longest - call.now)
      call.now += length
      spoken.any = true
      spoken.milliseconds += length
      note(call, { kind: 'action', happened: `The caller says: ${action.speak}` })
      if (call.now >= longest) return spoken
    }
  }
}

function unfit(action: Action, finishKeys: string): string | null {
  if (alwaysFits(action) || 'speak' in action) return null
  if (!('press' in action)) return 'No phone rings and nobody talks: the caller is recorded now.'
  if ([...action.press].some((key) => finishKeys.includes(key))) return null
  return `Only the keys ${finishKeys} end this recording.`
}
