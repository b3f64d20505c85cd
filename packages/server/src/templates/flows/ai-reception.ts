import { hostOf } from '@opbx/contract/call-flow/nodes/application'
import {
  officeHours,
  step,
  type TemplateFlow,
  type TemplateInput,
  testCall,
  weekend,
} from '../flow.ts'

/** An assistant talks first; people are rung when it ends or fails. At night another application answers. */
export function aiReception(input: TemplateInput): TemplateFlow {
  const numbers = input.people.map(({ number }) => number)
  const { applicationUrl } = input
  return {
    nodes: [
      step('$hours', 'business_hours', 'Assistant hours', {
        at: [0, 0],
        config: officeHours(input),
        exits: { open: '$assistant', closed: '$night' },
      }),
      step('$assistant', 'ai_assistant', 'Assistant', {
        at: [1, 0],
        config: { connection: 'stream', url: input.assistantUrl },
        exits: { ended: '$people', failed: '$people' },
      }),
      step('$people', 'ring_group', 'People', {
        at: [2, 0],
        config: {
          strategy: 'sequential',
          members: input.people.map(({ node }) => ({ node })),
          ringSeconds: 15,
        },
        exits: { no_answer: '$box' },
      }),
      step('$box', 'voicemail', 'Assistant voicemail', { at: [3, 0], config: {} }),
      step('$night', 'application', 'Night service', {
        at: [1, 1],
        config: { url: applicationUrl, allowedHost: hostOf(applicationUrl) },
      }),
    ],
    tests: [
      testCall('AI reception: after the assistant a person answers', input, {
        actions: [{ does: 'answer', who: numbers[0] ?? '' }],
        steps: ['$assistant', '$people'],
        rings: numbers.slice(0, 1),
        ends: 'answered',
      }),
      testCall('AI reception: nobody is there, the caller leaves a message', input, {
        actions: [{ does: 'speak', seconds: 10 }],
        steps: ['$assistant', '$people', '$box'],
        rings: numbers,
        // The assistant has picked up before, so that is how the call counts.
        ends: 'answered',
      }),
      testCall('AI reception: at the weekend the night service takes the call', input, {
        at: weekend,
        steps: ['$night'],
        rings: [],
        ends: 'handed_over',
      }),
    ],
  }
}
