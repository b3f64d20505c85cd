import { createHash } from 'node:crypto'
import type { Application } from '../state.ts'
import type { Call } from './call.ts'

/** The private address that the platform's servers name themselves by. */
export const vappServer = '172.24.0.1'

/** The body of a voice request, in the order of the captured one. */
export function voiceParameters(
  call: Call,
  extra: Record<string, unknown>,
): Record<string, unknown> {
  const { application, domain } = call
  return {
    ...(application ? { ApplicationSid: application.uuid } : {}),
    ApiVersion: '1',
    // A trunk call was seen with `unknown` in its first request.
    CallStatus: call.direction === 'inbound' && call.requests <= 1 ? 'unknown' : 'in-progress',
    From: call.from,
    // For a trunk call this is the SIP Call-ID, not the token.
    CallSid: call.direction === 'inbound' ? (call.callIds[0] ?? call.token) : call.token,
    To: call.to,
    SessionData: sessionData(call),
    Domain: domain.domain,
    Direction: call.direction,
    ...(application ? { Application: applicationData(application) } : {}),
    AccountSid: domain.domain,
    Session: call.token,
    ...extra,
  }
}

function applicationData(application: Application): Record<string, unknown> {
  const { id, domainId, name, uuid, profile, type, url, method } = application
  return { id, domainId, name, uuid, profile, type, url, method, 'llm-tools': [] }
}

function sessionData(call: Call): Record<string, unknown> {
  const callId = [call.callIds[0] ?? '']
  const fresh = call.direction === 'subscriber' ? 'NEW' : 'new'
  return {
    id: call.id,
    domainId: call.domain.id,
    ...(call.connectedTo ? { subscriberId: call.connectedTo.id } : {}),
    ...(call.caller ? { outgoingSubscriberId: call.caller.id } : {}),
    destination: call.to,
    callerId: call.from,
    token: call.token,
    profile: { ...originProfile(call), callId, ...trunkProfile(call) },
    callStartTime: call.startedAt,
    status: call.requests <= 1 ? fresh : call.status,
    vappServer,
    ...(call.direction === 'subscriber' ? { callIds: callId } : {}),
    ringing: call.status === 'ringing',
    domainNameOrId: call.domain.domain,
  }
}

function originProfile(call: Call): Record<string, unknown> {
  if (call.direction === 'inbound') {
    return { 'trunk-sip-headers': { 'X-Carrier-Account': '', 'X-Carrier-DNID': call.to } }
  }
  return {
    'subscriber-sip-headers': {
      // A SIP header between the platform's own servers; it signs nothing of this request.
      'Cloudonix-Signature': createHash('md5').update(call.token).digest('hex'),
      'Cloudonix-Origin': 'subscriber',
      'Cloudonix-Domain': call.domain.domain,
      'Cloudonix-Timestamp': String(Math.floor(call.startedAt / 1000)),
      CID: call.callIds[0] ?? '',
    },
  }
}

function trunkProfile(call: Call): Record<string, unknown> {
  const trunk = call.domain.trunks.find(({ direction }) => direction === 'inbound')
  if (call.direction !== 'inbound' || !trunk) return {}
  return { 'inbound-trunk-name': trunk.name, 'inbound-trunk-id': trunk.id }
}
