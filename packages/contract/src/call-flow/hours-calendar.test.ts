import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyWeek, officeWeek } from '../testing/flow-factories.ts'
import { type HolidayBook, noHolidays } from './holidays.ts'
import { hoursAtMilliseconds } from './hours.ts'
import { calendarOf } from './hours-calendar.ts'
import { type BusinessHoursConfig, weekdays } from './nodes/business-hours.ts'
import { epochMillisecondsOfLocal, isoTimeOf, localReadingOf, localTimeAt } from './zone-time.ts'

const newYork = 'America/New_York'
const zones = [newYork, 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Africa/Casablanca']

function schedule(parts: Partial<BusinessHoursConfig>): BusinessHoursConfig {
  return { timeZone: null, weekly: emptyWeek(), exceptions: [], holidays: [], ...parts }
}

const clock = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`)
const ranges = fc.array(fc.record({ from: clock, to: clock }), { maxLength: 3 })
const configs = fc
  .record({
    isOff: fc.boolean(),
    week: fc.array(ranges, { minLength: 7, maxLength: 7 }),
    exceptions: fc.array(
      fc.record({
        date: fc.integer({ min: 1, max: 28 }).map((day) => `2026-03-${two(day)}`),
        type: fc.constantFrom('closed' as const, 'special_hours' as const),
        ranges,
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ week, exceptions, isOff }) =>
    schedule({
      holidays: isOff ? [{ country: 'DE', region: null, types: ['public'] }] : [],
      weekly: Object.assign(
        emptyWeek(),
        Object.fromEntries(weekdays.map((day, index) => [day, week[index] ?? []])),
      ),
      exceptions: exceptions.map((exception) => ({ ...exception, name: 'Special' })),
    }),
  )

const everyFifth: HolidayBook = ({ country }) => ({
  label: country,
  nameOf: (day) => (day % 5 === 0 ? 'Fifth day' : null),
})

test('an own exception wins over a holiday calendar, which wins over the week', () => {
  const calendar = { country: 'DE', region: null, types: ['public' as const] }
  fc.assert(
    fc.property(configs, (config) => {
      const at = { now: Date.parse('2026-03-01T12:00:00Z'), months: 1 }
      const withCalendar = { ...config, holidays: [calendar] }
      const days = calendarOf(withCalendar, { zone: 'UTC', holidays: everyFifth }, at)
      for (const { date, exception } of days) {
        const own = config.exceptions.find((one) => one.date === date)
        const isFifth = (Date.parse(date) / 86_400_000) % 5 === 0
        const holiday = isFifth ? { name: 'Fifth day', type: 'closed', calendar: 'DE' } : null
        expect(exception).toEqual(
          own ? { name: own.name, type: own.type, calendar: null } : holiday,
        )
      }
    }),
    { numRuns: 50 },
  )
})

function two(value: number): string {
  return String(value).padStart(2, '0')
}

test('the calendar is what asking minute by minute gives, over clock changes too', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(configs, fc.constantFrom(...zones), (config, zone) => {
      const now = Date.parse('2026-03-05T12:00:00Z')
      const days = calendarOf(config, { zone, holidays: everyFifth }, { now, months: 1 })
      const first = localTimeAt(zone, now).day
      const wrong: string[] = []
      for (let at = now; at < now + 27 * 86_400_000; at += 60_000) {
        const local = localTimeAt(zone, at)
        const clock = `${two(Math.floor(local.minute / 60))}:${two(local.minute % 60)}`
        const day = days[local.day - first]
        const isOpen = day?.open.some(({ from, to }) => from <= clock && clock < to)
        const state = hoursAtMilliseconds(config, { zone, holidays: everyFifth }, at).state
        if (isOpen !== (state === 'open')) wrong.push(`${isoTimeOf(at)} is ${state}`)
      }
      expect(wrong).toEqual([])
    }),
    { numRuns: 25 },
  )
})

test('a day holds its openings, its exception and its clock change', () => {
  const config = schedule({
    weekly: { ...officeWeek(), saturday: [{ from: '22:00', to: '02:00' }] },
    exceptions: [{ date: '2026-11-26', name: 'Thanksgiving', type: 'closed', ranges: [] }],
  })
  const days = calendarOf(
    config,
    { zone: newYork, holidays: noHolidays },
    { now: Date.parse('2026-10-30T03:00:00Z'), months: 2 },
  )
  const of = (date: string) => days.find((day) => day.date === date)
  // It is still Thursday in New York.
  expect(days[0]?.date).toBe('2026-10-29')
  expect(days.at(-1)?.date).toBe('2026-12-28')
  expect(of('2026-10-31')).toEqual({
    date: '2026-10-31',
    open: [{ from: '22:00', to: '24:00' }],
    exception: null,
    clockChange: null,
  })
  expect(of('2026-11-01')).toEqual({
    date: '2026-11-01',
    open: [{ from: '00:00', to: '02:00' }],
    exception: null,
    clockChange: { at: '2026-11-01T06:00:00.000Z', from: '02:00', minutes: -60 },
  })
  expect(of('2026-11-26')).toMatchObject({
    open: [],
    exception: { name: 'Thanksgiving', type: 'closed', calendar: null },
  })
})

test('24 months are as long as the calendar has them', () => {
  const at = { now: Date.parse('2026-11-22T12:00:00Z'), months: 24 }
  const days = calendarOf(schedule({}), { zone: newYork, holidays: noHolidays }, at)
  expect([days.length, days.at(-1)?.date]).toEqual([731, '2028-11-21'])
  expect(days.filter((day) => day.clockChange !== null)).toHaveLength(4)
})

test('a reading of the clock and its moment belong together, but for hours that come twice or never', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3 * 365 * 1440 }),
      fc.constantFrom(...zones),
      (minute, zone) => {
        const at = Date.parse('2025-01-01T00:00:00Z') + minute * 60_000
        const reading = localReadingOf(zone, at)
        const found = epochMillisecondsOfLocal(zone, reading)
        expect(localReadingOf(zone, found)).toBe(reading)
        expect(found).toBeLessThanOrEqual(at)
      },
    ),
  )
  expect(isoTimeOf(epochMillisecondsOfLocal(newYork, '2026-11-01T01:30'))).toBe(
    '2026-11-01T05:30:00.000Z',
  )
  expect(isoTimeOf(epochMillisecondsOfLocal(newYork, '2026-03-08T02:30'))).toBe(
    '2026-03-08T07:30:00.000Z',
  )
})
