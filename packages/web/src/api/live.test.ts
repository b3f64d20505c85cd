import type { Call } from '@opbx/contract/calls'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { liveCallsKey, takeLiveEvent } from './live.ts'

const call = {
  id: 'call_1',
  session: 's1',
  uniqueCallId: '1',
  direction: 'inbound',
  from: '+12025550148',
  to: '+12025550100',
  callerName: null,
  caller: null,
  startedAt: '2026-11-17T15:42:16Z',
  connectedAt: null,
  answeredAt: null,
  endedAt: null,
  durationSeconds: null,
  billableSeconds: null,
  disposition: null,
  rawDisposition: null,
  status: 'ringing',
  revision: 1,
  trial: false,
  rang: [],
  answeredBy: null,
  node: null,
  recordings: [],
  tags: [],
  queueVisits: [],
  cost: null,
} satisfies Call

function liveCalls(...events: [string, unknown][]) {
  const client = new QueryClient()
  for (const [name, data] of events) takeLiveEvent(client, name, data)
  return client.getQueryData<Call[]>(liveCallsKey)?.map(({ id, status }) => `${id} ${status}`)
}

test('a snapshot replaces what was known', () => {
  expect(liveCalls(['call', { ...call, id: 'call_0' }], ['snapshot', { calls: [call] }])).toEqual([
    'call_1 ringing',
  ])
})

test('a call appears, changes in its place, and goes when it has ended', () => {
  const second = { ...call, id: 'call_2' }
  const talking = { ...call, status: 'in_progress' }
  expect(liveCalls(['call', call], ['call', second], ['call', talking])).toEqual([
    'call_2 ringing',
    'call_1 in_progress',
  ])
  expect(
    liveCalls(['call', call], ['call', second], ['call', { ...call, status: 'ended' }]),
  ).toEqual(['call_2 ringing'])
})

test('events that nobody knows change nothing', () => {
  expect(liveCalls(['snapshot', { calls: [call] }], ['queue', {}], ['call', { id: 'x' }])).toEqual([
    'call_1 ringing',
  ])
})
