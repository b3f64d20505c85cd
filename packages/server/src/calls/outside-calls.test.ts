import { expect, test } from 'vitest'
import { outsideCallsOf } from './outside-calls.ts'
import type { DecisionEvent } from './rules.ts'

const counted = { step: 0, number: '+12025550190', node: 'ext_ada', outsideHours: false }

function decision(step: number, dial: 'counted' | 'inside' | null): DecisionEvent {
  const outside = dial === 'counted'
  return {
    kind: 'decision',
    key: `d${step}`,
    at: step * 1_000,
    step,
    direction: 'outbound',
    from: '1001',
    to: '+12025550190',
    callerName: null,
    caller: null,
    revision: 1,
    trace: [],
    dial: dial && { rang: [], outside, connectedBefore: false, ...(outside && { counted }) },
    answered: null,
    messages: [],
    ended: false,
  }
}

test('the next trunk goes on with the same call, which ends with the first other decision', () => {
  const decisions = [decision(0, 'counted'), decision(1, 'counted'), decision(2, 'inside')]
  const pickUp = (index: number) => (index === 1 ? { at: 1_500, by: null } : null)
  expect(outsideCallsOf(decisions, null, pickUp)).toEqual([
    { ...counted, at: 0, answeredAt: 1_500, endedAt: 2_000 },
  ])
})

test('one that goes on has no end, and ends with its call', () => {
  const decisions = [decision(0, 'counted'), decision(1, 'counted')]
  expect(outsideCallsOf(decisions, null, () => null)).toMatchObject([{ at: 0, endedAt: null }])
  expect(outsideCallsOf(decisions, 9_000, () => null)).toMatchObject([{ at: 0, endedAt: 9_000 }])
})

test('what rings inside is none', () => {
  expect(outsideCallsOf([decision(0, 'inside'), decision(1, null)], null, () => null)).toEqual([])
})
