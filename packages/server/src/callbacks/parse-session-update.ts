import { createHash } from 'node:crypto'
import type { SessionState, SessionUpdateEvent } from '../calls/rules.ts'
import { type Parameters, textOf } from '../http/parameters.ts'
import { directionOf, partyOf, timeOf, UnreadableCallback } from './told.ts'

/** A session update in our words; `subscriberId` is the platform's, of whoever the caller talks to. */
export interface SessionUpdate {
  session: string
  event: SessionUpdateEvent
  subscriberId: string | null
}

/** Reads both payload families (protocol 4.2 and 4.5). `receivedAt` where no time is given. */
export function parseSessionUpdate(
  payload: Parameters,
  { country, receivedAt }: { country: string; receivedAt: number },
): SessionUpdate {
  const session = textOf(payload.token ?? payload.session_uuid, 128)
  if (session === null) throw new UnreadableCallback('The session has no token.')
  const status = textOf(payload.status ?? payload.state, 60)
  if (status === null) throw new UnreadableCallback('The session has no status.')
  const to = partyOf(payload.destination ?? payload.to, country)
  const told = timeOf(payload.modifiedAt ?? payload.timestamp)
  const at = told ?? timeOf(payload.createdAt) ?? receivedAt
  return {
    session,
    subscriberId: subscriberOf(payload),
    event: {
      kind: 'session_update',
      key: keyOf(payload, `${session}\n${status}\n${at}`),
      at,
      state: stateOf(status),
      status,
      node: null,
      direction: directionOf(payload.direction, to),
      from: partyOf(payload.callerId ?? payload.from, country).number,
      to: to.number,
      startedAt: timeOf(payload.callStartTime) ?? timeOf(payload.startTime),
      answeredAt: timeOf(payload.callAnswerTime) ?? timeOf(payload.answerTime),
      endedAt: timeOf(payload.callEndTime) ?? timeOf(payload.endTime),
    },
  }
}

/** The platform's id of the notification; the simple payload has none, so its content is the id. */
function keyOf(payload: Parameters, content: string): string {
  const eventId = textOf(payload.eventId, 128)
  return eventId === null ? `s:${sha256(content)}` : `s:${eventId}`
}

/** Only whom the session reached: the field also names the caller's own subscriber (protocol 4.2). */
function subscriberOf(payload: Parameters): string | null {
  const reached = textOf(payload.subscriberId, 40)
  return reached === textOf(payload.outgoingSubscriberId, 40) ? null : reached
}

/**
 * `connected` is a call in progress; `answer` is over, having been answered (protocol 4.3). What nobody
 * knows is kept and shown, and changes nothing.
 */
function stateOf(status: string): SessionState {
  return states.get(status.toLowerCase().replace(/[^a-z]/g, '')) ?? 'unknown'
}

const states: ReadonlyMap<string, SessionState> = new Map([
  ['new', 'starting'],
  ['initiated', 'starting'],
  ['processing', 'starting'],
  ['ringing', 'ringing'],
  ['connected', 'connected'],
  ['answered', 'connected'],
  ['transferred', 'transferred'],
  ['answer', 'ended'],
  ['completed', 'ended'],
  ['busy', 'ended'],
  ['noanswer', 'ended'],
  ['cancel', 'ended'],
  ['canceled', 'ended'],
  ['cancelled', 'ended'],
  ['nocredit', 'ended'],
  ['congestion', 'ended'],
  ['failed', 'ended'],
  ['error', 'ended'],
  ['denied', 'ended'],
  ['timeout', 'ended'],
])

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
