import type { HolidayBook } from '@opbx/contract/call-flow/holidays'
import type { HandSetHours } from '@opbx/contract/call-flow/hours-override'
import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  emptyWeek,
  makeAnnouncement,
  makeFlow,
  makeHours,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { startCall } from '../../testing/call-story.ts'
import { compileFlow } from '../compile-flow.ts'

const to = '+12025550100'
const day = makeAnnouncement('Day')
const night = makeAnnouncement('Night')
type At = Parameters<typeof makeHours>[1] & { byHand?: HandSetHours }

const feast = makeAnnouncement('Feast')
const exceptions: NodeConfig<'business_hours'>['exceptions'] = [
  { date: '2027-01-01', name: 'New Year', type: 'closed', ranges: [] },
  {
    date: '2026-12-24',
    name: 'Christmas Eve',
    type: 'special_hours',
    ranges: [{ from: '10:00', to: '14:00' }],
  },
]

/** New Year's Day and the day after, in a made-up place. */
const book: HolidayBook = () => ({
  label: 'Germany, Bayern',
  nameOf: (day) => ({ 20454: "New Year's Day", 20455: 'The day after' })[day] ?? null,
})

function entryAt(at: string, { config, exits, ...known }: At = {}) {
  const office = makeHours('Office', {
    config: { exceptions, ...config },
    exits: { open: day.id, closed: night.id, holiday: feast.id, ...exits },
  })
  const nodes = [office, day, night, feast]
  const flow = makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, office)] })
  const hours = known.byHand && { [office.id]: known.byHand }
  const call = startCall(compileFlow(flow, book), { to, at, ...(hours && { hours }) })
  return { entry: call.trace[1], after: call.trace[2]?.name }
}

describe('why', () => {
  test.each([
    [
      '2026-11-17T15:42:00Z',
      'open',
      'Because Tuesday 10:42 AM in New York is between 8:30 AM and 5:30 PM, and today is no holiday.',
    ],
    [
      '2026-11-18T00:05:00Z',
      'closed',
      'Because Tuesday 7:05 PM in New York is outside the hours of Tuesday, 8:30 AM to 5:30 PM.',
    ],
    [
      '2026-11-21T17:00:00Z',
      'closed',
      'Because Saturday 12:00 PM in New York is on a Saturday, which has no opening hours.',
    ],
    [
      '2027-01-01T15:00:00Z',
      'holiday',
      'Because Friday 10:00 AM in New York is on New Year, a holiday.',
    ],
    [
      '2026-12-24T16:00:00Z',
      'open',
      'Because Thursday 11:00 AM in New York is between 10:00 AM and 2:00 PM, the special hours of Christmas Eve.',
    ],
    [
      '2026-12-24T20:00:00Z',
      'closed',
      'Because Thursday 3:00 PM in New York is outside 10:00 AM to 2:00 PM, the special hours of Christmas Eve.',
    ],
  ])('at %s %s', (at, exit, because) => {
    expect(entryAt(at).entry).toMatchObject({ exit, because })
  })

  test('a range of the day before', () => {
    const weekly = { ...emptyWeek(), monday: [{ from: '22:00', to: '06:00' }] }
    expect(entryAt('2026-11-17T07:10:00Z', { config: { weekly } }).entry?.because).toBe(
      'Because Tuesday 2:10 AM in New York is between 10:00 PM on Monday and 6:00 AM, and today is no holiday.',
    )
  })

  test('a whole day', () => {
    const weekly = { ...emptyWeek(), tuesday: [{ from: '00:00', to: '24:00' }] }
    expect(entryAt('2026-11-17T07:10:00Z', { config: { weekly } }).entry?.because).toBe(
      'Because Tuesday 2:10 AM in New York is within the whole day of Tuesday, and today is no holiday.',
    )
  })
})

test("the schedule's own zone goes before the organization's", () => {
  const { entry } = entryAt('2026-11-17T07:42:00Z', { config: { timeZone: 'Europe/Berlin' } })
  expect(entry?.because).toBe(
    'Because Tuesday 8:42 AM in Berlin is between 8:30 AM and 5:30 PM, and today is no holiday.',
  )
})

test('a holiday whose exit is not connected is treated as closed', () => {
  const { entry, after } = entryAt('2027-01-01T15:00:00Z', {
    exits: { closed: night.id, holiday: null },
  })
  expect(after).toBe('Night')
  expect(entry).toMatchObject({
    exit: 'closed',
    happened: 'Holiday, treated as closed',
    because:
      'Because Friday 10:00 AM in New York is on New Year, a holiday, and exit holiday leads nowhere, so the call takes exit closed.',
  })
})

describe('holiday calendars', () => {
  const bavaria = { country: 'DE', region: 'BY', types: ['public' as const] }

  test('the reason names the calendar', () => {
    const at = '2026-01-01T15:00:00Z'
    expect(entryAt(at, { config: { holidays: [bavaria] } }).entry).toMatchObject({
      exit: 'holiday',
      because:
        "Because Thursday 10:00 AM in New York is on New Year's Day, a holiday of the calendar Germany, Bayern.",
    })
    expect(entryAt(at).entry?.exit).toBe('open')
  })

  test('own special hours win over a calendar', () => {
    const own = {
      date: '2026-01-01',
      name: 'Emergency service',
      type: 'special_hours' as const,
      ranges: [{ from: '09:00', to: '12:00' }],
    }
    const config = { holidays: [bavaria], exceptions: [own] }
    expect(entryAt('2026-01-01T15:00:00Z', { config }).entry).toMatchObject({
      exit: 'open',
      because:
        'Because Thursday 10:00 AM in New York is between 9:00 AM and 12:00 PM, the special hours of Emergency service.',
    })
  })

  test('the date is that of the schedule, not of UTC', () => {
    const config = { holidays: [bavaria] }
    expect(entryAt('2026-01-01T03:00:00Z', { config }).entry?.exit).toBe('closed')
    expect(entryAt('2026-01-03T03:00:00Z', { config }).entry?.exit).toBe('holiday')
  })
})

describe('set by hand', () => {
  const at = '2026-11-17T15:42:00Z'

  test.each([
    [null, 'Because Ada set it closed by hand, whatever the hours say.'],
    [
      '2026-11-17T23:00:00Z',
      'Because Ada set it closed by hand until 6:00 PM in New York, whatever the hours say.',
    ],
    [
      '2026-11-18T14:00:00Z',
      'Because Ada set it closed by hand until Wednesday 9:00 AM in New York, whatever the hours say.',
    ],
    [
      '2026-12-01T14:00:00Z',
      'Because Ada set it closed by hand until 2026-12-01, 9:00 AM in New York, whatever the hours say.',
    ],
  ])('closed until %s', (until, because) => {
    const byHand = { state: 'closed' as const, until, by: 'Ada' }
    const { entry } = entryAt(at, { byHand })
    expect(entry).toMatchObject({ exit: 'closed', happened: 'Closed, set by hand', because })
  })

  test('open on a holiday, up to the moment at which it ends', () => {
    const byHand = { state: 'open' as const, until: '2027-01-01T16:00:00Z', by: 'Ada' }
    expect(entryAt('2027-01-01T15:59:59Z', { byHand }).entry?.exit).toBe('open')
    expect(entryAt('2027-01-01T16:00:00Z', { byHand }).entry?.exit).toBe('holiday')
  })
})
