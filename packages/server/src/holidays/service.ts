import type { Flow } from '@opbx/contract/call-flow/flow'
import type {
  HolidayBook,
  HolidayCalendar,
  HolidayCountries,
  Holidays,
} from '@opbx/contract/call-flow/holidays'
import { epochDayOfDate } from '@opbx/contract/call-flow/zone-time'
import DateHolidays from 'date-holidays'
import type { Ctx } from '../context.ts'
import { fieldError } from '../errors.ts'
import { findCalendar, listDays } from './book.ts'

/** For everything that reads business hours. */
export const holidayBook: HolidayBook = findCalendar

/** Works out the days that calls of these days may ask for, before they do. */
export function warmHolidays({ nodes }: Flow, now: Date): void {
  const year = now.getUTCFullYear()
  for (const node of nodes) {
    if (node.type !== 'business_hours') continue
    for (const calendar of node.config.holidays) {
      const days = holidayBook(calendar)
      // The year after too: nobody may load anything at New Year.
      for (const one of [year, year + 1]) days?.nameOf(epochDayOfDate(`${one}-01-01`))
    }
  }
}

let countries: HolidayCountries | null = null

/** All countries and regions whose holidays are known, by name. */
export function listHolidayCountries(): HolidayCountries {
  countries ??= readCountries()
  return countries
}

function readCountries(): HolidayCountries {
  const all = new DateHolidays()
  const found = byName(all.getCountries('en')).map(([country, name]) => ({
    country,
    name,
    regions: byName(all.getStates(country, 'en') ?? {}).flatMap(([state, stateName]) => [
      { region: state, name: stateName },
      ...byName(all.getRegions(country, state, 'en') ?? {}).map(([part, partName]) => ({
        region: `${state}-${part}`,
        name: `${stateName}, ${partName}`,
      })),
    ]),
  }))
  return { countries: found }
}

function byName(names: Record<string, string>): [string, string][] {
  return Object.entries(names).sort(([, a], [, b]) => a.localeCompare(b, 'en'))
}

/** Two years, from yesterday in UTC on: somewhere it is still yesterday. */
export function listHolidays(ctx: Ctx, calendar: HolidayCalendar): Holidays {
  const days = holidayBook(calendar)
  if (days === null) {
    const isCountry = holidayBook({ ...calendar, region: null }) !== null
    throw isCountry
      ? fieldError('region', 'This country has no such region. Choose another, or none.')
      : fieldError('country', 'The holidays of this country are not known. Choose another.')
  }
  const from = Math.floor(ctx.clock.now().getTime() / 86_400_000) - 1
  return { label: days.label, days: listDays(days, { from, count: 733 }) }
}
