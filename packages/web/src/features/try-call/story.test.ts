import type { TraceEntry } from '@opbx/contract/calls'
import type { TrialCall, TrialStep } from '@opbx/contract/trial'
import { expect, test } from 'vitest'
import { newest, numbersOf, tellTrial, withStep } from './story.ts'

const at = '2026-11-17T15:42:16.000Z'

function step(index: number, parts: Partial<TrialStep> = {}): TrialStep {
  return {
    index,
    at,
    kind: 'action',
    happened: `step ${index}`,
    request: null,
    response: null,
    cxml: null,
    ...parts,
  }
}

function entry(number: number, name: string): TraceEntry {
  return {
    at,
    step: number,
    node: null,
    name,
    type: 'call',
    happened: name,
    exit: null,
    because: 'Because it is so.',
  }
}

const call: TrialCall = {
  id: '1',
  callId: null,
  session: 's',
  state: 'waiting',
  outcome: null,
  now: at,
  situation: null,
  steps: [],
  unused: [],
  trace: [],
  facts: [],
}
const cxml = '<Response/>'

test('decisions stand where OPBX was asked, with the request at the last of them', () => {
  const story = tellTrial({
    steps: [
      step(0),
      step(1, { kind: 'request', cxml }),
      step(2),
      step(3, { kind: 'request', cxml }),
    ],
    trace: [entry(0, 'Call'), entry(0, 'Welcome'), entry(1, 'Sales')],
    facts: [{ step: 1, knew: { now: at } }],
  })
  expect(
    story.map((item) =>
      item.kind === 'step' ? item.step.index : [item.entry.name, item.exchange?.index ?? null],
    ),
  ).toEqual([0, ['Call', null], ['Welcome', 1], 2, ['Sales', 3]])
  expect(story.map((item) => item.kind === 'decision' && item.knew)).toEqual([
    false,
    undefined,
    undefined,
    false,
    { now: at },
  ])
})

test('a request whose decision is not known yet stands for itself', () => {
  const story = tellTrial({ steps: [step(0, { kind: 'request', cxml })], trace: [], facts: [] })
  expect(story.map((item) => item.kind)).toEqual(['step'])
})

test('a step that was pushed twice is there once, in order', () => {
  const twice = withStep(withStep(withStep(call, step(1)), step(0)), step(1))
  expect(twice.steps.map(({ index }) => index)).toEqual([0, 1])
})

test('an answer that was overtaken keeps the pushed steps and their state', () => {
  const pushed: TrialCall = { ...call, state: 'ended', outcome: 'busy', steps: [step(0), step(1)] }
  const late = newest(pushed, { ...call, steps: [step(0)], trace: [entry(0, 'Call')] })
  expect(late.steps).toHaveLength(2)
  expect(late).toMatchObject({ state: 'ended', outcome: 'busy' })
  expect(late.trace).toHaveLength(1)
})

test('the first step says who calls whom, in numbers as people write them', () => {
  const began = step(0, { kind: 'call', happened: '12025550173 calls 1001 over a trunk' })
  expect(numbersOf({ steps: [began] })).toEqual({ from: '+12025550173', to: '1001' })
  expect(numbersOf({ steps: [] })).toBeNull()
})
