import { expect, test } from 'vitest'
import { newId } from './ids.ts'

test('ids of one millisecond sort in the order in which they were made', () => {
  const now = new Date('2026-11-17T15:42:16.000Z')
  const ids = Array.from({ length: 2_000 }, () => newId('call', now))
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(2_000)
  expect(ids[0]).toMatch(/^call_[0-9A-HJKMNP-TV-Z]{26}$/)
})

test('a later id sorts behind an earlier one', () => {
  const first = newId('call', new Date(1_000))
  expect(newId('call', new Date(2_000)) > first).toBe(true)
})
