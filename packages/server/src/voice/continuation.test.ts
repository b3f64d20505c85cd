import { carriedBytes, mostCarriedBytes } from '@opbx/contract/call-flow/carried'
import { expect, test } from 'vitest'
import { createSecrets } from '../db/secrets.ts'
import { type Continuation, continuationSchema } from '../engine/continuation.ts'
import { createContinuations } from './continuation.ts'

const secrets = createSecrets(Buffer.alloc(32, 7))
const continuations = createContinuations(secrets)
const owner = { organizationId: 'org_1', session: '0123456789abcdef0123456789abcdef' }
const now = new Date('2026-11-17T15:42:16.000Z')
const at: Continuation = {
  node: 'ivr_01K9ABCDEF',
  step: 3,
  via: 'action',
  sentAt: '2026-11-17T15:42:10.000Z',
  connected: true,
  state: { kind: 'menu', attempt: 2 },
  visited: [1, 2, 262_143],
  recording: 262_143,
  pinTries: 2,
  carried: { callerName: 'Sales Ann', tags: ['vip'], variables: { order: '17' } },
}
const token = continuations.seal(owner, '17', at, now)

test('a continuation opens for its own call, with its revision', () => {
  expect(continuations.open(owner, token, now)).toEqual({ kind: 'opened', at, revision: '17' })
})

test('no changed character is accepted', () => {
  for (let index = 0; index < token.length; index++) {
    const other = token[index] === 'A' ? 'B' : 'A'
    const changed = token.slice(0, index) + other + token.slice(index + 1)
    expect(continuations.open(owner, changed, now).kind, `character ${index}`).toBe('refused')
  }
})

test.each([
  ['another session', { ...owner, session: 'fedcba9876543210fedcba9876543210' }],
  ['another organization', { ...owner, organizationId: 'org_2' }],
])('a continuation of %s is foreign', (_what, other) => {
  expect(continuations.open(other, token, now)).toEqual({ kind: 'refused', why: 'foreign' })
})

test('a continuation is good for 24 hours', () => {
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
  expect(continuations.open(owner, token, hours(24)).kind).toBe('opened')
  expect(continuations.open(owner, token, hours(24.1))).toEqual({ kind: 'refused', why: 'too_old' })
})

test('a continuation of another installation is refused', () => {
  const other = createContinuations(createSecrets(Buffer.alloc(32, 8)))
  expect(other.open(owner, token, now).kind).toBe('refused')
})

test('the largest state of a call fits into 1,500 characters', () => {
  const carried = { callerName: 'ü'.repeat(50), tags: ['"'.repeat(30)], variables: { v: '' } }
  carried.variables.v = 'x'.repeat(mostCarriedBytes - carriedBytes(carried))
  expect(carriedBytes(carried)).toBe(mostCarriedBytes)
  const common = { ...at, node: `ivr_${'0'.repeat(26)}`, step: 500, via: 'fell_through', carried }
  const states = [
    { state: { kind: 'hunt', order: 'x'.repeat(50), index: 49, round: 9 }, visited: [] },
    {
      state: { kind: 'announcement' },
      visited: Array.from({ length: 64 }, (_, index) => 262_000 + index),
    },
    {
      state: { kind: 'http', rounds: 9 },
      visited: Array.from({ length: 64 }, (_, index) => 262_000 + index),
    },
  ]
  for (const state of states) {
    const largest = continuationSchema.parse({ ...common, ...state })
    const sealed = continuations.seal(
      { organizationId: `org_${'0'.repeat(26)}`, session: '0'.repeat(128) },
      `d-${'0'.repeat(64)}`,
      largest,
      now,
    )
    expect(sealed.length).toBeLessThanOrEqual(1_500)
    const opened = continuations.open(
      { organizationId: `org_${'0'.repeat(26)}`, session: '0'.repeat(128) },
      sealed,
      now,
    )
    expect(opened).toMatchObject({ kind: 'opened', at: largest })
  }
})

test.each(['', '.', '1', '1..', 'x'.repeat(2_000), '1.2.3.4.5'])('%j is malformed', (text) => {
  expect(continuations.open(owner, text, now)).toEqual({ kind: 'refused', why: 'malformed' })
})
