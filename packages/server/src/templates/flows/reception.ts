import {
  officeHours,
  step,
  type TemplateFlow,
  type TemplateInput,
  testCall,
  weekend,
} from '../flow.ts'

/** A menu in office hours, an announcement and a box on holidays and at night, a room for talks together. */
export function reception(input: TemplateInput): TemplateFlow {
  const members = input.people.map(({ node }) => ({ node }))
  const numbers = input.people.map(({ number }) => number)
  return {
    nodes: [
      step('$filter', 'caller_filter', 'Unwanted callers', {
        at: [0, 1],
        config: { rules: [{ id: 'blocked', name: 'On the block list', kind: 'block_list' }] },
        exits: { blocked: '$refuse', otherwise: '$hours' },
      }),
      step('$refuse', 'hang_up', 'Refuse', { at: [1, 0], config: { reason: 'rejected' } }),
      step('$hours', 'business_hours', 'Reception hours', {
        at: [1, 1],
        config: officeHours(input),
        exits: { open: '$menu', closed: '$closed', holiday: '$holiday' },
      }),
      step('$menu', 'ivr_menu', 'Reception menu', {
        at: [2, 1],
        config: {
          prompt: {
            text: 'Welcome. For sales press 1, for service press 2, for the conference room press 3. For the reception stay on the line.',
          },
          options: [
            { digits: '1', label: 'Sales' },
            { digits: '2', label: 'Service' },
            { digits: '3', label: 'Conference room' },
          ],
          attempts: 2,
        },
        exits: {
          '1': '$sales',
          '2': '$service',
          '3': '$room',
          timeout: '$sales',
          invalid: '$sales',
        },
      }),
      step('$sales', 'ring_group', 'Reception: sales', {
        at: [3, 0],
        config: { strategy: 'simultaneous', members, skipBusy: true, callerNamePrefix: 'Sales' },
        exits: { no_answer: '$box' },
      }),
      step('$service', 'ring_group', 'Reception: service', {
        at: [3, 1],
        config: { strategy: 'round_robin', members, rounds: 2, callerNamePrefix: 'Service' },
        exits: { no_answer: '$box' },
      }),
      step('$room', 'conference', 'Conference room', {
        at: [3, 2],
        // Everybody can read it here: the description asks for another one.
        config: { pin: '4711', announce: true },
        exits: { refused: '$goodbye' },
      }),
      step('$goodbye', 'hang_up', 'Not let in', {
        at: [4, 2],
        config: { message: { text: 'Only people with a PIN come in. Goodbye.' } },
      }),
      step('$closed', 'announcement', 'Closed', {
        at: [2, 2],
        config: {
          prompt: {
            text: 'Our office is closed now. We are here from Monday to Friday, nine to five.',
          },
        },
        exits: { next: '$box' },
      }),
      step('$holiday', 'announcement', 'Holiday', {
        at: [2, 3],
        config: { prompt: { text: 'Our office is closed for the holiday.' } },
        exits: { next: '$box' },
      }),
      step('$box', 'voicemail', 'Reception voicemail', { at: [4, 1], config: {} }),
    ],
    tests: [
      testCall('Reception: key 1 rings sales', input, {
        actions: [
          { does: 'press', keys: '1' },
          { does: 'answer', who: numbers[0] ?? '' },
        ],
        steps: ['$menu', '$sales'],
        rings: numbers,
        ends: 'answered',
      }),
      testCall('Reception: nobody in service answers, the caller leaves a message', input, {
        actions: [
          { does: 'press', keys: '2' },
          { does: 'speak', seconds: 10 },
        ],
        steps: ['$menu', '$service', '$box'],
        ends: 'message',
      }),
      testCall('Reception: key 3 and the PIN lead into the conference room', input, {
        actions: [
          { does: 'press', keys: '3' },
          { does: 'press', keys: '4711' },
        ],
        steps: ['$menu', '$room'],
        ends: 'answered',
      }),
      testCall('Reception: closed at the weekend', input, {
        at: weekend,
        actions: [{ does: 'speak', seconds: 10 }],
        steps: ['$closed', '$box'],
        rings: [],
        ends: 'message',
      }),
      ...(input.holiday === null
        ? []
        : [
            testCall('Reception: closed on a holiday', input, {
              at: `${input.holiday}T10:42`,
              actions: [{ does: 'speak', seconds: 10 }],
              steps: ['$holiday', '$box'],
              rings: [],
              ends: 'message',
            }),
          ]),
      {
        ...testCall('Reception: who is on the block list is refused', input, {
          steps: ['$refuse'],
          rings: [],
          ends: 'rejected',
        }),
        facts: { blocked: true },
      },
    ],
  }
}
