import { expect, test } from 'vitest'
import { createRecentlyUsed } from './recently-used.ts'

test('what was unused for longest makes room, but the newest always fits', () => {
  const kept = createRecentlyUsed<string>(5, (value) => value.length)
  kept.set('a', 'aa')
  kept.set('b', 'bb')
  kept.get('a')
  kept.set('c', 'cc')
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual(['aa', undefined, 'cc'])
  kept.set('a', 'a')
  kept.set('d', 'dd')
  expect([kept.get('a'), kept.get('c'), kept.get('d')]).toEqual(['a', 'cc', 'dd'])
  kept.set('e', 'eeeeeeeeee')
  expect([kept.get('a'), kept.get('d'), kept.get('e')]).toEqual([
    undefined,
    undefined,
    'eeeeeeeeee',
  ])
})
