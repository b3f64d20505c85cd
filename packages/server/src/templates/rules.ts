import { dateOfEpochDay } from '@opbx/contract/call-flow/zone-time'
import { holidayBook } from '../holidays/service.ts'

/** A name that is not taken: `Team`, else `Team 2`, `Team 3` … It is taken then. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`
  taken.add(name)
  return name
}

/** The next public holiday of a country that is no Saturday or Sunday, `2027-01-01`; null: no calendar knows one. */
export function nextHoliday(country: string, now: Date): string | null {
  const days = holidayBook({ country, region: null, types: ['public'] })
  const today = Math.floor(now.getTime() / 86_400_000)
  for (let day = today + 1; day < today + 731; day += 1) {
    // 1970-01-01 was a Thursday.
    const weekday = (day + 4) % 7
    if (weekday !== 0 && weekday !== 6 && (days?.nameOf(day) ?? null) !== null)
      return dateOfEpochDay(day)
  }
  return null
}
