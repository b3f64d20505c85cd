import { z } from 'zod'
import { nameSchema, timeZoneSchema } from '../../text.ts'
import { holidayCalendarSchema } from '../holidays.ts'

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof weekdays)[number]

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Use a time such as 09:00.')

/** Open from `from` (included) to `to` (excluded). `to` at or before `from` is on the next day. */
const rangeSchema = z.strictObject({
  from: clockTime,
  to: z.union([clockTime, z.literal('24:00')]),
})
export type TimeRange = z.infer<typeof rangeSchema>

const dayRanges = z.array(rangeSchema).max(10, 'Use 10 ranges a day at most.').default([])

export const businessHoursConfigSchema = z.strictObject({
  /** Null: the organization's. */
  timeZone: timeZoneSchema.nullable().default(null),
  weekly: z.strictObject({
    monday: dayRanges,
    tuesday: dayRanges,
    wednesday: dayRanges,
    thursday: dayRanges,
    friday: dayRanges,
    saturday: dayRanges,
    sunday: dayRanges,
  }),
  exceptions: z
    .array(
      z.strictObject({
        date: z.iso.date('Use a date such as 2027-01-01.'),
        name: nameSchema,
        type: z.enum(['closed', 'special_hours']),
        ranges: dayRanges,
      }),
    )
    .max(400, 'Use 400 exceptions at most.')
    .default([]),
  /** Closed on their days, where no exception says otherwise. */
  holidays: z.array(holidayCalendarSchema).max(5, 'Use 5 holiday calendars at most.').default([]),
})
export type BusinessHoursConfig = z.infer<typeof businessHoursConfigSchema>
