import type { HoursReading } from '@opbx/contract/call-flow/hours'
import type { HandSetHours } from '@opbx/contract/call-flow/hours-override'
import { type TimeRange, weekdays } from '@opbx/contract/call-flow/nodes/business-hours'
import {
  dateOfEpochDay,
  epochMillisecondsOf,
  localTimeAt,
} from '@opbx/contract/call-flow/zone-time'
import { listed, type Story } from './because.ts'

/** Why a schedule is open, closed or on holiday. `holidayTakenAsClosed`: exit `holiday` is not connected. */
export function hoursStory(
  reading: HoursReading,
  zone: string,
  holidayTakenAsClosed: boolean,
): Story {
  const now = `${capital(reading.weekday)} ${clock(reading.minute)} in ${cityOf(zone)}`
  if (reading.open) return { happened: 'Open', because: `Because ${now} is ${openPart(reading)}.` }
  if (reading.state === 'holiday') {
    const holiday = holidayOf(reading)
    return {
      happened: holidayTakenAsClosed ? 'Holiday, treated as closed' : 'Holiday',
      because: holidayTakenAsClosed
        ? `Because ${now} is on ${holiday}, and exit holiday leads nowhere, so the call takes exit closed.`
        : `Because ${now} is on ${holiday}.`,
    }
  }
  return { happened: 'Closed', because: `Because ${now} is ${closedPart(reading)}.` }
}

/** Why it is open or closed whatever the hours say. */
export function byHandStory(
  { state, until, by }: HandSetHours,
  at: { zone: string; now: string },
): Story {
  return {
    happened: state === 'open' ? 'Open, set by hand' : 'Closed, set by hand',
    because: `Because ${by} set it ${state} by hand${until === null ? '' : ` until ${untilPart(until, at)}`}, whatever the hours say.`,
  }
}

/** The hour, and the day where that is another one: at most a week ahead the weekday says it. */
function untilPart(until: string, { zone, now }: { zone: string; now: string }): string {
  const local = localTimeAt(zone, epochMillisecondsOf(until))
  const days = local.day - localTimeAt(zone, epochMillisecondsOf(now)).day
  const time = `${clock(local.minute)} in ${cityOf(zone)}`
  if (days === 0) return time
  if (days < 7) return `${capital(weekdays[local.weekday] ?? '')} ${time}`
  return `${dateOfEpochDay(local.day)}, ${time}`
}

function holidayOf({ exception }: HoursReading): string {
  if (exception === null) return 'a holiday'
  return exception.calendar === undefined
    ? `${exception.name}, a holiday`
    : `${exception.name}, a holiday of the calendar ${exception.calendar}`
}

function openPart(reading: HoursReading): string {
  const open = reading.open
  if (!open) return 'open'
  const from = clockOf(open.range.from)
  const to = clockOf(open.range.to)
  const began = open.began === reading.weekday ? '' : ` on ${capital(open.began)}`
  const between = isWholeDay(open.range)
    ? `within the whole day of ${capital(open.began)}`
    : `between ${from}${began} and ${to}`
  if (open.exception) return `${between}, the special hours of ${open.exception.name}`
  if (reading.exception) return `${between}, hours that began before ${reading.exception.name}`
  return `${between}, and today is no holiday`
}

function closedPart(reading: HoursReading): string {
  const ranges = listed(
    reading.today.map((range) => `${clockOf(range.from)} to ${clockOf(range.to)}`),
  )
  if (reading.exception) {
    return reading.today.length === 0
      ? `on ${reading.exception.name}, which has no hours`
      : `outside ${ranges}, the special hours of ${reading.exception.name}`
  }
  return reading.today.length === 0
    ? `on a ${capital(reading.weekday)}, which has no opening hours`
    : `outside the hours of ${capital(reading.weekday)}, ${ranges}`
}

function isWholeDay(range: TimeRange): boolean {
  return range.from === '00:00' && (range.to === '24:00' || range.to === '00:00')
}

function clock(minute: number): string {
  const hour = Math.floor(minute / 60)
  const minutes = String(minute % 60).padStart(2, '0')
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minutes} ${hour < 12 ? 'AM' : 'PM'}`
}

function clockOf(time: string): string {
  if (time === '24:00') return 'midnight'
  return clock(Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))
}

/** `America/Argentina/Buenos_Aires` is Buenos Aires to people. */
function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
