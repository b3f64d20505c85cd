import type { FlowNode } from '@opbx/contract/call-flow/flow'
import { expect, test } from 'vitest'
import { comparedGraph, type FlowShape, graphOf } from './graph.ts'
import { announcement, hangUp, menu, phoneNumber } from './sample-flow.ts'

const flow = (nodes: FlowNode[], entry: string | null = null): FlowShape => ({
  nodes,
  phoneNumbers: [phoneNumber('pn_1', entry)],
})

test('a number and each connected exit have an arrow', () => {
  const graph = graphOf(
    flow([menu('ivr_1', { 1: 'hup_1', timeout: null }), hangUp('hup_1')], 'ivr_1'),
  )
  expect(graph.ways.map(({ id, target }) => [id, target])).toEqual([
    ['pn_1:entry', 'ivr_1'],
    ['ivr_1:1', 'hup_1'],
  ])
})

test('an exit to a step that was deleted has no arrow', () => {
  const graph = graphOf(flow([announcement('ann_1', 'hup_gone')], 'ann_gone'))
  expect(graph.ways).toEqual([])
})

test('compared, what is new, gone and led elsewhere is marked', () => {
  const before = flow([announcement('ann_1', 'hup_old'), hangUp('hup_old')], 'ann_1')
  const now = flow([announcement('ann_1', 'hup_new'), hangUp('hup_new')], 'ann_1')
  const marks = new Map([
    ['ann_1', 'changed'],
    ['hup_new', 'added'],
    ['hup_old', 'removed'],
  ] as const)
  const graph = comparedGraph(now, before, marks)
  expect(graph.steps.map(({ id, mark }) => [id, mark])).toEqual([
    ['ann_1', 'changed'],
    ['hup_new', 'added'],
    ['hup_old', 'removed'],
  ])
  expect(graph.ways.map(({ id, target, mark }) => [id, target, mark])).toEqual([
    ['pn_1:entry', 'ann_1', null],
    ['ann_1:next', 'hup_new', 'added'],
    ['ann_1:next:before', 'hup_old', 'removed'],
  ])
})
