import type { Element } from '../cxml/parse.ts'
import { note } from './call.ts'
import { updateSession } from './callbacks.ts'
import { recordTalk } from './record.ts'
import { type After, answer, type Scene } from './scene.ts'
import { talk } from './talk.ts'

/** A machine that talks answers at once, and talks until somebody ends it. No provider is asked. */
export async function talkWithMachine(scene: Scene, verb: Element, name: string): Promise<void> {
  const { ctx, call } = scene
  if (call.answeredAt === null) await answer(scene, 'The caller is connected')
  else await updateSession(ctx, call, 'connected')
  note(call, { kind: 'action', happened: `The machine ${name} answers` })
  const startedAt = call.now
  await talk(call, verb, `The machine ${name} hangs up`)
  await recordTalk(scene, verb, startedAt)
}

/** Connect: the sound goes to a WebSocket until that ends. Nothing is told of it: the next verb runs. */
export async function connect(scene: Scene, verb: Element): Promise<After> {
  const [stream] = verb.children
  await talkWithMachine(scene, verb, `at ${stream?.attributes.url ?? 'no address'}`)
  return 'next'
}
