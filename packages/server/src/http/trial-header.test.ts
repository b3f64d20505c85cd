import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readTrialHeader } from './trial-header.ts'

// The simulator's tests hold the same vector.
const key = 'XItestkey0000000000000000000000000'
const session = '0123456789abcdef0123456789abcdef'
const time = '2026-11-17T15:42:16.000Z'
const signature = '3302f8316c80f82331fd027c1174d4e1d9691e2f43f1946ce8e3ec8bb94cc349'
const header = `t=${time};r=draft;s=${signature}`

test('the header is signed as agreed with the simulator', () => {
  const expected = createHmac('sha256', key).update(`${session}\n${time}\ndraft`).digest('hex')
  expect(signature).toBe(expected)
  expect(readTrialHeader(header, { key, session })).toEqual({
    now: new Date(time),
    revision: 'draft',
  })
})

test.each([
  ['another session', header, { key, session: 'f'.repeat(32) }],
  ['another key', header, { key: 'XIother', session }],
  ['another time', header.replace(':16.', ':17.'), { key, session }],
  ['another revision', header.replace('draft', 'live'), { key, session }],
  ['a cut signature', header.slice(0, -1), { key, session }],
  ['no header at all', '', { key, session }],
])('%s is not accepted', (_what, text, options) => {
  expect(readTrialHeader(text, options)).toBeNull()
})
