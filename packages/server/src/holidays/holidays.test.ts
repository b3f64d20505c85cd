import type { HolidayCalendar } from '@opbx/contract/call-flow/holidays'
import { epochDayOfDate } from '@opbx/contract/call-flow/zone-time'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { makeNode } from '../testing/sample-nodes.ts'
import { importHolidays } from './import-holidays.ts'
import { holidayBook } from './service.ts'

let server: TestApp
let acme: TestOrganization
beforeAll(async () => {
  server = await testApp()
  acme = await makeOrganization(server)
})

function calendar(country: string, parts: Partial<HolidayCalendar> = {}): HolidayCalendar {
  return { country, region: null, types: ['public'], ...parts }
}

function nameOn(date: string, of: HolidayCalendar): string | null | undefined {
  return holidayBook(of)?.nameOf(epochDayOfDate(date))
}

describe('days', () => {
  test.each([
    ['2027-01-01', calendar('US'), "New Year's Day"],
    ['2027-11-25', calendar('US'), 'Thanksgiving Day'],
    // A day that is kept on another one belongs to the year in which it is kept.
    ['2027-12-31', calendar('US'), "New Year's Day (substitute day)"],
    ['2027-01-06', calendar('DE', { region: 'BY' }), 'Epiphany'],
    ['2027-01-06', calendar('DE'), null],
    ['2027-03-26', calendar('GB', { region: 'ENG' }), 'Good Friday'],
    // An eve that begins at 2 PM closes no office for the day.
    ['2027-12-24', calendar('DE', { types: ['public', 'bank'] }), null],
    // Begins at sunset of the day before.
    ['2027-04-22', calendar('IL'), 'Passover (Pesach)'],
    ['2027-04-21', calendar('IL'), null],
    // Lasts several days.
    ['2027-03-09', calendar('EG'), 'End of Ramadan (Eid al-Fitr)'],
    ['2027-03-11', calendar('EG'), 'End of Ramadan (Eid al-Fitr)'],
    ['2027-03-12', calendar('EG'), null],
    ['1066-12-25', calendar('GB'), null],
  ])('%s in %j is %s', (date, of, name) => {
    expect(nameOn(date, of)).toBe(name)
  })

  test('the label names country and region; what does not exist has no days', () => {
    expect(holidayBook(calendar('DE', { region: 'BY' }))?.label).toBe('Germany, Bayern')
    expect(holidayBook(calendar('DE', { region: 'BY-A' }))?.label).toBe(
      'Germany, Bayern, Stadt Augsburg',
    )
    expect(holidayBook(calendar('DE', { region: 'QQ' }))).toBeNull()
    expect(holidayBook(calendar('DE', { region: 'BY-QQ' }))).toBeNull()
    expect(holidayBook(calendar('XX'))).toBeNull()
  })
})

describe('over HTTP', () => {
  test('countries with their regions, and the days of one', async () => {
    const api = as(server, acme.reporter)
    const { countries } = (await api.get('/api/v1/holidays/countries')).json()
    expect(countries.length).toBeGreaterThan(150)
    const germany = countries.find((one: { country: string }) => one.country === 'DE')
    expect(germany.name).toBe('Germany')
    expect(germany.regions).toContainEqual({ region: 'BY', name: 'Bayern' })
    const days = (await api.get('/api/v1/holidays?country=DE&region=BY&types=public,bank')).json()
    expect(days.label).toBe('Germany, Bayern')
    expect(days.days.length).toBeGreaterThan(20)
    expect(days.days.map((day: { name: string }) => day.name)).toContain('Epiphany')
  })

  test.each([
    ['country=XX', 'country'],
    ['country=DE&region=QQ', 'region'],
    ['country=Germany', 'country'],
    ['country=DE&types=lunar', 'types.0'],
  ])('%s is refused with its field', async (query, path) => {
    const refused = await as(server, acme.owner).get(`/api/v1/holidays?${query}`)
    expect(refused.statusCode).toBe(422)
    expect(refused.json().errors[0].path).toBe(path)
  })

  test('a schedule with a calendar closes on its days: preview, calendar and flow tests', async () => {
    const api = as(server, acme.owner)
    const hours = await makeNode(server, acme.owner, { type: 'business_hours' })
    const stored = (await api.get(`/api/v1/business-hours/${hours}`)).json()
    const path = `/api/v1/business-hours/${hours}`
    const change = (holidays: object[]) =>
      api.patch(path, { config: { ...stored.config, holidays } }, { version: 1 })
    const refused = await change([{ country: 'US' }, { country: 'DE', region: 'QQ' }])
    expect([refused.statusCode, refused.json().errors[0]?.path]).toEqual([
      422,
      'config.holidays.1.region',
    ])
    expect((await change([{ country: 'XX' }])).json().errors[0]?.path).toBe(
      'config.holidays.0.country',
    )
    const saved = await change([{ country: 'US' }])
    expect(saved.statusCode, saved.body).toBe(200)
    expect(saved.json().config.holidays).toEqual([
      { country: 'US', region: null, types: ['public'] },
    ])
    await api.post('/api/v1/phone-numbers', { number: '+12025550100', entry: hours })
    // Memorial Day 2027 is a Monday, on which this schedule is open from 9 to 5.
    const at = '2027-05-31T15:00:00Z'
    const told = (await api.post('/api/v1/flow/preview', { to: '+12025550100', at })).json()
    expect(told.trace.at(1).because).toBe(
      'Because Monday 11:00 AM in New York is on Memorial Day, a holiday of the calendar United States of America, and exit holiday leads nowhere, so the call takes exit closed.',
    )
    const tested = await api.post('/api/v1/flow-tests/run', {
      test: {
        name: 'Memorial Day',
        from: '+12025550150',
        to: '+12025550100',
        at: '2027-05-31T11:00',
        expect: { path: { mode: 'contains', steps: [{ node: hours, exit: 'closed' }] } },
      },
    })
    expect(tested.json()).toMatchObject({ green: 1, red: 0 })
    const months = (await api.get(`/api/v1/flow/calendar?hours=${hours}`)).json()
    const thanksgiving = months.schedules[0].days.find(
      (day: { exception: { name: string } | null }) => day.exception?.name === 'Thanksgiving Day',
    )
    expect(thanksgiving).toMatchObject({
      open: [],
      exception: { type: 'closed', calendar: 'United States of America' },
    })
  })
})

const now = new Date('2026-11-22T12:00:00Z')

describe('CSV', () => {
  test('dates and names, with or without a head, in the ways of several countries', async () => {
    const days = [
      { date: '2027-01-01', name: 'New Year' },
      { date: '2027-12-24', name: 'Eve, half of it' },
    ]
    for (const text of [
      '2027-01-01,New Year\n2027-12-24,"Eve, half of it"\n',
      '\uFEFFName;Datum\r\n"New Year";01.01.2027\r\nEve, half of it;24.12.2027\r\n',
      'date\tname\n2027/12/24\tEve, half of it\n\n2027-1-1\tNew Year',
    ]) {
      expect(await importHolidays({ format: 'csv', text }, now)).toEqual({ days, problems: [] })
    }
  })

  test('a line that cannot be read is named and the others stay', async () => {
    const text = 'date,name\n2027-01-01,New Year\n03/04/2027,Which\n2027-02-30,None\n,Nothing'
    const { days, problems } = await importHolidays({ format: 'csv', text }, now)
    expect(days).toEqual([{ date: '2027-01-01', name: 'New Year' }])
    expect(problems).toEqual([
      {
        line: 3,
        message:
          '“03/04/2027” is no date that can be read in one way only. Write it as 2027-12-25.',
      },
      {
        line: 4,
        message:
          '“2027-02-30” is no date that can be read in one way only. Write it as 2027-12-25.',
      },
      { line: 5, message: 'There is no date. Write one such as 2027-12-25.' },
    ])
  })

  test('more than a schedule can hold is cut, and said', async () => {
    const text = Array.from({ length: 420 }, (_, index) =>
      new Date(Date.parse('2027-01-01T00:00:00Z') + index * 86_400_000).toISOString().slice(0, 10),
    ).join('\n')
    const { days, problems } = await importHolidays({ format: 'csv', text }, now)
    expect(days).toHaveLength(400)
    expect(problems).toEqual([
      { line: null, message: 'The file holds 420 days; the first 400 are shown.' },
    ])
  })
})

function icalOf(...events: string[][]): string {
  const lines = events.flatMap((event) => ['BEGIN:VEVENT', ...event, 'END:VEVENT'])
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...lines, 'END:VCALENDAR', ''].join(
    '\r\n',
  )
}

describe('iCalendar', () => {
  test('whole days, of several days too, and repeated ones for 24 months', async () => {
    const text = icalOf(
      [
        'UID:1',
        'SUMMARY;LANGUAGE=en:Founders\\, all',
        'DTSTART;VALUE=DATE:20200301',
        'RRULE:FREQ=YEARLY',
      ],
      ['UID:2', 'SUMMARY:Trip', 'DTSTART;VALUE=DATE:20270105', 'DTEND;VALUE=DATE:20270107'],
      ['UID:3', 'DTSTART;VALUE=DATE:20270201'],
    )
    expect(await importHolidays({ format: 'ical', text }, now)).toEqual({
      days: [
        { date: '2027-01-05', name: 'Trip' },
        { date: '2027-01-06', name: 'Trip' },
        { date: '2027-02-01', name: 'Holiday' },
        { date: '2027-03-01', name: 'Founders, all' },
        { date: '2028-03-01', name: 'Founders, all' },
      ],
      problems: [],
    })
  })

  test('what is no whole day, is over, or never ends is left out and said', async () => {
    const text = icalOf(
      ['UID:1', 'SUMMARY:Lunch', 'DTSTART:20270105T120000Z', 'DTEND:20270105T130000Z'],
      ['UID:2', 'SUMMARY:Past', 'DTSTART;VALUE=DATE:20200101'],
      ['UID:3', 'SUMMARY:Tick', 'DTSTART;VALUE=DATE:20270101', 'RRULE:FREQ=SECONDLY'],
      ['UID:4', 'SUMMARY:Bad', 'DTSTART;VALUE=DATE:2027xx'],
    )
    const { days, problems } = await importHolidays({ format: 'ical', text }, now)
    expect(days).toEqual([])
    expect(problems.map(({ message }) => message)).toEqual([
      '“Lunch” does not last the whole day, so it was left out.',
      '“Tick” is repeated within a day, so it was left out.',
      '“Bad” has no date that can be read, so it was left out.',
      'One event is over already, or further away than 24 months, and not shown.',
    ])
  })

  test.each([
    'hello',
    icalOf(),
    icalOf(['UID:1', 'DTSTART;VALUE=DATE:20270101', 'RRULE:FREQ=FOO']),
  ])('what is no calendar is refused with its field: %j', async (text) => {
    const path = '/api/v1/business-hours/import-holidays'
    const refused = await as(server, acme.owner).post(path, { format: 'ical', text })
    expect(refused.statusCode, refused.body).toBe(422)
    expect(refused.json().errors[0].path).toBe('text')
  })
})

test('a file is read for who may change the flow', async () => {
  const path = '/api/v1/business-hours/import-holidays'
  const body = { format: 'csv', text: '2027-01-01,New Year' }
  expect((await as(server, acme.admin).post(path, body)).json().days).toHaveLength(1)
  expect((await as(server, acme.reporter).post(path, body)).statusCode).toBe(403)
})
