import type { TraceEntry } from '@opbx/contract/calls'
import { expect, test } from 'vitest'
import { numbersAt, pathOf } from './call-path.ts'
import { graphOf } from './graph.ts'
import { announcement, hangUp, menu, phoneNumber } from './sample-flow.ts'

const nodes = [menu('ivr_1', { 1: 'ann_1' }), announcement('ann_1', 'ivr_1'), hangUp('hup_1')]
const graph = graphOf({ nodes, phoneNumbers: [phoneNumber('pn_1', 'ivr_1')] })

function told(node: string | null, exit: string | null): TraceEntry {
  const at = '2026-11-17T15:00:00.000Z'
  return { at, step: 0, node, name: node ?? 'Call', type: 'call', happened: '', exit, because: '' }
}

test('the number, then every step in order; what happened at one step is one stop', () => {
  const trace = [
    told('ivr_1', null),
    told('ivr_1', '1'),
    told('ann_1', 'next'),
    told('ivr_1', null),
  ]
  const path = pathOf({ to: '+12025550100', trace }, graph)
  expect(path.stops.map(({ number, id, entries }) => [number, id, entries.length])).toEqual([
    [1, 'pn_1', 0],
    [2, 'ivr_1', 2],
    [3, 'ann_1', 1],
    [4, 'ivr_1', 1],
  ])
  expect([...path.ways]).toEqual(['pn_1:entry', 'ivr_1:1', 'ann_1:next'])
  expect(numbersAt(path, 'ivr_1')).toBe('2, 4')
  expect(numbersAt(path, 'hup_1')).toBe('')
})

test('what decided without a step is no stop, and a step that is gone has no arrow', () => {
  const trace = [told(null, null), told('rg_gone', 'no_answer'), told('hup_1', null)]
  const path = pathOf({ to: '1001', trace }, graph)
  expect(path.stops.map(({ id }) => id)).toEqual(['rg_gone', 'hup_1'])
  expect([...path.ways]).toEqual([])
})
