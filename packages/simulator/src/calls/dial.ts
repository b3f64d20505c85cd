import { randomBytes } from 'node:crypto'
import type { Element } from '../cxml/parse.ts'
import { numberOf } from '../cxml/values.ts'
import { type Call, type DialResult, isOver, iso, type Leg, note, type Phone } from './call.ts'
import { updateSession } from './callbacks.ts'
import { confer } from './conference.ts'
import { talkWithMachine } from './machine.ts'
import { recordTalk } from './record.ts'
import { ring } from './ring.ts'
import { type After, actionOf, answer, type Scene } from './scene.ts'
import { talk } from './talk.ts'
import { type Target, targetsOf } from './targets.ts'
import { requestDocument } from './voice-request.ts'

/** Rings all nouns at once, connects the first that answers, and tells the result. */
export async function dial(scene: Scene, verb: Element): Promise<After> {
  const { call } = scene
  const room = verb.children.find((noun) => noun.name === 'Conference')
  if (room) {
    await confer(scene, verb, room)
    return endDial(scene, verb, 'completed')
  }
  const machine = verb.children.find((noun) => noun.name === 'Service')
  if (machine) {
    await talkWithMachine(scene, verb, `${machine.attributes.provider} ${machine.text.trim()}`)
    return endDial(scene, verb, 'completed')
  }
  const legs = targetsOf(call.domain, verb).flatMap((target) => place(call, target))
  const answered = legs.length > 0 ? await ringLegs(scene, verb, legs) : null
  if (answered) await connect(scene, verb, answered)
  return endDial(scene, verb, resultOf(call, legs, answered))
}

function endDial(scene: Scene, verb: Element, result: DialResult): Promise<After> {
  scene.call.lastDial = result
  note(scene.call, { kind: 'action', happened: `The Dial is over: ${result}` })
  return afterDial(scene, verb, result)
}

function place(call: Call, target: Target): Leg[] {
  const phone: Phone = {
    number: target.label,
    kind: target.kind === 'subscriber' ? 'subscriber' : 'trunk',
    result: target.kind === 'nowhere' ? 'failed' : 'ringing',
    rangAt: iso(call.now),
    answeredAt: null,
    endedAt: target.kind === 'nowhere' ? iso(call.now) : null,
  }
  call.phones.push(phone)
  if (target.kind === 'nowhere') {
    note(call, { kind: 'action', happened: `${target.label} cannot be reached: ${target.why}` })
    return []
  }
  call.callIds.push(newCallId())
  const subscriber = target.kind === 'subscriber' ? target.subscriber : null
  return [{ phone, subscriber, willNotAnswer: false }]
}

async function ringLegs(scene: Scene, verb: Element, legs: Leg[]): Promise<Leg | null> {
  const { ctx, call } = scene
  const profileTimeout = call.domain.profile['call-timeout']
  const otherwise = typeof profileTimeout === 'number' ? profileTimeout : 60
  // A session that is connected stays so while somebody else is rung.
  const status = call.answeredAt === null ? 'ringing' : 'connected'
  const updates = call.answeredAt === null ? 2 : 1
  for (let update = 0; update < updates; update += 1) await updateSession(ctx, call, status)
  return ring(call, legs, numberOf(verb, 'timeout', otherwise))
}

async function connect(scene: Scene, verb: Element, leg: Leg): Promise<void> {
  const { ctx, call } = scene
  const startedAt = call.now
  call.connectedTo = leg.subscriber
  call.answeredBy = leg.phone.number
  leg.phone.result = 'answered'
  leg.phone.answeredAt = iso(call.now)
  note(call, { kind: 'action', happened: `${leg.phone.number} answers` })
  if (call.answeredAt === null) await answer(scene, 'The caller is connected')
  else await updateSession(ctx, call, 'connected')
  await talk(call, verb, `${leg.phone.number} hangs up`)
  leg.phone.endedAt = iso(call.now)
  await recordTalk(scene, verb, startedAt)
}

function resultOf(call: Call, legs: Leg[], answered: Leg | null): DialResult {
  if (answered) return 'completed'
  if (isOver(call)) return 'canceled'
  const results = legs.map((leg) => leg.phone.result)
  if (results.includes('no_answer')) return 'no-answer'
  // How a phone that declines is told is not documented; a busy phone is the nearest.
  if (results.includes('busy') || results.includes('declined')) return 'busy'
  return 'failed'
}

async function afterDial(scene: Scene, verb: Element, result: DialResult): Promise<After> {
  const { ctx, call } = scene
  const skipped = call.options.failedDialSkipsAction && result !== 'completed'
  if (verb.attributes.action === undefined || skipped) return isOver(call) ? 'over' : 'next'
  const where = call.options.dialStatus
  const question = actionOf(scene, verb, 'what to do after the Dial', {
    ...(where === 'DialCallStatus' ? {} : { CallStatus: result }),
    ...(where === 'CallStatus' ? {} : { DialCallStatus: result }),
  })
  if (!isOver(call)) return { ask: question }
  // Whether the action is called when the caller has hung up is not documented; Twilio does it.
  // The answer has no call left to act on.
  if (call.problem === null) await requestDocument(ctx, call, question)
  return 'over'
}

/** A SIP Call-ID in the platform's form. */
export function newCallId(host = '198.51.100.7:5060'): string {
  return `${randomBytes(16).toString('hex')}@${host}`
}
