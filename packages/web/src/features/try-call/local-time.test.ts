import { expect, test } from 'vitest'
import { instantOfLocal } from './local-time.ts'

test('a local time is read in the organization’s zone, in summer and in winter', () => {
  expect(instantOfLocal('2026-11-17T10:42', 'America/New_York')).toBe('2026-11-17T15:42:00.000Z')
  expect(instantOfLocal('2026-07-17T10:42', 'America/New_York')).toBe('2026-07-17T14:42:00.000Z')
})

test('a time that the clocks skip is the one an hour later', () => {
  expect(instantOfLocal('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z')
})

test('half a time is none', () => {
  expect(instantOfLocal('2026-11', 'America/New_York')).toBeNull()
  expect(instantOfLocal('', 'America/New_York')).toBeNull()
})
