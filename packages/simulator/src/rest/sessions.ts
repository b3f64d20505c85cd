import { z } from 'zod'
import { type Call, iso } from '../calls/call.ts'
import { cutOff, switchCall } from '../calls/start-call.ts'
import { vappServer } from '../calls/voice-parameters.ts'
import { PlatformError } from '../platform-error.ts'
import type { PlatformRequest, Register } from './access.ts'
import { listOrNothing, readBody } from './body.ts'

export function sessionRoutes(register: Register, registerCalls: Register): void {
  register('GET', '/sessions', ({ ctx, domain }) =>
    listOrNothing(
      ctx.calls
        .list()
        .filter((call) => call.domain === domain)
        .map(showSession),
      'sessions',
    ),
  )
  for (const add of [register, registerCalls]) {
    add('GET', '/sessions/:item', (request) => showSession(find(request)))
    add('DELETE', '/sessions/:item', remove)
  }
  registerCalls('POST', '/sessions/:item/application', switchApplication)
}

/** Hangs up. A session that is over is not found. */
function remove(request: PlatformRequest): undefined {
  const call = find(request)
  if (call.state === 'ended') throw new PlatformError(404, 'Session not found')
  cutOff(call, 'The session is deleted by a request: the call is ended')
}

const applicationSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  method: z.enum(['GET', 'POST']).default('POST'),
})

/** The live call asks another address now. Inline CXML is not played. */
function switchApplication(request: PlatformRequest): Record<string, unknown> {
  const call = find(request)
  if (call.state === 'ended') throw new PlatformError(404, 'Session not found')
  switchCall(call, readBody(applicationSchema, request.body))
  const { domain, connectedTo, from, token } = call
  return {
    domainId: domain.id,
    subscriberId: connectedTo?.id ?? null,
    callerId: from,
    remote: vappServer,
    token,
  }
}

function showSession(call: Call): Record<string, unknown> {
  return {
    id: call.id,
    domainId: call.domain.id,
    domain: call.domain.domain,
    subscriberId: call.connectedTo?.id ?? null,
    destination: call.to,
    callerId: call.from,
    direction: call.direction === 'inbound' ? 'Inbound' : 'Outbound',
    token: call.token,
    createdAt: iso(call.startedAt),
    modifiedAt: iso(call.now),
    timeLimit: null,
    status: call.status,
    vappServer,
    // Texts here, numbers in the notifications.
    callStartTime: String(call.startedAt),
    callAnswerTime: call.answeredAt === null ? null : String(call.answeredAt),
    answerTime: call.answeredAt === null ? null : iso(call.answeredAt),
    callEndTime: call.endedAt === null ? null : String(call.endedAt),
    endTime: call.endedAt === null ? null : iso(call.endedAt),
    profile: {},
    url: call.application?.url ?? '',
  }
}

function find({ ctx, domain, item }: PlatformRequest): Call {
  const call = ctx.calls.find(item)
  if (call?.domain !== domain) throw new PlatformError(404, 'Session not found')
  return call
}
