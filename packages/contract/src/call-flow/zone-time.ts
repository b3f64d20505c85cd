import { Temporal } from 'temporal-polyfill'

/** What a clock on the wall shows. */
interface LocalTime {
  /** Days since 1970-01-01. */
  day: number
  /** 0 = Monday … 6 = Sunday. */
  weekday: number
  /** Minutes since midnight, 0–1439. */
  minute: number
}

/** A moment at which a zone's clocks are set. Offsets in minutes east of UTC. */
export interface ClockChange {
  at: number
  offsetBefore: number
  offsetAfter: number
}

const dayMilliseconds = 86_400_000

/** Epoch milliseconds of an ISO 8601 time in UTC. Arithmetic, because the voice path asks at every decision. */
export function epochMillisecondsOf(iso: string): number {
  if (!usualForm.test(iso)) return Temporal.Instant.from(iso).epochMilliseconds
  const year = twoDigits(iso, 0) * 100 + twoDigits(iso, 2)
  const days = epochDayOf(year, twoDigits(iso, 5), twoDigits(iso, 8))
  const minutes = twoDigits(iso, 11) * 60 + twoDigits(iso, 14)
  const fraction = iso.length > 20 ? Math.floor(Number(iso.slice(19, -1)) * 1000) : 0
  return days * dayMilliseconds + (minutes * 60 + twoDigits(iso, 17)) * 1000 + fraction
}

const usualForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48
}

/** A moment as ISO 8601 in UTC, with milliseconds. */
export function isoTimeOf(epochMilliseconds: number): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds)
  return instant.toString({ fractionalSecondDigits: 3 })
}

/** Days since 1970-01-01 of a date such as `2027-01-01`. */
export function epochDayOfDate(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return epochDayOf(year, month, day)
}

/** The date of a day since 1970-01-01, such as `2027-01-01`. */
export function dateOfEpochDay(day: number): string {
  return isoTimeOf(day * dayMilliseconds).slice(0, 10)
}

// Counts in 400-year eras of 146,097 days whose years begin in March, so that the leap day comes last.
function epochDayOf(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468
}

/** The wall-clock reading of a moment in a zone. */
export function localTimeAt(zone: string, epochMilliseconds: number): LocalTime {
  const local = epochMilliseconds + offsetAt(zone, epochMilliseconds)
  const day = Math.floor(local / dayMilliseconds)
  return {
    day,
    weekday: (day + 3) % 7, // 1970-01-01 was a Thursday.
    minute: Math.floor((local - day * dayMilliseconds) / 60_000),
  }
}

/**
 * Epoch milliseconds of a wall-clock reading such as `2026-11-17T10:42`, seconds or not. One that comes twice is
 * the first of both, one that is left out is as much later as the clocks were set forward.
 */
export function epochMillisecondsOfLocal(zone: string, local: string): number {
  const reading = epochMillisecondsOf(`${local.length === 16 ? `${local}:00` : local}Z`)
  const before = offsetAt(zone, reading - dayMilliseconds)
  if (offsetAt(zone, reading - before) === before) return reading - before
  const after = offsetAt(zone, reading + dayMilliseconds)
  return offsetAt(zone, reading - after) === after ? reading - after : reading - before
}

/** What the clocks of a zone show at a moment, such as `2026-11-17T10:42:31`. */
export function localReadingOf(zone: string, epochMilliseconds: number): string {
  return isoTimeOf(epochMilliseconds + offsetAt(zone, epochMilliseconds)).slice(0, 19)
}

/** The next moment at which the clocks of a zone are set, or null. */
export function nextClockChange(zone: string, epochMilliseconds: number): ClockChange | null {
  const here = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toZonedDateTimeISO(zone)
  const next = here.getTimeZoneTransition('next')
  if (!next) return null
  return {
    at: next.epochMilliseconds,
    offsetBefore: here.offsetNanoseconds / 60e9,
    offsetAfter: next.offsetNanoseconds / 60e9,
  }
}

/** A stretch of time over which a zone's offset stays the same. All in milliseconds. */
interface OffsetSpan {
  from: number
  to: number
  offset: number
}

// Working out an offset costs far more than a decision may, so the stretches between two clock changes are
// kept: a few per zone in a running server.
const spansOfZone = new Map<string, OffsetSpan[]>()
const maxSpansOfZone = 64

function offsetAt(zone: string, epochMilliseconds: number): number {
  let spans = spansOfZone.get(zone)
  if (!spans) {
    spans = []
    spansOfZone.set(zone, spans)
  }
  const known = spans.find((span) => span.from <= epochMilliseconds && epochMilliseconds < span.to)
  if (known) return known.offset
  const span = findOffsetSpan(zone, epochMilliseconds)
  if (spans.length >= maxSpansOfZone) spans.length = 0
  spans.push(span)
  return span.offset
}

function findOffsetSpan(zone: string, epochMilliseconds: number): OffsetSpan {
  const here = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toZonedDateTimeISO(zone)
  // "previous" is strictly before, and a change at this very millisecond begins the stretch.
  const previous = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  const next = here.getTimeZoneTransition('next')
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  }
}
