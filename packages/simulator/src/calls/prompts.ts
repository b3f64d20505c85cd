import type { Element } from '../cxml/parse.ts'
import { flagOf, numberOf, wordsOf } from '../cxml/values.ts'
import { isOver, note } from './call.ts'
import { passTime } from './people.ts'
import { type After, answer, callbackOf, type Scene } from './scene.ts'
import { send, userAgent } from './send.ts'
import { bearer, tellCallback } from './voice-request.ts'

type Prompt = { milliseconds: number; words: string; failed: boolean }

/** Played for ever (`loop="0"`) lasts half a day: nobody listens longer. */
const forEver = 43_200_000

/** Say, Play and Pause outside of anything else. */
export async function playPrompt(scene: Scene, verb: Element): Promise<After> {
  const { call } = scene
  if (flagOf(verb, 'answer', true)) await answer(scene, 'The platform answers the call')
  const prompt = await preparePrompt(scene, verb)
  if (prompt.failed) return 'next'
  note(call, { kind: 'action', happened: heard(verb, prompt) })
  passTime(call, prompt.milliseconds)
  await tellEnd(scene, verb)
  return isOver(call) ? 'over' : 'next'
}

/** What Say, Play and Pause inside a Gather or Record come to together. */
export async function playNested(scene: Scene, verb: Element): Promise<Prompt> {
  const all: Prompt = { milliseconds: 0, words: '', failed: false }
  for (const child of verb.children) {
    const prompt = await preparePrompt(scene, child)
    if (prompt.failed) continue
    all.milliseconds += prompt.milliseconds
    all.words = `${all.words} ${prompt.words}`.trim()
    await tellEnd(scene, child)
  }
  return all
}

/** Whether a verb that has prompts inside leaves the call unanswered (early media only). */
export function staysUnanswered(verb: Element): boolean {
  return verb.children.length > 0 && verb.children.every((child) => !flagOf(child, 'answer', true))
}

/** A voice says about 15 characters in a second. */
export function speechLength(words: string): number {
  return Math.max(1, Math.round(words.length / 15)) * 1000
}

async function preparePrompt(scene: Scene, verb: Element): Promise<Prompt> {
  const repeated = (milliseconds: number) => {
    const loop = numberOf(verb, 'loop', 1)
    return loop === 0 ? forEver : Math.min(forEver, milliseconds * loop)
  }
  if (verb.name === 'Pause') {
    return { milliseconds: numberOf(verb, 'length', 1) * 1000, words: '', failed: false }
  }
  if (verb.name === 'Say') {
    const words = wordsOf(verb)
    return { milliseconds: repeated(speechLength(words)), words, failed: false }
  }
  const { digits } = verb.attributes
  if (digits !== undefined) {
    const words = `(keys ${digits})`
    return { milliseconds: repeated(digits.length * 500), words, failed: false }
  }
  const milliseconds = await fetchAudio(scene, verb.text.trim())
  const words = `(audio ${verb.text.trim()})`
  if (milliseconds === null) return { milliseconds: 0, words: '', failed: true }
  return { milliseconds: repeated(milliseconds), words, failed: false }
}

/** Asks for the audio as the platform would; its length in milliseconds, or null when it cannot be played. */
async function fetchAudio({ ctx, call, documentUrl }: Scene, text: string): Promise<number | null> {
  const sent = await send(ctx, call, {
    method: 'GET',
    url: new URL(text, documentUrl).href,
    // Every request to the customer's side carries the key.
    headers: { 'User-Agent': userAgent, ...bearer(call) },
    body: null,
    text: null,
    timeoutMs: 5000,
    binary: true,
  })
  const { request, response } = sent
  const type = response?.contentType ?? ''
  if (response?.status === 200 && type.startsWith('audio/')) {
    note(call, { kind: 'request', happened: 'The platform fetches the audio', request, response })
    // 16,000 bytes a second: telephone-quality wav, and mp3 of 128 kbit/s.
    return Math.max(1000, Math.round(sent.bytes / 16))
  }
  const why = response ? `${response.status} ${type}`.trim() : sent.error
  const happened = `The audio ${text} cannot be played (${why}); the next verb runs`
  note(call, { kind: 'problem', happened, request, response })
  return null
}

async function tellEnd(scene: Scene, verb: Element): Promise<void> {
  const callback = callbackOf(scene, verb, 'statusCallback', {})
  if (callback) await tellCallback(scene.ctx, scene.call, callback)
}

function heard(verb: Element, prompt: Prompt): string {
  if (verb.name === 'Pause') return `Silence for ${prompt.milliseconds / 1000} s`
  return `The caller hears: ${prompt.words}`
}
