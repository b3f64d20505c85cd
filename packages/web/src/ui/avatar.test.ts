import { expect, test } from 'vitest'
import { initialsOf } from './avatar.tsx'

test.each([
  ['Maya', 'Ma'],
  ['Maya von Lindt', 'ML'],
  ['🦊 Fox', '🦊F'],
  ['', ''],
])('the initials of "%s" are "%s"', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
