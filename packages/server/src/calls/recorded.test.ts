import { expect, test } from 'vitest'
import { readRecorded, type StoredDecision } from './recorded.ts'

const now = '2026-11-17T15:42:00.000Z'
const setting = { session: 'abc', isTrial: false, country: 'US' }

function decision(step: number, body: object, event: object = {}): StoredDecision {
  return {
    event: {
      ...{ kind: 'decision', key: `d${step}`, at: Date.parse(now), step, direction: 'inbound' },
      ...{ from: '+12025550105', to: '+12025550100', callerName: null, caller: null },
      ...{ revision: 1, trace: [], dial: null, answered: null, messages: [], ended: false },
      ...event,
    },
    body: JSON.stringify({
      asked: { callStatus: 'ringing', digits: null, dialStatus: null },
      revision: '1',
      facts: { now },
      cxml: '<Response><Hangup/></Response>',
      ...body,
    }),
  }
}

test('what an older server has kept is read with what follows from it', () => {
  const message = { step: 1, index: 0, box: 'vm_1', boxName: 'Main', user: null, recordingUrl: 'x' }
  const messages = [{ ...message, at: 0, seconds: 7 }]
  const read = readRecorded(setting, [
    decision(0, {}),
    decision(1, { facts: { now, connectedSinceDial: false } }, { messages }),
  ])
  if (read.kind !== 'recorded') throw new Error(read.reason)
  const { call, steps } = read.recorded
  expect(call).toMatchObject({
    origin: 'trunk',
    dialed: '+12025550100',
    to: { kind: 'e164', number: '+12025550100' },
    callerNode: null,
  })
  expect(steps.map(({ via, result }) => [via, result.recordingSeconds])).toEqual([
    ['action', null],
    ['fell_through', 7],
  ])
  expect(read.revision).toBe('1')
})

test('a call that was handed over to an agent can be taken again', () => {
  const asked = { callStatus: 'in-progress', digits: null, dialStatus: null, via: 'switched' }
  const read = readRecorded(setting, [decision(0, {}), decision(1, { asked })])
  if (read.kind !== 'recorded') throw new Error(read.reason)
  expect(read.recorded.steps.map(({ via }) => via)).toEqual(['action', 'switched'])
})

test('what the phone dialed is kept as it was', () => {
  const call = { origin: 'phone', dialed: '912025550190' }
  const caller = { node: 'ext_1', name: 'Ada', extension: '1001', user: null }
  const read = readRecorded(setting, [
    decision(0, { call }, { caller, direction: 'outbound', to: '912025550190' }),
  ])
  expect(read).toMatchObject({
    kind: 'recorded',
    recorded: { call: { origin: 'phone', dialed: '912025550190', callerNode: 'ext_1' } },
  })
})

test.each([
  ['nothing', [], 'its beginning was not kept'],
  ['a later step only', [decision(3, {})], 'its beginning was not kept'],
  [
    'a text that cannot be read',
    [{ ...decision(0, {}), body: '{' }],
    'what OPBX knew then was not kept',
  ],
  [
    'a PIN',
    [decision(0, {}), decision(1, { asked: { callStatus: '', digits: '…', dialStatus: null } })],
    'the caller entered a PIN, which is not kept',
  ],
  [
    'a call from a phone that nobody knows',
    [decision(0, {}, { direction: 'internal' })],
    'which phone called was not kept',
  ],
])('of %s one cannot tell', (_what, decisions, reason) => {
  expect(readRecorded(setting, decisions)).toEqual({ kind: 'unknown', reason })
})
