import { step, type TemplateFlow, type TemplateInput, testCall } from '../flow.ts'

/** Another system knows the caller, calls are recorded, and whoever waits has a place in line. */
export function hotline(input: TemplateInput): TemplateFlow {
  const [first] = input.people
  const rung = first?.number ?? ''
  return {
    nodes: [
      step('$lookup', 'http_request', 'Who calls?', {
        at: [0, 0],
        config: {
          method: 'GET',
          url: withCaller(input.systemUrl),
          timeoutSeconds: 3,
          namedExits: ['vip'],
        },
        exits: { success: '$consent', failed: '$consent', vip: '$vip' },
      }),
      step('$vip', 'caller_id', 'Important caller', {
        at: [1, 1],
        config: { callerName: { mode: 'prefix', text: 'VIP' }, tags: ['vip'] },
        exits: { next: '$consent' },
      }),
      step('$consent', 'call_recording', 'Hotline recording', {
        at: [2, 0],
        config: {
          mode: 'on',
          consent: { text: 'This call is recorded so that we can train our people.' },
        },
        exits: { next: '$tell' },
      }),
      step('$tell', 'webhook', 'Hotline call', {
        at: [3, 0],
        config: { url: input.systemUrl },
        exits: { next: '$queue' },
      }),
      step('$queue', 'queue', 'Hotline', {
        at: [4, 0],
        config: {
          strategy: 'least_recent',
          agents: input.people.map(({ node }) => ({ node })),
          maxWaitSeconds: 300,
          welcome: { text: 'Welcome to our hotline. The next free person takes your call.' },
          announcePosition: true,
          exitKey: '1',
          periodic: {
            prompt: { text: 'We will be with you soon. To leave a message, press 1.' },
            everySeconds: 60,
          },
        },
        exits: { timeout: '$box', full: '$box', no_agents: '$box', key_pressed: '$box' },
      }),
      step('$box', 'voicemail', 'Hotline voicemail', { at: [5, 0], config: {} }),
    ],
    tests: [
      testCall('Hotline: an agent answers', input, {
        actions: [{ does: 'answer', who: rung }],
        steps: ['$consent', '$tell', '$queue'],
        ends: 'answered',
      }),
      testCall('Hotline: nobody answers, the caller leaves a message', input, {
        actions: [{ does: 'speak', seconds: 10 }],
        steps: ['$queue', '$box'],
        ends: 'message',
      }),
    ],
  }
}

/** The number of the caller stands in the address, for the system to look up. */
function withCaller(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}caller={{from}}`
}
