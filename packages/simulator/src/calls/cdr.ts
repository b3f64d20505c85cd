import { type Call, type Outcome, seconds } from './call.ts'
import { qos, simpleParties, wholeSeconds } from './session-update.ts'
import { vappServer } from './voice-parameters.ts'

/** The call detail record as the platform sends it. */
export function cdr(call: Call): Record<string, unknown> {
  const times = lengths(call)
  const inboundTrunk = call.domain.trunks.find(({ direction }) => direction === 'inbound')
  return {
    timestamp: seconds(times.endedAt),
    from: call.from,
    to: call.to,
    disposition: dispositions[call.outcome ?? 'failed'],
    duration: times.total,
    billsec: times.answered,
    // The SIP Call-ID, never the token.
    call_id: call.callIds[0],
    domain: call.domain.domain,
    subscriber: call.caller?.msisdn ?? null,
    cx_trunk_id: call.direction === 'inbound' ? (inboundTrunk?.id ?? null) : null,
    application: call.application?.name ?? null,
    route: null,
    rated_cost: 0,
    approx_cost: 0,
    sell_cost: 0,
    vapp_server: vappServer,
    session: {
      id: call.id,
      token: call.token,
      domain: null,
      status: dispositions[call.outcome ?? 'failed'],
      profile: call.measured ? { qos } : {},
      callerId: call.from,
      destination: call.to,
      domainId: call.domain.id,
      timeLimit: null,
      vappServer,
      callStartTime: call.startedAt,
      callAnswerTime: call.answeredAt ?? 0,
      callEndTime: times.endedAt,
    },
    owner: {
      domain: { name: call.domain.domain, uuid: call.domain.uuid },
      tenant: { name: tenantName(call), uuid: call.domain.tenantUuid },
    },
  }
}

/** The simpler record that only the user documentation knows. */
export function simpleCdr(call: Call): Record<string, unknown> {
  const times = lengths(call)
  return {
    ...simpleParties(call),
    duration: times.total,
    disposition: call.outcome ?? 'failed',
    start_time: wholeSeconds(call.startedAt),
    end_time: wholeSeconds(times.endedAt),
    ...(call.recordingUrl === null ? {} : { recording_url: call.recordingUrl }),
  }
}

function tenantName(call: Call): string {
  return call.domain.domain.split('.')[0] ?? call.domain.domain
}

function lengths(call: Call) {
  const endedAt = call.endedAt ?? call.now
  return {
    endedAt,
    total: seconds(endedAt - call.startedAt),
    answered: call.answeredAt === null ? 0 : seconds(endedAt - call.answeredAt),
  }
}

const dispositions = {
  answered: 'ANSWER',
  no_answer: 'NOANSWER',
  busy: 'BUSY',
  canceled: 'CANCEL',
  congestion: 'CONGESTION',
  failed: 'FAILED',
} as const satisfies Record<Outcome, string>
