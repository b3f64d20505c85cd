import type { NodeType } from '@opbx/contract/call-flow/node-types'
import { nodeTypes } from '@opbx/contract/call-flow/node-types'
import type { TestApp } from './app.ts'
import { as, type Sender } from './factories.ts'

/** A good body for each node type. `target` is a node that its exits and members may lead to. */
export const sampleNodes = {
  extension: (target) => ({
    name: 'Maya Keller',
    extension: '1001',
    config: { devices: [{ name: 'Desk phone' }, { name: 'Mobile' }], ringSeconds: 20 },
    exits: { no_answer: target },
  }),
  ring_group: (target) => ({
    name: 'Sales',
    extension: '2000',
    config: { strategy: 'round_robin', members: [{ node: target }] },
    exits: { no_answer: target },
  }),
  queue: (target) => ({
    name: 'Support line',
    extension: '2100',
    config: { strategy: 'least_recent', agents: [{ node: target }], exitKey: '0' },
    exits: { timeout: target, key_pressed: target },
  }),
  ivr_menu: (target) => ({
    name: 'Welcome',
    config: {
      prompt: { text: 'Press one for sales.' },
      options: [{ digits: '1', label: 'Sales' }],
    },
    exits: { '1': target, timeout: target },
  }),
  business_hours: (target) => ({
    name: 'Office',
    config: { weekly: { monday: [{ from: '09:00', to: '17:00' }] } },
    exits: { open: target, closed: target },
  }),
  caller_filter: (target) => ({
    name: 'Known callers',
    config: {
      rules: [
        { id: 'vip', name: 'Important', kind: 'number', number: '+12025550177' },
        { id: 'blocked', name: 'Blocked', kind: 'block_list' },
      ],
    },
    exits: { vip: target, otherwise: target },
  }),
  caller_id: (target) => ({
    name: 'Mark as sales',
    config: { callerName: { mode: 'prefix', text: 'Sales' }, tags: ['sales'] },
    exits: { next: target },
  }),
  announcement: (target) => ({
    name: 'Notice',
    config: { prompt: { text: 'We moved.' } },
    exits: { next: target },
  }),
  call_recording: (target) => ({
    name: 'Record sales',
    config: {
      consent: { text: 'We record this call.' },
      emails: ['maya@acme.example'],
      retentionDays: 90,
    },
    exits: { next: target },
  }),
  voicemail: () => ({ name: 'Main box', config: { maxSeconds: 60 } }),
  external: (target) => ({
    name: 'Night service',
    config: { number: '+12025550188' },
    exits: { busy: target },
  }),
  ai_assistant: (target) => ({
    name: 'Receptionist',
    config: { provider: 'ultravox', number: '+12025550170' },
    exits: { failed: target },
  }),
  conference: (target) => ({
    name: 'Board room',
    config: { maxParticipants: 12, announce: true },
    exits: { refused: target },
  }),
  application: () => ({
    name: 'Own logic',
    config: { url: 'https://voice.acme.example/start', allowedHost: 'voice.acme.example' },
  }),
  webhook: (target) => ({
    name: 'Tell the shop',
    config: {
      url: 'https://hooks.acme.example/calls',
      headers: [{ name: 'X-Shop', value: '7' }],
    },
    exits: { next: target },
  }),
  http_request: (target) => ({
    name: 'Look up the caller',
    config: {
      url: 'https://crm.acme.example/callers?number={{from}}',
      headers: [{ name: 'X-Line', value: '{{to}}' }],
      namedExits: ['vip'],
    },
    exits: { success: target, failed: target, vip: target },
  }),
  hang_up: () => ({ name: 'Goodbye', config: { message: { text: 'Goodbye.' } } }),
} as const satisfies Record<NodeType, (target: string) => object>

export function pathOf(type: NodeType): string {
  return `/api/v1/${nodeTypes[type].path}`
}

/** A good body without exits. A ring group gets a member of its own. */
export async function bodyAlone<T extends NodeType>(test: TestApp, sender: Sender, type: T) {
  const member =
    type === 'ring_group' || type === 'queue' ? await makeExtension(test, sender, '1900') : ''
  return { ...sampleNodes[type](member), exits: {} }
}

/** Creates a node of the draft as somebody; answers its id. */
export async function makeNode(
  test: TestApp,
  sender: Sender,
  { type, body }: { type: NodeType; body?: object },
): Promise<string> {
  const whole = { ...(await bodyAlone(test, sender, type)), ...body }
  const response = await as(test, sender).post(pathOf(type), whole)
  if (response.statusCode !== 201) throw new Error(response.body)
  return response.json<{ id: string }>().id
}

/** An extension of the draft that rings; answers its id. */
export function makeExtension(test: TestApp, sender: Sender, number = '1000'): Promise<string> {
  const body = { name: `Person ${number}`, extension: number }
  return makeNode(test, sender, { type: 'extension', body })
}
