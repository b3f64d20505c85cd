import type { TraceEntry } from '@opbx/contract/calls'
import { expect, test } from 'vitest'
import { axisMarks, callSegments } from './timeline.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 17, 15, 0, seconds)).toISOString()
const entry = (seconds: number, type: TraceEntry['type']): TraceEntry => ({
  at: at(seconds),
  step: 0,
  node: null,
  name: '',
  type,
  happened: '',
  exit: null,
  because: '',
})
const now = new Date(at(300))

test('a caller goes through the menu, hears ringing and talks', () => {
  const trace = [entry(0, 'business_hours'), entry(0, 'ivr_menu'), entry(7, 'ring_group')]
  const call = { startedAt: at(0), answeredAt: at(19), endedAt: at(79), trace }
  expect(callSegments(call, now)).toEqual([
    { kind: 'flow', from: 0, to: 7 },
    { kind: 'ringing', from: 7, to: 19 },
    { kind: 'talking', from: 19, to: 79 },
  ])
})

test('a message ends the call, and a call that goes on ends now', () => {
  const trace = [entry(0, 'ring_group'), entry(20, 'voicemail')]
  expect(callSegments({ startedAt: at(0), answeredAt: null, endedAt: at(45), trace }, now)).toEqual(
    [
      { kind: 'ringing', from: 0, to: 20 },
      { kind: 'message', from: 20, to: 45 },
    ],
  )
  expect(
    callSegments({ startedAt: at(0), answeredAt: null, endedAt: null, trace }, now).at(-1)?.to,
  ).toBe(300)
})

test('the axis has at most nine marks', () => {
  for (const total of [3, 42, 200, 5_000]) expect(axisMarks(total).length).toBeLessThanOrEqual(9)
  expect(axisMarks(42)).toEqual([0, 10, 20, 30, 40])
})
