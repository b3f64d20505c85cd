/** Times, lengths and numbers as people say them, in one zone and language. */
export interface Format {
  timeZone: string
  /** "10:42 AM" */
  time(at: string | Date): string
  /** "10:42:16 AM" */
  timeWithSeconds(at: string | Date): string
  /** "Tue, Nov 17" */
  date(at: string | Date): string
  /** "Tuesday, November 17" */
  longDate(at: string | Date): string
  /** "Nov 17, 2026" */
  dateWithYear(at: string | Date): string
  /** "Tue, Nov 17, 10:42 AM" */
  dateTime(at: string | Date): string
  /** The day in the zone as a key, "2026-11-17". */
  dayKey(at: string | Date): string
  /** Hour of the day in the zone, 0–23. */
  hour(at: string | Date): number
  /** "2 minutes ago", "in 3 days" */
  relative(at: string | Date, now: Date): string
  number(value: number): string
  percent(share: number): string
}

/** `m:ss`, or `h:mm:ss` from an hour on. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(whole / 60) % 60
  if (whole >= 3600) return `${Math.floor(whole / 3600)}:${two(minutes)}:${two(whole % 60)}`
  return `${minutes}:${two(whole % 60)}`
}

export function makeFormat(timeZone: string, locale: string): Format {
  const kept = new Map<string, Intl.DateTimeFormat>()
  const as = (options: Intl.DateTimeFormatOptions) => {
    const key = JSON.stringify(options)
    const format = kept.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...options })
    kept.set(key, format)
    return (at: string | Date) => format.format(typeof at === 'string' ? new Date(at) : at)
  }
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
  const day: Intl.DateTimeFormatOptions = { weekday: 'short', month: 'short', day: 'numeric' }
  const key = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  const date = (at: string | Date) => (typeof at === 'string' ? new Date(at) : at)
  return {
    timeZone,
    time: as(time),
    timeWithSeconds: as({ ...time, second: '2-digit' }),
    date: as(day),
    longDate: as({ weekday: 'long', month: 'long', day: 'numeric' }),
    dateWithYear: as({ year: 'numeric', month: 'short', day: 'numeric' }),
    dateTime: as({ ...day, ...time }),
    dayKey: (at) => key.format(date(at)),
    hour: (at) => Number(hour.format(date(at))),
    relative: (at, now) => relativeTime(date(at), now, locale),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    percent: (share) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share),
  }
}

const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

function relativeTime(at: Date, now: Date, locale: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? format.format(Math.trunc(seconds / step[1]), step[0]) : format.format(0, 'second')
}
