import type { Context } from '../context.ts'
import { readCxml } from '../cxml/check.ts'
import type { Element } from '../cxml/parse.ts'
import {
  type Call,
  changeState,
  fail,
  isOver,
  note,
  type Outcome,
  type SessionStatus,
  seconds,
} from './call.ts'
import { deliverHeld, sendCdr, updateSession } from './callbacks.ts'
import { runDocument } from './document.ts'
import { methodOf } from './scene.ts'
import { requestDocument, type VoiceAsk } from './voice-request.ts'

/** Plays one call from its first ring to its call detail record. Never throws. */
export async function runCall(ctx: Context, call: Call): Promise<void> {
  try {
    await play(ctx, call)
  } catch (error) {
    ctx.log.error({ session: call.token, error }, 'the simulator failed in a call')
    fail(call, `The simulator itself failed: ${error instanceof Error ? error.message : error}`)
  }
  await finish(ctx, call)
}

async function play(ctx: Context, call: Call): Promise<void> {
  const over = call.direction === 'inbound' ? ' over a trunk' : ''
  note(call, { kind: 'call', happened: `${call.from} calls ${call.to}${over}` })
  for (const status of ['new', 'new', 'processing', 'processing'] as const) {
    await updateSession(ctx, call, status)
  }
  const first = await firstDocument(ctx, call)
  await updateSession(ctx, call, 'processing')
  let document = first?.document ?? null
  let documentUrl = first?.url ?? ''
  while (document !== null && !isOver(call)) {
    const after = await runDocument({ ctx, call, documentUrl }, document)
    const question = takeSwitch(call) ?? (typeof after === 'string' ? null : after.ask)
    if (question === null) return
    document = await requestDocument(ctx, call, question)
    documentUrl = question.url
  }
}

/** Somebody moved the call to another document meanwhile: what the old one came to does not count. */
function takeSwitch(call: Call): VoiceAsk | null {
  const { switchTo } = call
  if (switchTo === null || isOver(call)) return null
  call.switchTo = null
  note(call, { kind: 'action', happened: 'The call is moved to another document' })
  return { ...switchTo, about: 'the document that the call was moved to', parameters: {} }
}

async function firstDocument(
  ctx: Context,
  call: Call,
): Promise<{ document: Element; url: string } | null> {
  const { application } = call
  if (application === null || !application.active) {
    fail(call, 'The domain has no voice application for this call')
    return null
  }
  if (application.type === 'Cloudonix:built-in') return builtInDocument(call, application.name)
  const question: VoiceAsk = {
    url: application.url,
    method: methodOf(application.method),
    about: 'the first document',
    parameters: {},
  }
  const document = await requestDocument(ctx, call, question)
  return document === null ? null : { document, url: application.url }
}

/** Every domain has two applications of the platform: one dials what was dialled, one takes nothing. */
function builtInDocument(call: Call, name: string): { document: Element; url: string } {
  note(call, { kind: 'action', happened: `The built-in application ${name} takes the call` })
  const number = call.to.replace(/[^0-9A-Za-z+*#._-]/g, '')
  const text =
    name === 'Blackhole'
      ? '<Response><Reject reason="congestion"/></Response>'
      : `<Response><Dial><Number>${number}</Number></Dial></Response>`
  return { document: readCxml(text), url: 'http://built-in.invalid/' }
}

async function finish(ctx: Context, call: Call): Promise<void> {
  const status = lastStatus(call)
  try {
    if (call.answeredAt !== null) {
      call.measured = true
      await updateSession(ctx, call, 'connected')
    }
    call.endedAt = call.now
    call.outcome = outcomes[status]
    await updateSession(ctx, call, status)
    await sendCdr(ctx, call)
    await deliverHeld(call)
  } catch (error) {
    ctx.log.error({ session: call.token, error }, 'the simulator failed at the end of a call')
  }
  call.endedAt ??= call.now
  call.outcome ??= 'failed'
  const length = seconds(call.endedAt - call.startedAt)
  const result = call.outcome.replace('_', ' ')
  note(call, { kind: 'end', happened: `The call is over after ${length} s: ${result}` })
  changeState(call, 'ended', null)
}

function lastStatus(call: Call): SessionStatus {
  if (call.problem !== null) return 'failed'
  if (call.answeredAt !== null) return 'answer'
  if (call.rejected !== null) return call.rejected
  if (call.hungUpBy !== null) return 'cancel'
  if (call.lastDial === 'busy') return 'busy'
  return call.lastDial === 'failed' ? 'failed' : 'noanswer'
}

const outcomes: Record<SessionStatus, Outcome> = {
  new: 'failed',
  processing: 'failed',
  ringing: 'failed',
  connected: 'failed',
  answer: 'answered',
  busy: 'busy',
  noanswer: 'no_answer',
  cancel: 'canceled',
  congestion: 'congestion',
  failed: 'failed',
}
