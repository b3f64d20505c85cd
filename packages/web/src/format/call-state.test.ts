import { expect, test } from 'vitest'
import { callStateOf } from './call-state.ts'

const call: Parameters<typeof callStateOf>[0] = {
  status: 'ended',
  direction: 'inbound',
  disposition: 'no_answer',
  answeredAt: null,
  connectedAt: null,
  recordings: [],
  rang: [],
  node: null,
}
const maya = { node: 'ext_000001', name: 'Maya', extension: '1001', user: null }

test('a call that nobody took is missed when somebody rang, and reached nobody when none did', () => {
  expect(callStateOf({ ...call, rang: [maya] })).toBe('missed')
  expect(callStateOf(call)).toBe('nobody')
})

test('a call that left a message is a voicemail, also when phones rang before', () => {
  const recording = {
    id: 'r',
    kind: 'voicemail',
    seconds: 3,
    status: 'stored',
    reason: null,
    url: null,
  } as const
  expect(callStateOf({ ...call, rang: [maya], recordings: [recording] })).toBe('voicemail')
})

test('a live call rings, is in the flow, or talks', () => {
  expect(callStateOf({ ...call, status: 'ringing' })).toBe('ringing')
  expect(callStateOf({ ...call, status: 'in_progress', connectedAt: '2026-11-17T15:42:16Z' })).toBe(
    'connected',
  )
  expect(callStateOf({ ...call, status: 'in_progress', answeredAt: '2026-11-17T15:42:16Z' })).toBe(
    'talking',
  )
  const node = { id: 'rg_000001', name: 'Sales', type: 'ring_group' } as const
  expect(
    callStateOf({ ...call, status: 'in_progress', connectedAt: '2026-11-17T15:42:16Z', node }),
  ).toBe('ringing')
})
