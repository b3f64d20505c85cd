import type { Element } from '../cxml/parse.ts'
import { note } from './call.ts'
import { type After, answer, type Scene } from './scene.ts'
import { talk } from './talk.ts'

const manner: Record<string, string> = {
  listen: 'listens to',
  whisper: 'whispers into',
  barge: 'joins',
}

/** The caller comes into a live session of her domain. A session that is over, or is none: the next verb runs. */
export async function coach(scene: Scene, verb: Element): Promise<After> {
  const { ctx, call } = scene
  const other = ctx.calls.find(verb.text.trim())
  // The platform wants the token, not the id (protocol 3.4).
  if (
    other?.token !== verb.text.trim() ||
    other.domain !== call.domain ||
    other.state === 'ended'
  ) {
    note(call, { kind: 'action', happened: 'There is no such live session to coach' })
    return 'next'
  }
  await answer(scene, 'The caller is connected')
  const how = manner[verb.attributes.policy ?? 'whisper']
  note(call, { kind: 'action', happened: `${call.from} ${how} the call of ${other.from}` })
  note(other, { kind: 'action', happened: `${call.from} ${how} this call` })
  await talk(call, verb, 'The coached call ends')
  return 'next'
}
