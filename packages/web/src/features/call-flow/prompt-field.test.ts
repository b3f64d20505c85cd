import { expect, test } from 'vitest'
import { spokenSeconds } from './prompt-field.tsx'

test('a text is said in about a second per 14 characters, and never in none', () => {
  expect(spokenSeconds('Hi')).toBe(1)
  expect(spokenSeconds('We have moved to Pier 4. Your call goes on in a moment.')).toBe(4)
})
