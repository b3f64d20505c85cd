import type { Element } from '../cxml/parse.ts'
import { flagOf } from '../cxml/values.ts'
import { note } from './call.ts'
import { updateSession } from './callbacks.ts'
import { recordTalk } from './record.ts'
import { answer, methodOf, type Scene } from './scene.ts'
import { talk } from './talk.ts'
import { tellCallback } from './voice-request.ts'

/** The caller is in a room until somebody ends it. She is the only one in it: each call is played alone. */
export async function confer(scene: Scene, verb: Element, noun: Element): Promise<void> {
  const { ctx, call } = scene
  const room = noun.text.trim() || 'default'
  const startedAt = call.now
  const waits = noun.attributes.startConferenceOnEnter === 'false'
  if (call.answeredAt === null) await answer(scene, 'The caller is connected')
  else await updateSession(ctx, call, 'connected')
  note(call, {
    kind: 'action',
    happened: `The caller comes into the conference ${room}${mannerOf(noun, waits)}`,
  })
  await tellParticipant(scene, noun, 'join')
  await talk(call, verb, 'The conference ends')
  if (call.problem === null) await tellParticipant(scene, noun, 'leave')
  // A room in which nobody could talk yet has no recording.
  if (!waits) await recordTalk(scene, noun, startedAt)
}

function mannerOf(noun: Element, waits: boolean): string {
  const music = flagOf(noun, 'holdMusic', true) ? ' with music' : ' in silence'
  const muted = flagOf(noun, 'muted', false) ? ', muted' : ''
  return `${muted}${waits ? `, and waits${music} for it to start` : ''}`
}

/** The event is named `participant-join`, unlike the word by which it is asked for (protocol 3.3). */
async function tellParticipant(
  { ctx, call, documentUrl }: Scene,
  noun: Element,
  event: 'join' | 'leave',
): Promise<void> {
  const target = noun.attributes.statusCallback
  const wanted = (noun.attributes.statusCallbackEvent ?? '').split(/\s+/)
  if (target === undefined || !wanted.includes(event)) return
  await tellCallback(ctx, call, {
    url: new URL(target, documentUrl).href,
    method: methodOf(noun.attributes.statusCallbackMethod),
    about: event === 'join' ? 'who came into the conference' : 'who left the conference',
    parameters: { StatusCallbackEvent: `participant-${event}` },
  })
}
