import { Temporal } from 'temporal-polyfill'

/** When the day began in a zone, so many days ago, in UTC. Days of 23 and 25 hours are right. */
export function startOfDay(now: Date, timeZone: string, daysAgo: number): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .startOfDay()
    .subtract({ days: daysAgo })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 })
}
