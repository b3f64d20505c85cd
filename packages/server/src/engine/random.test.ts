import { describe, expect, test } from 'vitest'
import { randomBelow, seedOf, shuffled } from './random.ts'

describe('the seed of a session', () => {
  // The published vectors of FNV-1a with 32 bits.
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('%j', (session, seed) => {
    expect(seedOf(session)).toBe(seed)
  })
})

test('numbers depend on the seed and the index alone, and each is about equally often', () => {
  const seen = new Map<string, number>()
  for (let seed = 0; seed < 1000; seed += 1) {
    const pair = [0, 1].map((index) => randomBelow(seed, index, 4))
    expect(pair).toEqual([0, 1].map((index) => randomBelow(seed, index, 4)))
    seen.set(pair.join(), (seen.get(pair.join()) ?? 0) + 1)
  }
  expect(seen.size).toBe(16)
  expect(Math.min(...seen.values())).toBeGreaterThan(35)
  expect(Math.max(...seen.values())).toBeLessThan(95)
})

test('an order holds every item once, and the list that was given stays', () => {
  const items = ['a', 'b', 'c', 'd']
  const order = shuffled(items, 7)
  expect([...order].sort()).toEqual(items)
  expect(shuffled(items, 7)).toEqual(order)
  expect(items).toEqual(['a', 'b', 'c', 'd'])
})
