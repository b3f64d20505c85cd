import { describe, expect, test } from 'vitest'
import { emptyWeek, officeWeek } from '../testing/flow-factories.ts'
import { noHolidays } from './holidays.ts'
import { hoursAt } from './hours.ts'
import type { BusinessHoursConfig } from './nodes/business-hours.ts'

const newYork = 'America/New_York'

function schedule(parts: Partial<BusinessHoursConfig>): BusinessHoursConfig {
  return { timeZone: null, weekly: emptyWeek(), exceptions: [], holidays: [], ...parts }
}

function stateAt(config: BusinessHoursConfig, zone: string, instant: string) {
  return hoursAt(config, { zone, holidays: noHolidays }, instant).state
}

describe('weekly hours', () => {
  const office = schedule({ weekly: officeWeek() })

  test.each([
    ['2026-11-17T13:29:59.999Z', 'closed'],
    ['2026-11-17T13:30:00Z', 'open'],
    ['2026-11-17T22:29:59Z', 'open'],
    ['2026-11-17T22:30:00Z', 'closed'],
    ['2026-11-21T15:00:00Z', 'closed'],
  ])('8:30 to 17:30 at %s is %s: the first minute is in, the last is out', (instant, state) => {
    expect(stateAt(office, newYork, instant)).toBe(state)
  })

  test('the reading names the day, the minute and the range', () => {
    expect(
      hoursAt(office, { zone: newYork, holidays: noHolidays }, '2026-11-17T15:42:00Z'),
    ).toEqual({
      state: 'open',
      weekday: 'tuesday',
      minute: 10 * 60 + 42,
      exception: null,
      open: { range: { from: '08:30', to: '17:30' }, began: 'tuesday', exception: null },
      today: [{ from: '08:30', to: '17:30' }],
    })
  })

  test('an overnight range runs into the next day, over the end of the week too', () => {
    const night = schedule({
      weekly: { ...emptyWeek(), sunday: [{ from: '22:00', to: '06:00' }] },
    })
    expect(stateAt(night, 'UTC', '2026-11-15T21:59:00Z')).toBe('closed')
    expect(stateAt(night, 'UTC', '2026-11-15T22:00:00Z')).toBe('open')
    expect(
      hoursAt(night, { zone: 'UTC', holidays: noHolidays }, '2026-11-16T05:59:00Z').open?.began,
    ).toBe('sunday')
    expect(stateAt(night, 'UTC', '2026-11-16T06:00:00Z')).toBe('closed')
  })

  test('00:00 to 24:00 is the whole day and no minute more', () => {
    const day = schedule({ weekly: { ...emptyWeek(), tuesday: [{ from: '00:00', to: '24:00' }] } })
    expect(stateAt(day, 'UTC', '2026-11-16T23:59:59Z')).toBe('closed')
    expect(stateAt(day, 'UTC', '2026-11-17T00:00:00Z')).toBe('open')
    expect(stateAt(day, 'UTC', '2026-11-17T23:59:59Z')).toBe('open')
    expect(stateAt(day, 'UTC', '2026-11-18T00:00:00Z')).toBe('closed')
  })

  test('09:00 to 09:00 lasts 24 hours', () => {
    const day = schedule({ weekly: { ...emptyWeek(), tuesday: [{ from: '09:00', to: '09:00' }] } })
    expect(stateAt(day, 'UTC', '2026-11-18T08:59:00Z')).toBe('open')
    expect(stateAt(day, 'UTC', '2026-11-18T09:00:00Z')).toBe('closed')
  })
})

describe('exceptions', () => {
  test('a closed date is a holiday, and its weekly ranges do not begin', () => {
    const name = 'New Year'
    const closed = schedule({
      weekly: officeWeek(),
      exceptions: [{ date: '2027-01-01', name, type: 'closed', ranges: [] }],
    })
    const reading = hoursAt(closed, { zone: newYork, holidays: noHolidays }, '2027-01-01T15:00:00Z')
    expect(reading.state).toBe('holiday')
    expect(reading.exception?.name).toBe(name)
    expect(stateAt(closed, newYork, '2027-01-02T04:59:00Z')).toBe('holiday')
    expect(stateAt(closed, newYork, '2027-01-02T05:00:00Z')).toBe('closed')
  })

  test('a range of the day before still runs to its end on a closed date', () => {
    const day = [{ from: '22:00', to: '06:00' }]
    const closed = schedule({
      weekly: { ...emptyWeek(), thursday: day, friday: day },
      exceptions: [{ date: '2027-01-01', name: 'New Year', type: 'closed', ranges: [] }],
    })
    expect(stateAt(closed, 'UTC', '2027-01-01T05:59:00Z')).toBe('open')
    expect(stateAt(closed, 'UTC', '2027-01-01T06:00:00Z')).toBe('holiday')
    expect(stateAt(closed, 'UTC', '2027-01-02T03:00:00Z')).toBe('closed')
  })

  test('special hours replace the weekly ones, and outside them it is closed, no holiday', () => {
    const special = schedule({
      weekly: officeWeek(),
      exceptions: [
        {
          date: '2026-12-24',
          name: 'Christmas Eve',
          type: 'special_hours',
          ranges: [{ from: '10:00', to: '14:00' }],
        },
      ],
    })
    expect(stateAt(special, newYork, '2026-12-24T14:00:00Z')).toBe('closed')
    const open = hoursAt(special, { zone: newYork, holidays: noHolidays }, '2026-12-24T15:00:00Z')
    expect(open.open?.exception?.name).toBe('Christmas Eve')
    expect(stateAt(special, newYork, '2026-12-24T19:00:00Z')).toBe('closed')
  })
})

describe('clock changes', () => {
  test('an hour that comes twice is open twice', () => {
    const night = schedule({ weekly: { ...emptyWeek(), sunday: [{ from: '01:00', to: '02:00' }] } })
    expect(stateAt(night, newYork, '2026-11-01T05:30:00Z')).toBe('open')
    expect(stateAt(night, newYork, '2026-11-01T06:30:00Z')).toBe('open')
    expect(stateAt(night, newYork, '2026-11-01T07:00:00Z')).toBe('closed')
  })

  test('hours that the clock leaves out do not come', () => {
    const night = schedule({ weekly: { ...emptyWeek(), sunday: [{ from: '02:00', to: '03:00' }] } })
    expect(stateAt(night, newYork, '2027-03-14T06:59:00Z')).toBe('closed')
    expect(stateAt(night, newYork, '2027-03-14T07:00:00Z')).toBe('closed')
  })
})

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Asia/Jerusalem',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
]
const firstMinute = Date.UTC(2026, 0, 1) / 60_000
const lastMinute = Date.UTC(2028, 0, 1) / 60_000

/** Awkward on purpose: overnight, several a day, on the clock changes' hours, up to midnight. */
const awkward = schedule({
  weekly: {
    monday: [
      { from: '00:00', to: '01:15' },
      { from: '08:30', to: '12:00' },
      { from: '13:00', to: '17:30' },
    ],
    tuesday: [{ from: '09:00', to: '09:00' }],
    wednesday: [{ from: '18:00', to: '24:00' }],
    thursday: [{ from: '23:45', to: '00:00' }],
    friday: [{ from: '22:00', to: '06:00' }],
    saturday: [{ from: '22:00', to: '02:30' }],
    sunday: [
      { from: '02:30', to: '03:10' },
      { from: '20:00', to: '00:00' },
    ],
  },
  exceptions: [
    {
      date: '2026-03-29',
      name: 'Spring',
      type: 'special_hours',
      ranges: [{ from: '01:30', to: '02:45' }],
    },
    {
      date: '2026-04-05',
      name: 'Autumn',
      type: 'special_hours',
      ranges: [{ from: '23:00', to: '04:00' }],
    },
    { date: '2026-10-25', name: 'Back', type: 'closed', ranges: [{ from: '00:00', to: '24:00' }] },
    { date: '2026-11-01', name: 'All Saints', type: 'closed', ranges: [] },
    { date: '2027-01-01', name: 'New Year', type: 'closed', ranges: [] },
    {
      date: '2027-12-31',
      name: 'Last day',
      type: 'special_hours',
      ranges: [{ from: '10:00', to: '02:00' }],
    },
  ],
})

describe('hours against an oracle that knows nothing but Intl.DateTimeFormat', () => {
  test.each(zones)('two years in %s', { timeout: 60_000 }, (zone) => {
    const wallClock = wallClockOf(zone)
    const differences: string[] = []
    let compared = 0
    for (const minute of sampledMinutes(wallClock)) {
      const instant = new Date(minute * 60_000).toISOString()
      const expected = oracle(awkward, wallClock(minute))
      const actual = stateAt(awkward, zone, instant)
      compared += 1
      if (actual !== expected) differences.push(`${instant}: ${actual}, should be ${expected}`)
    }
    expect(differences.slice(0, 5)).toEqual([])
    expect(compared).toBeGreaterThan(70_000)
  })
})

interface WallClock {
  date: string
  dayBefore: string
  weekday: string
  weekdayBefore: string
  time: string
}

function wallClockOf(zone: string) {
  // Swedish writes 2026-01-31 09:05, which compares as text.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const days = new Map<string, Omit<WallClock, 'date' | 'time'>>()
  return (minute: number): WallClock => {
    const [date = '', time = ''] = format.format(minute * 60_000).split(' ')
    const known = days.get(date) ?? describeDay(date)
    days.set(date, known)
    return { ...known, date, time }
  }
}

function describeDay(date: string): Omit<WallClock, 'date' | 'time'> {
  const noon = Date.parse(`${date}T12:00:00Z`)
  const dayBefore = new Date(noon - 86_400_000)
  return {
    dayBefore: dayBefore.toISOString().slice(0, 10),
    weekday: weekdayOrder[new Date(noon).getUTCDay()] ?? '',
    weekdayBefore: weekdayOrder[dayBefore.getUTCDay()] ?? '',
  }
}

const weekdayOrder = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Compares times as text, without turning them into numbers. */
function oracle(config: BusinessHoursConfig, clock: WallClock): string {
  const begunToday = rangesOf(config, clock.date, clock.weekday)
  const begunYesterday = rangesOf(config, clock.dayBefore, clock.weekdayBefore)
  const isOpen =
    begunToday.some(({ from, to }) => clock.time >= from && (to <= from || clock.time < to)) ||
    begunYesterday.some(({ from, to }) => to <= from && clock.time < to)
  if (isOpen) return 'open'
  const today = config.exceptions.find((exception) => exception.date === clock.date)
  return today?.type === 'closed' ? 'holiday' : 'closed'
}

function rangesOf(config: BusinessHoursConfig, date: string, weekday: string) {
  const exception = config.exceptions.find((candidate) => candidate.date === date)
  if (exception) return exception.type === 'closed' ? [] : exception.ranges
  return Object.entries(config.weekly).find(([name]) => name === weekday)?.[1] ?? []
}

/** Every minute within 48 hours of a clock change, every quarter of an hour elsewhere. */
function* sampledMinutes(wallClock: (minute: number) => WallClock) {
  const near = new Set<number>()
  const hoursOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  let before = hoursOf(wallClock(firstMinute).time)
  for (let minute = firstMinute + 15; minute < lastMinute; minute += 15) {
    const now = hoursOf(wallClock(minute).time)
    if ((now - before + 1440) % 1440 !== 15) near.add(minute)
    before = now
  }
  const changes = [...near]
  for (let minute = firstMinute; minute < lastMinute; minute += 1) {
    const isNear = changes.some((change) => Math.abs(change - minute) <= 48 * 60)
    if (isNear || minute % 15 === 0) yield minute
  }
}
