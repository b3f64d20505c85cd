import { expect, test } from 'vitest'
import { z } from 'zod'
import { speakClearly } from './messages.ts'

speakClearly()

test.each([
  [z.string(), undefined, 'Fill this in.'],
  [z.string(), 3, 'Use a text.'],
  [z.int(), 1.5, 'Use a whole number.'],
  [z.boolean(), 'yes', 'Use true or false.'],
  [z.enum(['busy', 'normal']), 'odd', 'Use one of: busy, normal.'],
  [z.literal(1), 2, 'Use 1.'],
  [z.int().min(1), 0, 'Use 1 or more.'],
  [z.int().max(9), 10, 'Use 9 at most.'],
  [z.string().min(2), 'x', 'Use 2 characters or more.'],
  [z.array(z.int()).max(1), [1, 2], 'Use 1 entries at most.'],
  [z.int().min(5, 'Ring for 5 seconds at least.'), 1, 'Ring for 5 seconds at least.'],
])('%# says what to do', (schema, value, message) => {
  expect(schema.safeParse(value).error?.issues[0]?.message).toBe(message)
})
