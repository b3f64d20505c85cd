import { expect, test } from 'vitest'
import { readDialWord } from './dial-result.ts'

test.each([
  ['completed', 'answered'],
  ['answered', 'answered'],
  ['ANSWER', 'answered'],
  ['no-answer', 'no_answer'],
  ['NOANSWER', 'no_answer'],
  ['busy', 'busy'],
  ['canceled', 'canceled'],
  ['cancelled', 'canceled'],
  ['CANCEL', 'canceled'],
  ['failed', 'unreachable'],
  ['something new', 'unreachable'],
  ['', 'unreachable'],
  [null, 'unreachable'],
])('a Dial that ends with %j is %s', (status, result) => {
  expect(readDialWord(status)).toBe(result)
})
