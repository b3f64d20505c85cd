import { expect, test } from 'vitest'
import { retryDelayMilliseconds } from './rules.ts'

test('each retry waits twice as long, up to an hour, and the tenth failure is the last', () => {
  const attempts = [1, 2, 3, 9, 10]
  expect(attempts.map((attempt) => retryDelayMilliseconds(attempt, 0))).toEqual([
    2_000,
    4_000,
    8_000,
    512_000,
    null,
  ])
})

test('chance adds up to half of the wait', () => {
  expect([0, 0.5, 1].map((chance) => retryDelayMilliseconds(1, chance))).toEqual([
    2_000, 2_500, 3_000,
  ])
})
