import { expect, test } from 'vitest'
import { periodRange } from './period.ts'
import { startOfDay } from './start-of-day.ts'

test('a day begins at midnight of the organization, also across a clock change', () => {
  const now = new Date('2026-11-02T15:00:00Z')
  expect(startOfDay(now, 'America/New_York', 0)).toBe('2026-11-02T05:00:00.000Z')
  expect(startOfDay(now, 'America/New_York', 1)).toBe('2026-11-01T04:00:00.000Z')
})

test('yesterday ends where today begins, and all has no bounds', () => {
  const day = (daysAgo: number) => `${daysAgo} days ago`
  expect(periodRange('yesterday', day)).toEqual({ from: '1 days ago', to: '0 days ago' })
  expect(periodRange('week', day)).toEqual({ from: '6 days ago' })
  expect(periodRange('all', day)).toEqual({})
})
