import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryWaitMilliseconds, subjectLine, toMailError } from './rules.ts'

test('a subject is one line, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = subjectLine(text)
      expect(line).not.toMatch(/[\r\n\u2028\u2029]/)
      expect(line.length).toBeLessThanOrEqual(250)
    }),
  )
  expect(subjectLine('New message\r\nBcc: eve@evil.example')).toBe(
    'New message Bcc: eve@evil.example',
  )
})

test('an e-mail is tried for most of a day, then given up', () => {
  const waits = [1, 2, 3, 4, 5, 6].map((tries) => retryWaitMilliseconds(tries) ?? 0)
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(17 * 3_600_000)
  expect(retryWaitMilliseconds(7)).toBeNull()
})

test.each([
  [{ responseCode: 550, response: '550 No such mailbox' }, true, /550 No such mailbox/],
  [{ responseCode: 451, response: '451 Come back later' }, false, /Come back later/],
  [{ code: 'EAUTH', responseCode: 535, response: '535 No' }, false, /OPBX_SMTP_URL/],
  [{ code: 'ETIMEDOUT' }, false, /does not answer/],
  [{ code: 'ESOCKET' }, false, /cannot be reached/],
])('%j is final: %s', (error, isFinal, words) => {
  const found = toMailError(error)
  expect(found.isFinal).toBe(isFinal)
  expect(found.message).toMatch(words)
})
