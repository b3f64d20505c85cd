import { randomUUID } from 'node:crypto'
import { type Call, iso, type SessionStatus } from './call.ts'
import { vappServer } from './voice-parameters.ts'

/** A session notification as the platform sends it. */
export function sessionUpdate(call: Call): Record<string, unknown> {
  return {
    id: call.id,
    eventId: randomUUID(),
    domainId: call.domain.id,
    domain: call.domain.domain,
    subscriberId: call.connectedTo?.id ?? null,
    outgoingSubscriberId: call.caller?.id ?? null,
    callerId: call.from,
    destination: call.to,
    direction: call.direction === 'inbound' ? 'incoming' : 'outgoing',
    token: call.token,
    status: call.status,
    createdAt: wholeSeconds(call.startedAt),
    modifiedAt: wholeSeconds(call.now),
    callStartTime: call.startedAt,
    startTime: wholeSeconds(call.startedAt),
    callAnswerTime: call.answeredAt,
    answerTime: call.answeredAt === null ? null : wholeSeconds(call.answeredAt),
    ...(call.endedAt === null
      ? {}
      : { callEndTime: call.endedAt, endTime: wholeSeconds(call.endedAt) }),
    timeLimit: null,
    vappServer,
    action: 'updated',
    reason: 'api',
    lastError: call.problem,
    callIds: call.callIds,
    profile: call.measured ? { qos } : {},
  }
}

/** The simpler notification that only the user documentation knows. */
export function simpleSessionUpdate(call: Call): Record<string, unknown> {
  return {
    ...simpleParties(call),
    state: simpleStates[call.status],
    timestamp: wholeSeconds(call.now),
  }
}

export function simpleParties(call: Call): Record<string, unknown> {
  return {
    session_id: String(call.id),
    session_uuid: call.token,
    domain_uuid: call.domain.uuid,
    direction: call.direction === 'inbound' ? 'inbound' : 'outbound',
    from: call.from,
    to: call.to,
  }
}

/** Times of notifications have no fraction of a second. */
export function wholeSeconds(milliseconds: number): string {
  return iso(milliseconds).replace(/\.\d+Z$/, 'Z')
}

/** A measure that was not taken arrives as the text "NaN". */
export const qos = { rtt: 0, rx_mos: 'NaN', tx_mos: 4.4, ssrc: '1909495585' }

const simpleStates = {
  new: 'initiated',
  processing: 'initiated',
  ringing: 'ringing',
  connected: 'answered',
  answer: 'completed',
  busy: 'completed',
  noanswer: 'completed',
  cancel: 'completed',
  congestion: 'completed',
  failed: 'completed',
} as const satisfies Record<SessionStatus, string>
