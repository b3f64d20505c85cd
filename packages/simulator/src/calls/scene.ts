import type { Context } from '../context.ts'
import type { Element } from '../cxml/parse.ts'
import { type Call, note } from './call.ts'
import { updateSession } from './callbacks.ts'
import type { VoiceAsk } from './voice-request.ts'

/** Where a verb runs: the call and the document that it stands in. */
export type Scene = { ctx: Context; call: Call; documentUrl: string }

/** What happens after a verb. An action ends the document: the verbs behind it are dropped. */
export type After = 'next' | 'over' | { ask: VoiceAsk }

/** Answers the caller's leg, once. */
export async function answer({ ctx, call }: Scene, happened: string): Promise<void> {
  if (call.answeredAt !== null) return
  call.answeredAt = call.now
  note(call, { kind: 'action', happened })
  // One each for the answer, its confirmation and the media: the platform repeats itself.
  for (let update = 0; update < 3; update += 1) await updateSession(ctx, call, 'connected')
}

/** The request that a verb's `action` makes; without one it goes to the document itself. */
export function actionOf(
  scene: Scene,
  verb: Element,
  about: string,
  parameters: Record<string, unknown>,
): VoiceAsk {
  const url = new URL(verb.attributes.action ?? scene.documentUrl, scene.documentUrl).href
  return { url, method: methodOf(verb.attributes.method), about, parameters }
}

/** The request that a status callback makes, if the verb names one. */
export function callbackOf(
  scene: Scene,
  verb: Element,
  name: 'statusCallback' | 'recordingStatusCallback',
  parameters: Record<string, unknown>,
): VoiceAsk | null {
  const target = verb.attributes[name]
  if (target === undefined) return null
  return {
    url: new URL(target, scene.documentUrl).href,
    method: methodOf(verb.attributes[`${name}Method`]),
    about: `the end of ${verb.name}`,
    parameters,
  }
}

export function methodOf(value: string | undefined): 'GET' | 'POST' {
  return value === 'GET' ? 'GET' : 'POST'
}
