import { Temporal } from 'temporal-polyfill'

/** "2026-11-17T10:42" in a zone as UTC; null when it is no time. An hour that the clocks skip moves forward. */
export function instantOfLocal(local: string, timeZone: string): string | null {
  try {
    return Temporal.PlainDateTime.from(local)
      .toZonedDateTime(timeZone)
      .toInstant()
      .toString({ fractionalSecondDigits: 3 })
  } catch {
    return null
  }
}
