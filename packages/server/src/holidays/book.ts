import type { HolidayCalendar, HolidayDays } from '@opbx/contract/call-flow/holidays'
import { dateOfEpochDay, epochDayOfDate } from '@opbx/contract/call-flow/zone-time'
import Holidays, { type HolidaysTypes } from 'date-holidays'

type Year = ReadonlyMap<number, string>

// Only what exists is kept: some hundred regions, a few years each.
const known = new Map<string, HolidayDays>()
const none: Year = new Map()

/** Which years the rules are good for; before and after there are no holidays. */
const firstYear = 2000
const lastYear = 2099

/** Works days out from rules, without any network; a year of a calendar takes 5 to 40 ms, once per process. */
export function findCalendar(calendar: HolidayCalendar): HolidayDays | null {
  const key = keyOf(calendar)
  const found = known.get(key)
  if (found !== undefined) return found
  const made = openCalendar(calendar)
  if (made !== null) known.set(key, made)
  return made
}

function keyOf({ country, region, types }: HolidayCalendar): string {
  return [country, region ?? '', ...[...types].sort()].join(' ')
}

function openCalendar(calendar: HolidayCalendar): HolidayDays | null {
  const label = labelOf(calendar)
  if (label === null) return null
  const place = [calendar.country, ...(calendar.region?.split('-') ?? [])] as const
  const rules = new Holidays(place[0], place[1] ?? '', place[2] ?? '', {
    languages: 'en',
    types: [...calendar.types],
  })
  const years = new Map<number, Year>()
  const yearOf = (year: number): Year => {
    if (year < firstYear || year > lastYear) return none
    const found = years.get(year) ?? daysOf(rules.getHolidays(year, 'en'))
    years.set(year, found)
    return found
  }
  return {
    label,
    nameOf: (day) => yearOf(new Date(day * 86_400_000).getUTCFullYear()).get(day) ?? null,
  }
}

/** Null: there is no such place. */
function labelOf({ country, region }: HolidayCalendar): string | null {
  const all = new Holidays()
  const countries = all.getCountries('en')
  const name = Object.hasOwn(countries, country) ? countries[country] : undefined
  if (name === undefined || region === null) return name ?? null
  const [state = '', part] = region.split('-')
  const states = all.getStates(country, 'en') ?? {}
  if (!Object.hasOwn(states, state)) return null
  if (part === undefined) return `${name}, ${states[state]}`
  const parts = all.getRegions(country, state, 'en') ?? {}
  if (!Object.hasOwn(parts, part)) return null
  return `${name}, ${states[state]}, ${parts[part]}`
}

const hourMilliseconds = 3_600_000

/**
 * A day is a holiday when its noon is: an eve that begins at 2 PM is none. By the date in words and the length,
 * as feasts that begin at sunset have a start on the day before but the right date.
 */
function daysOf(holidays: readonly HolidaysTypes.Holiday[]): Year {
  const days = new Map<number, string>()
  for (const { date, start, end, name } of holidays) {
    const first = epochDayOfDate(date.slice(0, 10))
    const from = Number(date.slice(11, 13))
    const to = from + (end.getTime() - start.getTime()) / hourMilliseconds
    for (let noon = 12; noon < to; noon += 24) {
      const day = first + (noon - 12) / 24
      if (noon >= from && !days.has(day)) days.set(day, name)
    }
  }
  return days
}

/** The days of a calendar in order, `count` days from a date on. */
export function listDays(
  { nameOf }: HolidayDays,
  { from, count }: { from: number; count: number },
): { date: string; name: string }[] {
  const days: { date: string; name: string }[] = []
  for (let day = from; day < from + count; day += 1) {
    const name = nameOf(day)
    if (name !== null) days.push({ date: dateOfEpochDay(day), name })
  }
  return days
}
