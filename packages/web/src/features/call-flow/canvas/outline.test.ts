import { expect, test } from 'vitest'
import { graphOf } from './graph.ts'
import { type OutlineStep, outlineOf } from './outline.ts'
import { announcement, hangUp, menu, phoneNumber } from './sample-flow.ts'

/** One line for each step: how it is reached, and whether it is cut there. */
function lines(step: OutlineStep | null, way = ''): string[] {
  if (!step) return [`${way}: hangs up`]
  const here = `${way}: ${step.step.id}${step.isShownAbove ? ' again' : ''}`
  return [here, ...step.exits.flatMap(({ exit, to }) => lines(to, `${way} ${exit}`.trim()))]
}

test('from a number through every exit; a step that stands above is not unfolded again', () => {
  const nodes = [menu('ivr_1', { 1: 'ann_1', timeout: 'ann_1' }), announcement('ann_1', 'ivr_1')]
  const { numbers, others } = outlineOf(
    graphOf({ nodes, phoneNumbers: [phoneNumber('pn_1', 'ivr_1')] }),
  )
  expect(numbers.flatMap(({ to }) => lines(to))).toEqual([
    ': ivr_1',
    '1: ann_1',
    '1 next: ivr_1 again',
    'timeout: ann_1 again',
    'invalid: hangs up',
  ])
  expect(others).toEqual([])
})

test('a number that leads nowhere has nothing below it', () => {
  const { numbers } = outlineOf(graphOf({ nodes: [], phoneNumbers: [phoneNumber('pn_1', null)] }))
  expect(numbers[0]?.to).toBeNull()
})

test('what no number leads to comes after, from where it begins, circles too', () => {
  const nodes = [
    hangUp('hup_1'),
    announcement('ann_1', 'hup_1'),
    announcement('ann_2', 'ann_3'),
    announcement('ann_3', 'ann_2'),
  ]
  const { others } = outlineOf(graphOf({ nodes, phoneNumbers: [] }))
  expect(others.map((step) => lines(step))).toEqual([
    [': ann_1', 'next: hup_1'],
    [': ann_2', 'next: ann_3', 'next next: ann_2 again'],
  ])
})
