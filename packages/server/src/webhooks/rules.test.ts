import { expect, test } from 'vitest'
import { judgeAttempt, readRetryAfter } from './rules.ts'

const round = { attempts: 1, isTest: false, chance: 0 }

test('nine waits of Standard Webhooks lie between ten attempts, together three days and a half', () => {
  const waits = Array.from({ length: 10 }, (_, index) =>
    judgeAttempt({ status: 500, retryAfterSeconds: null }, { ...round, attempts: index + 1 }),
  ).map(({ afterMilliseconds }) => afterMilliseconds)
  expect(waits.at(-1)).toBeNull()
  const total = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0)
  expect(total / 1000).toBe(75 * 3600 + 35 * 60 + 5)
})

test.each([
  [200, null, 'delivered'],
  [299, null, 'delivered'],
  [null, null, 'retrying'],
  [400, null, 'retrying'],
  [410, null, 'failed'],
])('an answer of %s is %s %s', (status, retryAfterSeconds, state) => {
  expect(judgeAttempt({ status, retryAfterSeconds }, round).state).toBe(state)
})

test.each([
  [2, 5_000],
  [60, 60_000],
  [10_000_000, 86_400_000],
])('who asks for %d seconds is left alone for %d ms', (retryAfterSeconds, milliseconds) => {
  const verdict = judgeAttempt({ status: 429, retryAfterSeconds }, round)
  expect(verdict.afterMilliseconds).toBe(milliseconds)
})

test('a test is never tried again', () => {
  const verdict = judgeAttempt(
    { status: null, retryAfterSeconds: null },
    { ...round, isTest: true },
  )
  expect(verdict.state).toBe('failed')
})

test('Retry-After is read as seconds and as a date', () => {
  const now = new Date('2026-03-02T15:00:00Z')
  const read = (text: string | undefined) => readRetryAfter(text, now, Date.parse)
  expect(read('120')).toBe(120)
  expect(read('Mon, 02 Mar 2026 15:00:30 GMT')).toBe(30)
  expect(read('Mon, 02 Mar 2026 14:00:00 GMT')).toBe(0)
  expect([read(undefined), read('soon'), read('-1')]).toEqual([null, null, null])
})
