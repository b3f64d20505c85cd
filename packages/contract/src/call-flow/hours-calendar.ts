import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { e164Schema } from '../number-schemas.ts'
import { timeSchema } from '../text.ts'
import { type HoursPlace, hoursOfDay } from './hours.ts'
import type { BusinessHoursConfig } from './nodes/business-hours.ts'
import { nodeIdSchema } from './prompt.ts'
import { isoTimeOf, localTimeAt, nextClockChange } from './zone-time.ts'

/** `GET /api/v1/flow/calendar`: of business hours, or of those that a phone number's calls may come to. */
export const calendarQuerySchema = z
  .strictObject({
    hours: nodeIdSchema.optional(),
    number: e164Schema.optional(),
    months: z.coerce.number().int().min(1).max(24, 'Use 24 months at most.').default(24),
    source: z.enum(['draft', 'live']).default('draft'),
  })
  .refine(({ hours, number }) => (hours === undefined) !== (number === undefined), {
    path: ['hours'],
    message: 'Name business hours, or a phone number.',
  })

const calendarDaySchema = z.object({
  date: z.string(),
  /** On the clock of the schedule; `24:00` is midnight at the end of the day. */
  open: z.array(z.object({ from: z.string(), to: z.string() })),
  /** What makes this day special. */
  exception: z
    .object({
      name: z.string(),
      type: z.enum(['closed', 'special_hours']),
      /** The holiday calendar that it comes from; null: somebody entered it. */
      calendar: z.string().nullable(),
    })
    .nullable(),
  /**
   * The clocks are set when they show `from`; `minutes` above 0: forward, so the day is shorter.
   */
  clockChange: z.object({ at: timeSchema, from: z.string(), minutes: z.number() }).nullable(),
})
export type CalendarDay = z.infer<typeof calendarDaySchema>

export const calendarSchema = z.object({
  schedules: z.array(
    z.object({
      node: z.string(),
      name: z.string(),
      timeZone: z.string(),
      days: z.array(calendarDaySchema),
    }),
  ),
})
export type Calendar = z.infer<typeof calendarSchema>

/** The days from now on, as many months as asked for, in the zone of the schedule. */
export function calendarOf(
  config: BusinessHoursConfig,
  { zone, holidays }: HoursPlace,
  { now, months }: { now: number; months: number },
): CalendarDay[] {
  const { day: first } = localTimeAt(zone, now)
  const begins = Temporal.PlainDate.from('1970-01-01').add({ days: first })
  const count = begins.until(begins.add({ months }), { largestUnit: 'days' }).days
  const changes = clockChanges(zone, now, count)
  return Array.from({ length: count }, (_, index): CalendarDay => {
    const day = first + index
    const { open, exception } = hoursOfDay(config, holidays, day)
    return {
      date: begins.add({ days: index }).toString(),
      open: open.map(({ from, to }) => ({ from: clockText(from), to: clockText(to) })),
      exception: exception && {
        name: exception.name,
        type: exception.type,
        calendar: exception.calendar ?? null,
      },
      clockChange: changes.get(day) ?? null,
    }
  })
}

/** By the day on which the clocks are set. */
function clockChanges(
  zone: string,
  now: number,
  days: number,
): Map<number, CalendarDay['clockChange']> {
  const found = new Map<number, CalendarDay['clockChange']>()
  const dayMilliseconds = 86_400_000
  const end = now + (days + 1) * dayMilliseconds
  // From the day before on: a change of this morning belongs to today.
  for (let at = now - dayMilliseconds; ; ) {
    const change = nextClockChange(zone, at)
    if (change === null || change.at > end) return found
    const minutes = change.offsetAfter - change.offsetBefore
    const before = change.at / 60_000 + change.offsetBefore
    const from = clockText(((before % 1440) + 1440) % 1440)
    found.set(localTimeAt(zone, change.at).day, { at: isoTimeOf(change.at), from, minutes })
    at = change.at
  }
}

function clockText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
