import type { Flow, FlowNode } from '@opbx/contract/call-flow/flow'
import { flowTestCreateSchema } from '@opbx/contract/call-flow/flow-tests'
import { usualPersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import {
  makeAnnouncement,
  makeCallerFilter,
  makeExtension,
  makeExternal,
  makeFlow,
  makeHangUp,
  makeHours,
  makeMenu,
  makeOutboundRoute,
  makePhoneNumber,
  makeRingGroup,
  makeVoicemail,
} from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { keepCall, type Placed, type Told } from '../testing/recorded-call.ts'
import { createFlowTester } from './flow-tests.ts'
import { type KnownCall, testOfCall } from './test-of-call.ts'

const to = '+12025550100'
const ada = makeExtension('1001', 'Ada')
const bob = makeExtension('1002', 'Bob')
const box = makeVoicemail('Box')
const busy = makeHangUp('Busy', { config: { reason: 'busy' } })
const sales = makeRingGroup('Sales', [ada, bob], { exits: { no_answer: box.id } })
const menu = makeMenu('Menu', ['1'], { exits: { '1': sales.id, timeout: box.id } })
const news = makeAnnouncement('News', { exits: { next: menu.id } })
const mobile = makeExternal('Mobile')

function flowInto(entry: FlowNode): Flow {
  const nodes = new Map(
    [ada, bob, box, busy, sales, menu, news, mobile, entry].map((node) => [node.id, node]),
  )
  return makeFlow({
    nodes: [...nodes.values()],
    phoneNumbers: [makePhoneNumber(to, entry)],
    outboundRoutes: [makeOutboundRoute('Home', { countries: ['US'] })],
  })
}

/** The test of a call, which is green in the flow of the call. */
function testOf(
  entry: FlowNode,
  requests: readonly Told[],
  { placed = {}, known = {} }: { placed?: Partial<Placed>; known?: Partial<KnownCall> } = {},
) {
  const kept = keepCall(flowInto(entry), { to, ...placed }, requests)
  const usual = { answeredBy: null, isAnswered: false, tags: [] }
  const made = testOfCall({ ...kept, ...usual, ...known })
  const run = createFlowTester(kept.compiled)(flowTestCreateSchema.parse({ ...made, name: 'Call' }))
  expect(run.failures).toEqual([])
  return made
}

test('a call that nobody answers does what it did: rings, then leaves a message', () => {
  const made = testOf(sales, [
    { dialStatus: 'no-answer', seconds: 20 },
    { recordingUrl: 'https://recordings.example/1', recordingSeconds: 12.4 },
  ])
  expect(made).toMatchObject({
    enabled: true,
    origin: 'trunk',
    from: '+12025550105',
    to,
    at: '2026-11-17T10:42:00',
    actions: [
      { does: 'no_answer', who: '1001' },
      { does: 'no_answer', who: '1002' },
      { does: 'speak', seconds: 12 },
    ],
    facts: { notReady: [], personal: {}, blocked: false, seed: 1, answers: {} },
    expect: {
      path: {
        mode: 'exact',
        steps: [
          { node: sales.id, exit: 'no_answer' },
          { node: box.id, exit: null },
        ],
      },
      rings: { mode: 'exact', who: ['1001', '1002'] },
      says: [],
      ends: 'message',
      tags: [],
    },
  })
})

test.each<[string, Told[], Partial<KnownCall>, object, string]>([
  [
    'who picked up is the one that the platform named',
    [{ dialStatus: 'completed', seconds: 9 }],
    { answeredBy: '1002', isAnswered: true },
    [{ does: 'answer', who: '1002', seconds: 9 }],
    'answered',
  ],
  [
    'where nobody was named it is the first one',
    [{ dialStatus: 'completed', seconds: 9 }],
    { answeredBy: '1009' },
    [{ does: 'answer', who: '1001', seconds: 9 }],
    'answered',
  ],
  [
    'that somebody picked up may be known from the history alone',
    [],
    { isAnswered: true },
    [{ does: 'answer', who: '1001' }],
    'answered',
  ],
  ['without another request the caller hung up', [], {}, [{ does: 'hang_up' }], 'caller_hung_up'],
  [
    'a caller hangs up while phones ring',
    [{ dialStatus: 'canceled', seconds: 7 }],
    {},
    [{ does: 'hang_up', seconds: 7 }],
    'caller_hung_up',
  ],
  [
    'a session that ended while phones rang is a caller who hung up',
    [{ ended: true, seconds: 7 }],
    {},
    [{ does: 'hang_up', seconds: 7 }],
    'caller_hung_up',
  ],
  [
    'a message that is empty is none',
    [{ dialStatus: 'busy' }, { seconds: 8 }],
    {},
    [
      { does: 'busy', who: '1001', seconds: 20 },
      { does: 'busy', who: '1002', seconds: 20 },
      { does: 'wait', seconds: 8 },
    ],
    'hung_up',
  ],
])('%s', (_, requests, known, actions, ends) => {
  const made = testOf(sales, requests, { known })
  expect(made.actions).toMatchObject(actions)
  expect(made.expect.ends).toBe(ends)
})

test('keys, silences and words are told in their order', () => {
  const made = testOf(news, [
    { seconds: 4 },
    { digits: '', seconds: 9 },
    { digits: '1#', seconds: 3 },
    { ended: true, seconds: 5 },
  ])
  expect(made.actions).toEqual([
    { does: 'wait', seconds: 9 },
    { does: 'press', keys: '1#', seconds: 3 },
    { does: 'hang_up', seconds: 5 },
  ])
  expect(testOf(menu, []).actions).toEqual([{ does: 'hang_up' }])
  expect(testOf(busy, []).expect).toMatchObject({ ends: 'rejected', rings: { who: [] } })
})

test('a Dial whose action was skipped was answered if the call became connected', () => {
  const via = 'fell_through'
  const answered = testOf(sales, [{ via }], { placed: { facts: { connectedSinceDial: true } } })
  expect(answered.actions).toMatchObject([{ does: 'answer', who: '1001' }])
  const failed = testOf(sales, [{ via }, { ended: true }])
  expect(failed.actions).toMatchObject([
    { does: 'unreachable', who: '1001' },
    { does: 'unreachable', who: '1002' },
    { does: 'hang_up' },
  ])
})

test('a phone calls as its extension, a number outside rings as it was meant', () => {
  const made = testOf(mobile, [{ dialStatus: 'completed' }], {
    placed: { to: '2025550191', from: '1001', callerNode: ada.id },
  })
  expect(made).toMatchObject({
    origin: 'phone',
    from: '1001',
    to: '2025550191',
    actions: [{ does: 'answer', who: '+12025550191' }],
  })
  expect(testOf(sales, [], { placed: { from: '' } }).from).toBe('anonymous')
})

test('what was known then is part of the test', () => {
  const rules = [{ id: 'blocked', name: 'Blocked', kind: 'block_list' as const }]
  const filter = makeCallerFilter('Filter', rules, { exits: { blocked: busy.id } })
  const blockListEntry = { note: 'Spam' }
  expect(testOf(filter, [], { placed: { facts: { blockListEntry } } }).facts.blocked).toBe(true)

  const doNotDisturb = { [bob.id]: { ...usualPersonalSettings, doNotDisturb: true } }
  const personal = testOf(sales, [], { placed: { facts: { personal: doNotDisturb } } })
  expect(personal.facts.personal).toEqual(doNotDisturb)
  expect(personal.expect.rings).toMatchObject({ who: ['1001'] })

  const subscribers = { dev_1001: '1001' }
  const notReady = testOf(sales, [], { placed: { facts: { subscribers } } })
  expect(notReady.facts.notReady).toEqual(['dev_1002'])

  const office = makeHours('Office', { exits: { open: sales.id, closed: busy.id } })
  const hours = { [office.id]: { state: 'closed' as const, until: null, by: 'Ada' } }
  expect(testOf(office, [], { placed: { facts: { hours } } }).facts.hours).toEqual({
    [office.id]: 'closed',
  })

  const group = (strategy: 'random' | 'round_robin') => ({
    ...sales,
    config: { ...sales.config, strategy },
  })
  expect(testOf(group('random'), []).facts.seed).toBe(5)
  const answers = { [`turn:${sales.id}`]: 1 }
  const turn = testOf(group('round_robin'), [], { placed: { answers } })
  expect(turn.facts.answers).toEqual({ [`turn:${sales.id}`]: [1] })
  expect(turn.expect.rings).toMatchObject({ who: ['1002'] })
})
