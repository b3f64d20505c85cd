import { expect, test } from 'vitest'
import { graphOf } from './graph.ts'
import { isAt, placesOfCalls, standingCalls, travelsOf } from './live-places.ts'
import { announcement, hangUp, menu, phoneNumber } from './sample-flow.ts'

const nodes = [menu('ivr_1', { 1: 'ann_1' }), announcement('ann_1', 'hup_1'), hangUp('hup_1')]
const graph = graphOf({ nodes, phoneNumbers: [phoneNumber('pn_1', 'ivr_1')] })
const call = (id: string, node: string | null) => ({
  id,
  to: '+12025550100',
  node: node === null ? null : { id: node, name: node, type: 'ivr_menu' as const },
})

test('a call stands at its last step, and at the dialled number until it has met one', () => {
  const calls = [call('call_1', null), call('call_2', 'ann_1'), call('call_3', 'rg_gone')]
  expect([...placesOfCalls(calls, graph)]).toEqual([
    ['call_1', 'pn_1'],
    ['call_2', 'ann_1'],
  ])
  expect(isAt(call('call_1', null), { id: 'pn_1', number: '+12025550100' })).toBe(true)
  expect(isAt(call('call_2', 'ann_1'), { id: 'pn_1', number: '+12025550100' })).toBe(false)
  expect(isAt(call('call_2', 'ann_1'), { id: 'ann_1' })).toBe(true)
})

test('a call that dialled no number of the map stands nowhere before its first step', () => {
  expect(placesOfCalls([{ ...call('call_1', null), to: '1001' }], graph).size).toBe(0)
})

test.each([
  ['to the next step', 'ivr_1', 'ann_1', ['ivr_1:1']],
  ['past a step in between', 'pn_1', 'hup_1', ['pn_1:entry', 'ivr_1:1', 'ann_1:next']],
  ['from the number that it dialled, if it is new', null, 'ivr_1', ['pn_1:entry']],
])('a call travels %s', (_, from, to, ways) => {
  const calls = [call('call_1', to)]
  const before = new Map(from === null ? [] : [['call_1', from]])
  const now = placesOfCalls(calls, graph)
  expect(travelsOf(before, now, { calls, graph })).toEqual([{ call: 'call_1', ways }])
})

test('a call that stays, or that no arrow leads on, does not travel', () => {
  const calls = [call('call_1', 'ivr_1'), call('call_2', 'ivr_1')]
  const now = placesOfCalls(calls, graph)
  const before = new Map([
    ['call_1', 'ivr_1'],
    ['call_2', 'hup_1'],
  ])
  expect(travelsOf(before, now, { calls, graph })).toEqual([])
})

test('several calls at a step stand together, but not those on their way', () => {
  const calls = [call('call_1', 'ann_1'), call('call_2', 'ann_1'), call('call_3', 'ann_1')]
  const standing = standingCalls(placesOfCalls(calls, graph), new Set(['call_2']))
  expect([...standing]).toEqual([['ann_1', ['call_1', 'call_3']]])
})
