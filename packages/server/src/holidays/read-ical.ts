import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImportedHolidays } from '@opbx/contract/call-flow/holidays'
import type { CalendarResponse, VEvent } from 'node-ical'
import { fieldError } from '../errors.ts'

const dayMilliseconds = 86_400_000
const months = 24
/** Working out one may take 20 ms, and calls are answered meanwhile. */
const mostRepeated = 500

/** The whole days of an iCalendar file from yesterday on, repeated ones for 24 months. */
export async function readIcal(text: string, now: Date): Promise<ImportedHolidays> {
  const from = new Date(now.getTime() - dayMilliseconds)
  const to = new Date(now)
  to.setUTCMonth(to.getUTCMonth() + months)
  const found: ImportedHolidays = { days: [], problems: [] }
  let repeated = 0
  let outside = 0
  // Seldom needed, so it does not slow the start down.
  const { default: ical } = await import('node-ical')
  for (const event of eventsOf(ical, text)) {
    const name = nameOf(event)
    if (event.rrule && ++repeated > mostRepeated) {
      const message = `Only the first ${mostRepeated} repeated events are read.`
      found.problems.push({ line: null, message })
      break
    }
    const problem = problemOf(event)
    if (problem !== null) {
      found.problems.push({ line: null, message: `“${name}” ${problem}` })
      continue
    }
    const days = event.rrule
      ? repeatedDays(ical, event, { from, to })
      : spanOf(event.start, event.end)
    const dates = days.filter((day) => day >= dateText(from) && day <= dateText(to))
    if (dates.length === 0) outside += 1
    for (const date of dates) found.days.push({ date, name })
    await nextTurn()
  }
  if (outside > 0) found.problems.push({ line: null, message: outsideMessage(outside) })
  return found
}

type Ical = typeof import('node-ical').default

function eventsOf(ical: Ical, text: string): VEvent[] {
  const events = Object.values(parseText(ical, text)).filter(
    (part): part is VEvent => part?.type === 'VEVENT',
  )
  if (events.length > 0) return events
  throw fieldError('text', 'No events were found in this file. Export it as iCalendar (.ics).')
}

function parseText(ical: Ical, text: string): CalendarResponse {
  try {
    return ical.sync.parseICS(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it is damaged'
    throw fieldError('text', `This calendar cannot be read: ${why}. Export it again.`)
  }
}

function nameOf({ summary }: VEvent): string {
  const text = typeof summary === 'object' ? String(summary.val) : (summary ?? '')
  return text.replace(/\s+/g, ' ').trim().slice(0, 100) || 'Holiday'
}

function problemOf({ datetype, start, rrule }: VEvent): string | null {
  // A date that cannot be read stays text.
  const isDate = start instanceof Date && !Number.isNaN(start.getTime())
  if (!isDate) return 'has no date that can be read, so it was left out.'
  if (datetype !== 'date') return 'does not last the whole day, so it was left out.'
  // Each second of two years would be 63 million dates.
  if (rrule && /FREQ=(SECONDLY|MINUTELY|HOURLY)/.test(rrule.toString()))
    return 'is repeated within a day, so it was left out.'
  return null
}

function repeatedDays(ical: Ical, event: VEvent, span: { from: Date; to: Date }): string[] {
  const expanded = ical.expandRecurringEvent(event, { ...span, expandOngoing: true })
  return expanded.flatMap(({ start, end }) => spanOf(start, end))
}

const longestSpan = 366

/** Dates from the first to the last; the end is the day after. */
function spanOf(start: Date, end: Date | undefined): string[] {
  const dates = [dateText(start)]
  const day = new Date(start)
  for (;;) {
    day.setDate(day.getDate() + 1)
    if (end === undefined || day >= end || dates.length >= longestSpan) return dates
    dates.push(dateText(day))
  }
}

/** The library makes whole days midnights of this machine's zone. */
function dateText(day: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

function outsideMessage(events: number): string {
  const what = events === 1 ? 'One event is' : `${events} events are`
  return `${what} over already, or further away than ${months} months, and not shown.`
}
