import { type ParsedNumber, parseNumber } from '@opbx/contract/e164'
import type { CallInfo, StepResult } from '../engine/types.ts'
import { numberOf, objectOf, type Parameters, textOf } from '../http/parameters.ts'

/** A voice request in our words. */
export interface VoiceRequest {
  session: string
  origin: CallInfo['origin']
  from: ParsedNumber
  to: ParsedNumber
  /** What was called, as sent but without blanks and signs. */
  dialed: string
  callerName: string | null
  /** Id, at the platform, of the subscriber whose phone calls. */
  subscriberId: string | null
  result: StepResult
  /** The dial result, or the session's status; letters only, lower case. */
  callStatus: string
}

/** Every name that the request gives for its domain. They must agree. */
export function domainsOf(headers: Parameters, query: Parameters, body: Parameters): string[] {
  return [headers['x-cx-domain'], query.Domain, query.domain, body.Domain, body.domain].flatMap(
    (name) => {
      const found = textOf(name, longestName)
      return found === null ? [] : [found]
    },
  )
}

/** Null without a session: there is no call to speak of. `country` is the organization's. */
export function parseVoiceRequest(
  parameters: Parameters,
  headers: Parameters,
  country: string,
): VoiceRequest | null {
  const data = objectOf(parameters.SessionData)
  // CallSid may be a SIP Call-ID and is no key (protocol 2.3); it is the last resort.
  const session =
    textOf(parameters.Session, longestName) ??
    textOf(data.token, longestName) ??
    textOf(headers['x-cx-session'], longestName) ??
    textOf(parameters.CallSid, longestName)
  if (session === null) return null
  const origin = originOf(textOf(parameters.Direction, 40), data)
  const callStatus = textOf(parameters.CallStatus, 40)
  const dialStatus = textOf(parameters.DialCallStatus, 40) ?? callStatus
  return {
    session,
    origin,
    from: phoneNumberOf(parameters.From ?? parameters.from, country),
    to: phoneNumberOf(parameters.To ?? parameters.to, country),
    dialed: dialedOf(parameters.To ?? parameters.to),
    callerName: textOf(parameters.CallerName, 100),
    subscriberId:
      origin === 'phone' ? textOf(data.outgoingSubscriberId ?? data.subscriberId, 40) : null,
    result: {
      digits: textOf(parameters.Digits, 64),
      speech: textOf(parameters.SpeechResult, 500),
      dialStatus,
      recordingUrl: textOf(parameters.RecordingUrl, 2_000),
      // Not documented; read where it comes.
      recordingSeconds: secondsOf(parameters.RecordingDuration),
    },
    callStatus: (callStatus ?? '').toLowerCase().replace(/[^a-z]/g, ''),
  }
}

export const longestName = 128

/** An unknown direction gets what a stranger gets: only what the organization's phone numbers enter. */
function originOf(direction: string | null, data: Parameters): CallInfo['origin'] {
  switch (direction?.toLowerCase()) {
    case 'subscriber':
      return 'phone'
    case 'outbound-api':
    case 'application':
      return 'api'
    case undefined:
      return data.outgoingSubscriberId === undefined ? 'trunk' : 'phone'
    default:
      return 'trunk'
  }
}

export function dialedOf(value: unknown): string {
  const text = textOf(value, longestName) ?? ''
  return text
    .replace(/^sips?:/i, '')
    .replace(/@.*$/, '')
    .replace(/[\s().\-/]/g, '')
}

const numbers = new Map<string, ParsedNumber>()
const mostNumbers = 20_000

/** Reading a number costs more than the whole decision, and the same ones call and are called. */
function phoneNumberOf(value: unknown, country: string): ParsedNumber {
  const raw = textOf(value, longestName) ?? ''
  const key = `${country}${raw}`
  const known = numbers.get(key)
  if (known !== undefined) return known
  const parsed = parseNumber(raw, country)
  if (numbers.size >= mostNumbers) numbers.clear()
  numbers.set(key, parsed)
  return parsed
}

function secondsOf(value: unknown): number | null {
  const seconds = numberOf(value)
  return seconds !== null && seconds >= 0 && seconds < 86_400 ? seconds : null
}
