import { step, type TemplateFlow, type TemplateInput, testCall } from '../flow.ts'

/** One number rings everybody; who finds nobody leaves a message. */
export function team(input: TemplateInput): TemplateFlow {
  const numbers = input.people.map(({ number }) => number)
  return {
    nodes: [
      step('$label', 'caller_id', 'Team line', {
        at: [0, 0],
        config: { callerName: { mode: 'prefix', text: 'Team' }, tags: ['team'] },
        exits: { next: '$group' },
      }),
      step('$group', 'ring_group', 'Team', {
        at: [1, 0],
        config: {
          strategy: 'simultaneous',
          members: input.people.map(({ node }) => ({ node })),
          ringSeconds: 25,
        },
        exits: { no_answer: '$box' },
      }),
      step('$box', 'voicemail', 'Team voicemail', { at: [2, 0], config: {} }),
    ],
    tests: [
      testCall('Team: everybody rings, one answers', input, {
        actions: [{ does: 'answer', who: numbers[0] ?? '' }],
        rings: numbers,
        ends: 'answered',
      }),
      testCall('Team: nobody answers, the caller leaves a message', input, {
        actions: [{ does: 'speak', seconds: 10 }],
        steps: ['$group', '$box'],
        ends: 'message',
      }),
    ],
  }
}
