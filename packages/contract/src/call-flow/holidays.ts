import { z } from 'zod'

// How many people have the day off, most first.
const holidayTypes = ['public', 'bank', 'optional', 'school', 'observance'] as const

const holidayCountrySchema = z.string().regex(/^[A-Z]{2}$/, 'Use a country code such as US or DE.')
/** A state or province, perhaps with a part of it: `BY` or `BY-A`. */
const holidayRegionSchema = z
  .string()
  .regex(/^[A-Za-z0-9]{1,10}(-[A-Za-z0-9]{1,10})?$/, 'Use a code of the country, such as BY.')
const holidayTypesSchema = z
  .array(z.enum(holidayTypes))
  .min(1, 'Choose at least one kind of holiday.')
  .max(holidayTypes.length)

/** The holidays of a country, or of a region of it: closed days that nobody has to enter. */
export const holidayCalendarSchema = z.strictObject({
  country: holidayCountrySchema,
  region: holidayRegionSchema.nullable().default(null),
  types: holidayTypesSchema.default(['public']),
})
export type HolidayCalendar = z.infer<typeof holidayCalendarSchema>

/** The days of one calendar. */
export interface HolidayDays {
  /** `Germany, Bayern`. */
  label: string
  /** The name of the holiday on a day, in days since 1970-01-01; null: it is none. */
  nameOf(day: number): string | null
}

/**
 * Knows the days of calendars; null: there is no such country or region. As the rules of time zones it is
 * given to pure code from outside, because its data is too large for a browser.
 */
export type HolidayBook = (calendar: HolidayCalendar) => HolidayDays | null

/** Of those who do not look at holidays. */
export const noHolidays: HolidayBook = ({ country }) => ({ label: country, nameOf: () => null })

const holidayDaySchema = z.object({ date: z.string(), name: z.string() })
export type HolidayDay = z.infer<typeof holidayDaySchema>

/** `GET /api/v1/holidays/countries`: which calendars there are. */
export const holidayCountriesSchema = z.object({
  countries: z.array(
    z.object({
      country: z.string(),
      name: z.string(),
      regions: z.array(z.object({ region: z.string(), name: z.string() })),
    }),
  ),
})
export type HolidayCountries = z.infer<typeof holidayCountriesSchema>

/** `GET /api/v1/holidays`: from yesterday in UTC on, 24 months. `types` are joined by commas. */
export const holidaysQuerySchema = z.strictObject({
  country: holidayCountrySchema,
  region: holidayRegionSchema.optional(),
  types: z
    .string()
    .default('public')
    .transform((text) => text.split(','))
    .pipe(holidayTypesSchema),
})
export const holidaysSchema = z.object({ label: z.string(), days: z.array(holidayDaySchema) })
export type Holidays = z.infer<typeof holidaysSchema>

/** `POST /api/v1/business-hours/import-holidays`: what a file holds, to be looked at. Nothing is stored. */
export const importHolidaysSchema = z.strictObject({
  format: z.enum(['ical', 'csv']),
  text: z
    .string()
    .min(1, 'The file is empty. Choose another.')
    .max(500_000, 'The file is too large: 500,000 characters are read at most.'),
})
export const importedHolidaysSchema = z.object({
  days: z.array(holidayDaySchema),
  /** What was left out, and why. `line` counts from 1; null: of no single line. */
  problems: z.array(z.object({ line: z.int().nullable(), message: z.string() })),
})
export type ImportedHolidays = z.infer<typeof importedHolidaysSchema>
