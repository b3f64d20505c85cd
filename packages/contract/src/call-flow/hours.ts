import type { HolidayBook } from './holidays.ts'
import {
  type BusinessHoursConfig,
  type TimeRange,
  type Weekday,
  weekdays,
} from './nodes/business-hours.ts'
import { dateOfEpochDay, epochDayOfDate, epochMillisecondsOf, localTimeAt } from './zone-time.ts'

type HoursException = BusinessHoursConfig['exceptions'][number] & {
  /** The holiday calendar that it comes from; left out: somebody entered it. */
  calendar?: string
}

/** What is needed beside a schedule to read it. */
export interface HoursPlace {
  /** The clock by which it is meant. */
  zone: string
  holidays: HolidayBook
}

/** Whether a schedule is open at a moment, and what decided. */
export interface HoursReading {
  state: 'open' | 'closed' | 'holiday'
  weekday: Weekday
  /** Minutes since midnight on the schedule's clock. */
  minute: number
  /** The exception of this day. */
  exception: HoursException | null
  /** The range that is open now, the day it began, and the exception that it belongs to. */
  open: { range: TimeRange; began: Weekday; exception: HoursException | null } | null
  /** The ranges that begin on this day. */
  today: readonly TimeRange[]
}

/** Minutes since midnight of the range's first day; `to` is above 1,440 for a range that ends on the next day. */
export interface RangeMinutes {
  from: number
  to: number
}

/**
 * Reads a schedule at a moment. The clock on the wall decides: an hour that comes twice is open twice, one
 * that is left out is not missed. An exception replaces the weekly ranges that begin on its date; a range of
 * the day before still runs to its end. A holiday of a calendar is as an exception that is closed; where there
 * is an exception for that date too, the exception counts.
 */
export function hoursAt(
  config: BusinessHoursConfig,
  place: HoursPlace,
  instant: string,
): HoursReading {
  return hoursAtMilliseconds(config, place, epochMillisecondsOf(instant))
}

/** As `hoursAt`, for a moment in epoch milliseconds. */
export function hoursAtMilliseconds(
  config: BusinessHoursConfig,
  { zone, holidays }: HoursPlace,
  epochMilliseconds: number,
): HoursReading {
  const compiled = compiledHours(config, holidays)
  const local = localTimeAt(zone, epochMilliseconds)
  const today = dayOf(compiled, local.day, local.weekday)
  const yesterday = dayOf(compiled, local.day - 1, (local.weekday + 6) % 7)
  const fromToday = findRange(today, local.minute)
  const fromYesterday = fromToday ? null : findRange(yesterday, local.minute + minutesOfDay)
  const open = fromToday ?? fromYesterday
  return {
    state: open ? 'open' : stateWhenShut(today),
    weekday: today.weekday,
    minute: local.minute,
    exception: today.exception,
    open: open && {
      range: open.source,
      began: fromToday ? today.weekday : yesterday.weekday,
      exception: fromToday ? today.exception : yesterday.exception,
    },
    today: today.sources,
  }
}

/** A day as the clock on the wall shows it. */
export interface HoursDay {
  weekday: Weekday
  exception: HoursException | null
  /** When it is open, in order and apart from each other, in minutes since midnight up to 1,440. */
  open: RangeMinutes[]
}

/** The openings of a day, also those that began the day before. `day`: days since 1970-01-01. */
export function hoursOfDay(
  config: BusinessHoursConfig,
  holidays: HolidayBook,
  day: number,
): HoursDay {
  const compiled = compiledHours(config, holidays)
  const today = dayOf(compiled, day, weekdayOf(day))
  const yesterday = dayOf(compiled, day - 1, weekdayOf(day - 1))
  const late = yesterday.ranges.map(({ from, to }) => ({
    from: from - minutesOfDay,
    to: to - minutesOfDay,
  }))
  const open: RangeMinutes[] = []
  const inOrder = [...late, ...today.ranges].sort((a, b) => a.from - b.from)
  for (const range of inOrder) {
    const from = Math.max(0, range.from)
    const to = Math.min(minutesOfDay, range.to)
    if (to <= from) continue
    const last = open.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else open.push({ from, to })
  }
  return { weekday: today.weekday, exception: today.exception, open }
}

/** 0 = Monday, as 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** A range as minutes. `to` at or before `from` is on the next day. */
export function rangeMinutes(range: TimeRange): RangeMinutes {
  const from = minuteOf(range.from)
  const to = minuteOf(range.to)
  return { from, to: to <= from ? to + minutesOfDay : to }
}

const minutesOfDay = 1440

interface CompiledRange extends RangeMinutes {
  source: TimeRange
}
interface CompiledDay {
  weekday: Weekday
  exception: HoursException | null
  ranges: CompiledRange[]
  sources: readonly TimeRange[]
}
interface CompiledHours {
  week: CompiledDay[]
  exceptions: Map<number, CompiledDay>
  holidays: HolidayBook
  /** By the first of its calendars that has the day. Null: it has no calendar. */
  holidayOn: ((day: number) => { name: string; calendar: string } | null) | null
  /** Days that calendars were asked for, as they are. */
  asked: Map<number, CompiledDay>
}

// A configuration never changes once it is in a flow, so its minutes are worked out once.
const compiledOf = new WeakMap<BusinessHoursConfig, CompiledHours>()

function compiledHours(config: BusinessHoursConfig, holidays: HolidayBook): CompiledHours {
  const known = compiledOf.get(config)
  if (known?.holidays === holidays) return known
  const compiled = compileHours(config, holidays)
  compiledOf.set(config, compiled)
  return compiled
}

function compileHours(config: BusinessHoursConfig, holidays: HolidayBook): CompiledHours {
  const exceptions = new Map<number, CompiledDay>()
  for (const exception of config.exceptions) {
    const day = epochDayOfDate(exception.date)
    if (exceptions.has(day)) continue
    const ranges = exception.type === 'closed' ? [] : exception.ranges
    const weekday = weekdays[weekdayOf(day)] ?? 'monday'
    exceptions.set(day, compileDay(weekday, ranges, exception))
  }
  return {
    week: weekdays.map((weekday) => compileDay(weekday, config.weekly[weekday], null)),
    exceptions,
    holidays,
    holidayOn: config.holidays.length === 0 ? null : findHoliday(config, holidays),
    asked: new Map(),
  }
}

function findHoliday(
  { holidays: wanted }: BusinessHoursConfig,
  book: HolidayBook,
): CompiledHours['holidayOn'] {
  const calendars = wanted.map(book).filter((days) => days !== null)
  return (day) => {
    for (const { label, nameOf } of calendars) {
      const name = nameOf(day)
      if (name !== null) return { name, calendar: label }
    }
    return null
  }
}

function compileDay(
  weekday: Weekday,
  sources: readonly TimeRange[],
  exception: HoursException | null,
): CompiledDay {
  const ranges = sources.map((source) => ({ ...rangeMinutes(source), source }))
  return { weekday, exception, ranges, sources }
}

function dayOf(compiled: CompiledHours, day: number, weekday: number): CompiledDay {
  const exception = compiled.exceptions.get(day)
  if (exception) return exception
  const usual = compiled.week[weekday]
  if (!usual) throw new Error(`Weekday ${weekday} does not exist`)
  if (compiled.holidayOn === null) return usual
  const known = compiled.asked.get(day)
  if (known) return known
  const holiday = compiled.holidayOn(day)
  const found = holiday === null ? usual : holidayAsDay(usual.weekday, day, holiday)
  if (compiled.asked.size >= mostAsked) compiled.asked.clear()
  compiled.asked.set(day, found)
  return found
}

// Calls ask for today and yesterday, a calendar for two years.
const mostAsked = 2000

function holidayAsDay(
  weekday: Weekday,
  day: number,
  holiday: { name: string; calendar: string },
): CompiledDay {
  const date = dateOfEpochDay(day)
  return compileDay(weekday, [], { date, type: 'closed', ranges: [], ...holiday })
}

function findRange(day: CompiledDay, minute: number): CompiledRange | null {
  return day.ranges.find((range) => range.from <= minute && minute < range.to) ?? null
}

function stateWhenShut(today: CompiledDay): 'closed' | 'holiday' {
  return today.exception?.type === 'closed' ? 'holiday' : 'closed'
}

function minuteOf(clockTime: string): number {
  const [hours, minutes] = clockTime.split(':')
  return Number(hours) * 60 + Number(minutes)
}
