import type { Flow } from '@opbx/contract/call-flow/flow'
import {
  type FlowTestCreate,
  type FlowTestScript,
  flowTestCreateSchema,
} from '@opbx/contract/call-flow/flow-tests'
import { usualPersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import {
  makeAnnouncement,
  makeCallerFilter,
  makeCallerId,
  makeConference,
  makeExtension,
  makeExternal,
  makeFlow,
  makeHangUp,
  makeHours,
  makeMenu,
  makeOutboundRoute,
  makePhoneNumber,
  makeQueue,
  makeRingGroup,
  makeVoicemail,
} from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { compileFlow } from './compile-flow.ts'
import { createFlowTester } from './flow-tests.ts'

const to = '+12025550100'

type Script = Partial<z.input<typeof flowTestCreateSchema>>

function scriptOf(parts: Script): FlowTestScript {
  const usual = { name: 'Test', from: '+12025550105', to, at: '2026-11-17T10:42' }
  const whole: FlowTestCreate = flowTestCreateSchema.parse({
    ...usual,
    expect: { ends: 'answered' },
    ...parts,
  })
  return whole
}

function run(flow: Flow, parts: Script) {
  return createFlowTester(compileFlow(flow))(scriptOf(parts))
}

const ada = makeExtension('1001', 'Ada')
const bob = makeExtension('1002', 'Bob')
const box = makeVoicemail('Main')
const group = makeRingGroup('Sales', [ada, bob], { exits: { no_answer: box.id } })
const closed = makeAnnouncement('Night')
const hours = makeHours('Office', { exits: { open: group.id, closed: closed.id } })
const office = makeFlow({
  nodes: [ada, bob, box, group, closed, hours],
  phoneNumbers: [makePhoneNumber(to, hours)],
})
const way = (...nodes: { id: string }[]) => nodes.map(({ id }) => ({ node: id }))

test('a call at ten rings the group and, when nobody answers, leaves a message', () => {
  const result = run(office, {
    actions: [{ does: 'speak', seconds: 12 }],
    expect: {
      path: { mode: 'exact', steps: way(hours, group, box) },
      rings: { mode: 'exact', who: ['1002', '1001'] },
      ends: 'message',
      says: ['message was SAVED'],
    },
  })
  expect(result.failures).toEqual([])
  expect(result).toMatchObject({ passed: true, rang: ['1001', '1002'], unused: 0 })
})

test('the time is the one on the clock of the organization', () => {
  const night = { path: { mode: 'exact', steps: way(hours, closed) } } as const
  expect(run(office, { at: '2026-11-17T22:00', expect: night }).failures).toEqual([])
  expect(run(office, { expect: night }).failures).toEqual([
    'Expected “Night” after exit open of “Office”; the call went to “Sales”.',
  ])
})

test('each expectation that is not met has its sentence', () => {
  const result = run(office, {
    actions: [{ does: 'answer', who: '1002' }],
    expect: {
      path: { mode: 'exact', steps: way(hours, group, box) },
      rings: { mode: 'exact', who: ['1003'] },
      says: ['Good morning'],
      ends: 'message',
      tags: ['vip'],
    },
  })
  expect(result.failures).toEqual([
    'Expected “Main” after “Sales”; the call ended there.',
    'Expected 1003 to ring; 1001, 1002 did.',
    'Expected nobody else to ring; 1001, 1002 did.',
    'Expected the caller to hear “Good morning”; nothing was said.',
    'Expected that the caller leaves a message; somebody picks up.',
    'Expected that the call gets the tag vip; it has none.',
  ])
})

test('a path that contains steps may have others between them, and an exit counts where it is named', () => {
  const contains = (node: { id: string }, exit: string | null) =>
    run(office, {
      expect: { path: { mode: 'contains', steps: [{ node: node.id, exit }] } },
    }).failures
  expect(contains(box, null)).toEqual([])
  expect(contains(group, 'no_answer')).toEqual([])
  expect(contains(hours, 'closed')).toEqual(['Expected exit closed of “Office”; it was open.'])
  expect(contains(closed, null)).toEqual([
    'Expected that the call comes to “Night”; it went to “Office”, then “Sales”, then “Main”.',
  ])
  expect(contains({ id: 'vm_GONE00' }, null)).toEqual([
    'Expected that the call comes to a step that was deleted; it went to “Office”, then “Sales”, then “Main”.',
  ])
})

test('what comes after the last expected step makes an exact path red', () => {
  expect(
    run(office, { expect: { path: { mode: 'exact', steps: way(hours, group) } } }).failures,
  ).toEqual(['Expected the end after exit no_answer of “Sales”; the call went on to “Main”.'])
})

const menu = makeMenu('Welcome', ['1', '2'], {
  exits: { '1': ada.id, '2': box.id, timeout: closed.id },
})
const menuFlow = makeFlow({
  nodes: [menu, ada, bob, box, closed],
  phoneNumbers: [makePhoneNumber(to, menu)],
})

test('keys are pressed at one input after the other', () => {
  const expectEnd = (actions: Script['actions']) => {
    const { passed: _, failures: _f, said: _s, ...result } = run(menuFlow, { actions })
    return result.trace.map((entry) => `${entry.name}: ${entry.happened}`).slice(1)
  }
  expect(
    expectEnd([{ does: 'press', keys: '9' }, { does: 'wait' }, { does: 'press', keys: '1' }]),
  ).toMatchInlineSnapshot(`
    [
      "Welcome: Played the menu, attempt 1 of 3",
      "Welcome: Played the menu again, attempt 2 of 3",
      "Welcome: Played the menu again, attempt 3 of 3",
      "Welcome: Pressed 1",
      "Ada: Rang Ada for up to 30 seconds",
      "Ada: Ada did not answer",
      "Ada: Hung up",
    ]
  `)
  expect(expectEnd([])).toMatchInlineSnapshot(`
    [
      "Welcome: Played the menu, attempt 1 of 3",
      "Welcome: Played the menu again, attempt 2 of 3",
      "Welcome: Played the menu again, attempt 3 of 3",
      "Welcome: Pressed nothing",
      "Night: Played the announcement",
      "Night: The announcement ended",
      "Night: Hung up",
    ]
  `)
})

test('a caller who hangs up does so when everything before was done', () => {
  const result = run(office, {
    actions: [{ does: 'hang_up' }],
    expect: { ends: 'caller_hung_up', path: { mode: 'exact', steps: way(hours, group) } },
  })
  expect(result.failures).toEqual([])
  const later = run(menuFlow, {
    actions: [{ does: 'press', keys: '2' }, { does: 'hang_up' }],
    expect: { ends: 'caller_hung_up', path: { mode: 'exact', steps: way(menu, box) } },
  })
  expect(later.failures).toEqual([])
})

test.each([
  ['busy', 'busy'],
  ['unreachable', 'unreachable'],
  ['no_answer', 'no_answer'],
] as const)('a phone that is %s takes that exit', (does, exit) => {
  const one = makeExtension('1001', 'Ada', { exits: { [exit]: box.id } })
  const flow = makeFlow({ nodes: [one, box], phoneNumbers: [makePhoneNumber(to, one)] })
  const result = run(flow, {
    actions: [{ does, who: '1001' }],
    expect: {
      path: { mode: 'exact', steps: [{ node: one.id, exit }, { node: box.id }] },
      ends: 'hung_up',
    },
  })
  expect(result.failures).toEqual([])
})

test('what a member does once it does again, until it does something else', () => {
  const hunt = makeRingGroup('Hunt', [ada, bob], {
    config: { strategy: 'sequential', rounds: 2 },
    exits: { no_answer: box.id },
  })
  const flow = makeFlow({ nodes: [ada, bob, box, hunt], phoneNumbers: [makePhoneNumber(to, hunt)] })
  const answered = run(flow, {
    actions: [
      { does: 'busy', who: '1001', seconds: 2 },
      { does: 'no_answer', who: '1002' },
      { does: 'answer', who: '1002' },
    ],
  })
  expect(answered).toMatchObject({ passed: true, unused: 0, ends: 'answered' })
  expect(answered.trace.filter(({ happened }) => happened.includes('busy'))).toHaveLength(2)
})

test('facts: a device that is not ready, personal settings, the block list', () => {
  expect(
    run(office, { facts: { notReady: ['dev_1001'] }, expect: { ends: 'answered' } }).rang,
  ).toEqual(['1002'])
  const personal = { [bob.id]: { ...usualPersonalSettings, doNotDisturb: true } }
  expect(run(office, { facts: { personal } }).rang).toEqual(['1001'])
  const filter = makeCallerFilter('Screen', [{ id: 'b', name: 'Blocked', kind: 'block_list' }], {
    exits: { b: closed.id, otherwise: ada.id },
  })
  const flow = makeFlow({
    nodes: [filter, closed, ada],
    phoneNumbers: [makePhoneNumber(to, filter)],
  })
  expect(run(flow, { facts: { blocked: true } }).rang).toEqual([])
  expect(run(flow, {}).rang).toEqual(['1001'])
})

test('facts: business hours that are set by hand', () => {
  const hours = makeHours('Office', { exits: { open: ada.id, closed: closed.id } })
  const flow = makeFlow({
    nodes: [hours, ada, closed],
    phoneNumbers: [makePhoneNumber(to, hours)],
  })
  expect(run(flow, {}).rang).toEqual(['1001'])
  const shut = run(flow, { facts: { hours: { [hours.id]: 'closed' } } })
  expect(shut.rang).toEqual([])
  expect(shut.trace.map(({ because }) => because)).toContain(
    'Because the flow test set it closed by hand, whatever the hours say.',
  )
})

test('answers of the outside come from the test, in order; the last one stays', () => {
  const turns = makeRingGroup('Turns', [ada, bob], { config: { strategy: 'round_robin' } })
  const again = makeMenu('Again', ['1'], { exits: { '1': turns.id } })
  const round = { ...turns, exits: { no_answer: again.id } }
  const flow = makeFlow({
    nodes: [round, again, ada, bob],
    phoneNumbers: [makePhoneNumber(to, round)],
  })
  const press = { does: 'press', keys: '1' } as const
  const first = (answers: NonNullable<Script['facts']>['answers'], actions: Script['actions']) =>
    run(flow, { facts: { answers }, actions }).trace.flatMap(
      ({ happened }) => /Rang (Ada|Bob)/.exec(happened)?.slice(1, 2) ?? [],
    )
  const key = `turn:${turns.id}`
  const whole = (turn: number[]) => first({ [key]: turn }, [press, press, { does: 'hang_up' }])
  expect(whole([1, 0])[0]).toBe('Bob')
  expect(first({}, [{ does: 'hang_up' }])[0]).toBe('Ada')
  expect(first({ [key]: ['nonsense'] }, [{ does: 'hang_up' }])[0]).toBe('Ada')
})

test('a call from a phone rings outside by the route, under the number that was meant', () => {
  const route = makeOutboundRoute('Home', { countries: ['US'], accessDigits: '9', strip: 1 })
  const flow = makeFlow({
    nodes: [ada],
    phoneNumbers: [makePhoneNumber(to, ada)],
    outboundRoutes: [route],
  })
  const result = run(flow, {
    origin: 'phone',
    from: '1001',
    to: '9 202 555 0123',
    actions: [{ does: 'answer', who: '+1 202 555 0123' }],
    expect: { rings: { mode: 'exact', who: ['+12025550123'] }, ends: 'answered' },
  })
  expect(result.failures).toEqual([])
})

test('tags, conferences and outside numbers', () => {
  const room = makeConference('Board')
  const mark = makeCallerId('Mark', { config: { tags: ['vip'] }, exits: { next: room.id } })
  const tagged = makeFlow({ nodes: [mark, room], phoneNumbers: [makePhoneNumber(to, mark)] })
  expect(run(tagged, { expect: { tags: ['vip'], ends: 'answered' } }).failures).toEqual([])
  const outside = makeExternal('Night service', {
    config: { number: '+12025550188' },
    exits: { busy: box.id },
  })
  const flow = makeFlow({
    nodes: [outside, box],
    phoneNumbers: [makePhoneNumber(to, outside)],
    outboundRoutes: [makeOutboundRoute('Home', { countries: ['US'] })],
  })
  const result = run(flow, {
    actions: [{ does: 'busy', who: '+12025550188' }],
    expect: { path: { mode: 'exact', steps: way(outside, box) } },
  })
  expect(result.failures).toEqual([])
})

test('in a queue the agents are rung one after the other, and a test can say that nobody is free', () => {
  const queue = makeQueue('Support', [ada, bob], {
    config: { strategy: 'linear', maxWaitSeconds: 60 },
    exits: { timeout: box.id },
  })
  const flow = makeFlow({
    nodes: [ada, bob, queue, box],
    phoneNumbers: [makePhoneNumber(to, queue)],
  })
  const answered = run(flow, {
    actions: [
      { does: 'no_answer', who: '1001' },
      { does: 'answer', who: '1002' },
    ],
    expect: { rings: { mode: 'exact', who: ['1001', '1002'] }, ends: 'answered' },
  })
  expect(answered.failures).toEqual([])
  const line = [{ is: 'line', position: 2, agents: {} }]
  const waits = run(flow, {
    facts: { ...scriptOf({}).facts, answers: { [`queue:${queue.id}`]: line } },
    expect: {
      path: {
        mode: 'exact',
        steps: [
          { node: queue.id, exit: 'timeout' },
          { node: box.id, exit: null },
        ],
      },
      rings: { mode: 'exact', who: [] },
    },
  })
  expect(waits.failures).toEqual([])
})

test('the same test has the same result however often it runs', () => {
  const tester = createFlowTester(compileFlow(office))
  const script = scriptOf({ actions: [{ does: 'speak', seconds: 9 }] })
  const once = tester(script)
  expect(tester(script)).toEqual(once)
  expect(script.actions).toHaveLength(1)
})

test('a caller whom nothing ends hangs up in the end', () => {
  const loop = makeMenu('Loop', ['1'], {})
  const back = { ...loop, exits: { timeout: loop.id, '1': loop.id } }
  const end = makeHangUp('End')
  const flow = makeFlow({ nodes: [back, end], phoneNumbers: [makePhoneNumber(to, back)] })
  expect(run(flow, { expect: { ends: 'caller_hung_up' } })).toMatchObject({ passed: true })
})

test('outside members of a group and SIP addresses ring and answer by their own words', () => {
  const number = 'sip:1002@pbx.acme.example'
  const partner = makeExternal('Partner', { config: { number } })
  const members = [
    { node: ada.id, priority: 1, ringSeconds: null },
    { number: '+12025550190', priority: 1, ringSeconds: 35 },
  ]
  const mobiles = makeRingGroup('Mobiles', [], {
    config: { members },
    exits: { no_answer: partner.id },
  })
  const flow = makeFlow({
    nodes: [ada, bob, mobiles, partner],
    phoneNumbers: [makePhoneNumber(to, mobiles)],
    outboundRoutes: [
      makeOutboundRoute('All', {
        countries: ['US'],
        sipDomains: ['pbx.acme.example'],
        strip: 1,
        prepend: '00',
      }),
    ],
  })
  const all = run(flow, {
    actions: [
      { does: 'busy', who: '(202) 555-0190' },
      { does: 'answer', who: number },
    ],
    expect: {
      path: { mode: 'exact', steps: way(mobiles, partner) },
      rings: { mode: 'exact', who: ['1001', '+12025550190', number] },
      ends: 'answered',
    },
  })
  expect(all.failures).toEqual([])
})
