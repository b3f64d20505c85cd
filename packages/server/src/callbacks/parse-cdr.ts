import { createHash } from 'node:crypto'
import type { Direction } from '@opbx/contract/calls'
import type { ParsedNumber } from '@opbx/contract/e164'
import { type CdrEvent, normalizeDisposition } from '../calls/rules.ts'
import { numberOf, objectOf, type Parameters, textOf } from '../http/parameters.ts'
import { recordingKeyOf } from './parse-recording.ts'
import { directionOf, partyOf, timeOf, UnreadableCallback } from './told.ts'

/** A call detail record in our words. */
export interface Cdr {
  session: string
  event: CdrEvent
}

/** Reads both payload families (protocol 5.2 and 5.6). `receivedAt` where no time is given. */
export function parseCdr(
  payload: Parameters,
  { country, receivedAt }: { country: string; receivedAt: number },
): Cdr {
  const details = objectOf(payload.session)
  const session = textOf(details.token ?? payload.session_uuid, 128)
  if (session === null) throw new UnreadableCallback('The record names no session.')
  const rawDisposition = textOf(payload.disposition ?? details.status, 60)
  if (rawDisposition === null) throw new UnreadableCallback('The record has no disposition.')
  const to = partyOf(payload.to ?? details.destination, country)
  const duration = secondsOf(payload.duration)
  const isAnswered = normalizeDisposition(rawDisposition) === 'answered'
  // The simple record has no billable length: an answered call was billable from its start.
  const billable = secondsOf(payload.billsec) ?? (isAnswered ? duration : 0)
  const endedAt = timeOf(details.callEndTime) ?? timeOf(payload.end_time)
  const at = endedAt ?? timeOf(payload.timestamp) ?? receivedAt
  const recordingUrl = textOf(payload.recording_url, 2_000)
  const answeredAt = isAnswered && billable !== null ? at - billable * 1000 : null
  return {
    session,
    event: {
      kind: 'cdr',
      key: `c:${createHash('sha256').update(JSON.stringify(payload)).digest('base64url')}`,
      at,
      startedAt: timeOf(details.callStartTime) ?? timeOf(payload.start_time),
      answeredAt: timeOf(details.callAnswerTime) ?? answeredAt,
      endedAt: at,
      callId: textOf(payload.call_id, 255) ?? '',
      rawDisposition,
      direction: sideOf(payload, details, to),
      from: partyOf(payload.from ?? details.callerId, country).number,
      to: to.number,
      durationSeconds: duration,
      billableSeconds: billable,
      cost: numberOf(payload.rated_cost) ?? numberOf(payload.sell_cost),
      ...(recordingUrl !== null && {
        recording: { key: recordingKeyOf(recordingUrl), url: recordingUrl },
      }),
    },
  }
}

/** The record has no direction of its own at the top level (protocol 5.3). */
function sideOf(payload: Parameters, details: Parameters, to: ParsedNumber): Direction | null {
  const said = directionOf(details.direction ?? payload.direction, to)
  if (said !== null) return said
  if (numberOf(payload.cx_trunk_id) !== null) return 'inbound'
  return textOf(payload.subscriber, 128) === null ? null : directionOf('subscriber', to)
}

function secondsOf(value: unknown): number | null {
  const seconds = numberOf(value)
  return seconds === null || seconds < 0 || seconds > 10_000_000 ? null : Math.round(seconds)
}
