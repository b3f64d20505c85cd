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

const to = '+12025550100'
const day = makeAnnouncement('Day')
const night = makeAnnouncement('Night')
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

function entryAt(at: string, { config, exits }: Parameters<typeof makeHours>[1] = {}) {
  const office = makeHours('Office', {
    config: { exceptions, ...config },
    exits: { open: day.id, closed: night.id, holiday: feast.id, ...exits },
  })
  const nodes = [office, day, night, feast]
  const call = startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, office)] }), {
    to,
    at,
  })
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
