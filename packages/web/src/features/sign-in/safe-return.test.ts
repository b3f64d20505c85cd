import { expect, test } from 'vitest'
import { safeReturn } from './safe-return.ts'

test.each([
  ['/flow/hang-ups?q=x', '/flow/hang-ups?q=x'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/sign-in?return=/', '/'],
  ['', '/'],
])('after signing in, %s leads to %s', (wanted, to) => {
  expect(safeReturn(wanted)).toBe(to)
})
