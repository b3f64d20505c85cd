import type { ImportedNode } from '../../call-flow/service.ts'
import {
  officeHours,
  step,
  type TemplateFlow,
  type TemplateInput,
  testCall,
  weekend,
} from '../flow.ts'

/** The office by day; for what cannot wait the numbers of those on call, one after the other. */
export function onCall(input: TemplateInput): TemplateFlow {
  const office = input.people.map(({ number }) => number)
  const { outsideNumbers } = input
  return {
    nodes: [
      step('$hours', 'business_hours', 'On-call hours', {
        at: [0, 1],
        config: officeHours(input),
        exits: { open: '$office', closed: '$urgent' },
      }),
      step('$office', 'ring_group', 'Office', {
        at: [1, 0],
        config: { strategy: 'round_robin', members: input.people.map(({ node }) => ({ node })) },
        exits: { no_answer: '$urgent' },
      }),
      step('$urgent', 'ivr_menu', 'Urgent?', {
        at: [1, 1],
        config: {
          prompt: {
            text: 'If this cannot wait, press 1 and we call the person on call. Else stay on the line to leave a message.',
          },
          options: [{ digits: '1', label: 'Urgent' }],
          attempts: 1,
        },
        exits: { '1': outsideKey(0), timeout: '$box', invalid: '$box' },
      }),
      ...outsideNumbers.map((number, index) => rotation(number, index, outsideNumbers.length)),
      step('$box', 'voicemail', 'On-call voicemail', {
        at: [2 + outsideNumbers.length, 2],
        config: {},
      }),
    ],
    tests: [
      testCall('On call: the office answers by day', input, {
        actions: [{ does: 'answer', who: office[0] ?? '' }],
        steps: ['$office'],
        ends: 'answered',
      }),
      testCall('On call: an urgent call at the weekend reaches the first number', input, {
        at: weekend,
        actions: [
          { does: 'press', keys: '1' },
          { does: 'answer', who: outsideNumbers[0] ?? '' },
        ],
        steps: ['$urgent', outsideKey(0)],
        rings: outsideNumbers.slice(0, 1),
        ends: 'answered',
      }),
      testCall('On call: all numbers are tried, then the caller leaves a message', input, {
        at: weekend,
        actions: [
          { does: 'press', keys: '1' },
          { does: 'speak', seconds: 10 },
        ],
        steps: [...outsideNumbers.map((_, index) => outsideKey(index)), '$box'],
        rings: [...outsideNumbers],
        ends: 'message',
      }),
      testCall('On call: what can wait becomes a message', input, {
        at: weekend,
        actions: [{ does: 'wait' }, { does: 'speak', seconds: 10 }],
        steps: ['$urgent', '$box'],
        rings: [],
        ends: 'message',
      }),
    ],
  }
}

function outsideKey(index: number): string {
  return `$onCall${index + 1}`
}

/** Whoever does not answer is followed by the next one. */
function rotation(number: string, index: number, count: number): ImportedNode {
  const next = index + 1 < count ? outsideKey(index + 1) : '$box'
  return step(outsideKey(index), 'external', `On call ${index + 1}`, {
    at: [2 + index, 1],
    config: { number, ringSeconds: 25 },
    exits: { no_answer: next, busy: next, failed: next },
  })
}
