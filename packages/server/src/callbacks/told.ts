import type { Direction } from '@opbx/contract/calls'
import { type ParsedNumber, parseNumber } from '@opbx/contract/e164'
import { numberOf, type Parameters, textOf } from '../http/parameters.ts'

/** A callback that cannot be read, in a sentence for whoever sent it. */
export class UnreadableCallback extends Error {}

/** What a callback's domain is called: the name, the UUID or both, which must agree. */
export function callbackDomainsOf(payload: Parameters, owner: Parameters): string[] {
  return [owner.uuid, owner.name, payload.domain_uuid, payload.domain].flatMap((name) => {
    const text = textOf(name, 128)
    // A sample of the platform's own shows a null written as text.
    return text === null || text === 'null' ? [] : [text]
  })
}

/** Epoch seconds, epoch milliseconds (also as text) or ISO 8601, in milliseconds. 0 means none. */
export function timeOf(value: unknown): number | null {
  const number = numberOf(value)
  if (number !== null) {
    if (number <= 0) return null
    // Seconds until the year 5138, milliseconds since 1973.
    return inRange(number < 100_000_000_000 ? number * 1000 : number)
  }
  const text = textOf(value, 40)
  return text === null ? null : inRange(Date.parse(text))
}

/** What a Date can hold and a database takes. */
function inRange(milliseconds: number): number | null {
  if (Number.isNaN(milliseconds) || milliseconds < 0 || milliseconds > 4_102_444_800_000)
    return null
  return Math.round(milliseconds)
}

export function partyOf(value: unknown, country: string): ParsedNumber {
  return parseNumber(textOf(value, 128) ?? '', country)
}

/** The platform's word for the direction, in either family and spelling. */
export function directionOf(word: unknown, to: ParsedNumber): Direction | null {
  switch (textOf(word, 40)?.toLowerCase()) {
    case 'incoming':
    case 'inbound':
      return 'inbound'
    case 'internal':
      return 'internal'
    case 'outgoing':
    case 'outbound':
    case 'subscriber':
      return to.kind === 'extension' ? 'internal' : 'outbound'
    case 'application':
    case 'outbound-api':
      return 'outbound'
    default:
      return null
  }
}
