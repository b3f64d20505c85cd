import type { FlowNode } from '@opbx/contract/call-flow/flow'
import {
  makeAiAssistant,
  makeAnnouncement,
  makeConference,
  makeExtension,
  makeFlow,
  makeHangUp,
  makeHours,
  makeHttpRequest,
  makeMenu,
  makePhoneNumber,
  makeRingGroup,
  makeVoicemail,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { type CallSetting, startCall } from '../testing/call-story.ts'
import { advance } from './advance.ts'
import { compileFlow } from './compile-flow.ts'
import type { Facts, StepResult } from './types.ts'

const to = '+12025550100'
const ann = makeExtension('101', 'Ann')
const hangup = { kind: 'Hangup' }
const fault = {
  kind: 'Say',
  text: 'Sorry, this call cannot be completed. Try again later. Goodbye.',
}

function callFlow(nodes: FlowNode[], setting: Partial<CallSetting> = {}) {
  const [entry] = nodes
  const phoneNumbers = entry ? [makePhoneNumber(to, entry)] : []
  return startCall(makeFlow({ nodes, phoneNumbers }), { to, ...setting })
}

describe('where a call begins', () => {
  test.each(['+12025550100', '12025550100', '2025550100', '+1 (202) 555-0100'])(
    'a phone number written as %s is found',
    (spelling) => {
      expect(callFlow([ann], { to: spelling }).says).toMatchObject([{ kind: 'Dial' }])
    },
  )

  test.each([
    ['+12025550199', 'Because +12025550199 is not a phone number of this organization.'],
    ['101', 'Because 101 is not a phone number of this organization.'],
    ['', 'Because the called number is not a phone number of this organization.'],
  ])('a caller from outside to %j hears that it is not in service', (unknown, because) => {
    const call = callFlow([ann], { to: unknown })
    expect(call.says).toEqual([
      { kind: 'Say', text: 'Sorry, the number that you called is not in service. Goodbye.' },
      hangup,
    ])
    expect(call.trace).toEqual([
      {
        at: '2026-11-17T15:42:00Z',
        step: 0,
        node: null,
        name: 'Call',
        type: 'call',
        happened: 'Said that the number is not in service',
        exit: null,
        because,
      },
    ])
  })

  test('a phone number that leads nowhere, or to a deleted step', () => {
    const call = (entry: { id: string } | null) =>
      startCall(makeFlow({ phoneNumbers: [makePhoneNumber(to, entry)] }), { to })
    expect(call(null).reasons).toEqual(['Because +12025550100 leads to no step.'])
    expect(call({ id: 'ext_gone00' }).says).toEqual([fault, hangup])
  })

  test('a phone reaches extension numbers of every type and the own phone numbers', () => {
    const menu = makeMenu('Menu', ['1'], { extension: '900' })
    const call = (dialed: string) => callFlow([ann, menu], { to: dialed, callerNode: ann.id })
    expect(call('900').says).toMatchObject([{ kind: 'Gather' }])
    expect(call('900').reasons[0]).toBe('Because 900 is the extension number of Menu.')
    expect(call(to).says).toMatchObject([{ kind: 'Dial' }])
  })

  test.each([
    ['999', 'Because 999 is not the extension number of any step.'],
    ['+12025550199', 'Because no outbound route permits +12025550199.'],
    [
      '*96',
      'Because *96 is neither an extension, nor a phone number of this organization, nor a number outside.',
    ],
  ])('a phone that dials %s is refused in words', (dialed, because) => {
    const call = callFlow([ann], { to: dialed, callerNode: ann.id })
    expect(call.says).toMatchObject([{ kind: 'Say' }, hangup])
    expect(call.reasons).toEqual([because])
  })

  test('a call that the API started is refused in words', () => {
    const call = callFlow([ann], { origin: 'api' })
    expect(call.says).toMatchObject([{ kind: 'Say' }, hangup])
  })

  test('an extension that is switched off is not rung', () => {
    const off = makeExtension('101', 'Ann', { enabled: false })
    const call = callFlow([off])
    expect(call.says).toMatchObject([{ kind: 'Say' }, hangup])
    expect(call.reasons.at(-1)).toBe('Because Ann is switched off.')
  })
})

describe('a caller who is gone', () => {
  test('before the first answer gets Hangup only', () => {
    const compiled = compileFlow(makeFlow({ nodes: [ann] }))
    const { call, facts } = argumentsFor()
    const outcome = advance(compiled, call, { kind: 'start', ended: true }, facts)
    expect(outcome).toMatchObject({ verbs: [hangup], effects: [], trace: [{ type: 'call' }] })
  })

  test('leaves a message only where one was asked for', () => {
    const url = 'https://media.example/1.wav'
    const box = makeVoicemail('Box')
    expect(callFlow([box]).hangUp(url).effects).toMatchObject([{ kind: 'voicemail', box: box.id }])
    expect(callFlow([box]).hangUp(url).told).toEqual(['Box: Left a message'])
    for (const gone of [
      callFlow([box]).hangUp(),
      callFlow([makeMenu('Menu', ['1'])]).hangUp(url),
    ]) {
      expect(gone.effects).toEqual([])
      expect(gone.told).toMatchObject([expect.stringMatching(/: The call was over$/)])
    }
  })

  test('later enters no further node', () => {
    const group = makeRingGroup('Sales', [ann], { exits: { no_answer: ann.id } })
    const call = callFlow([group, ann]).hangUp()
    expect(call.says).toEqual([hangup])
    expect(call.effects).toEqual([])
    expect(call.told).toEqual(['Sales: The call was over'])
  })
})

describe('what no longer exists', () => {
  test('the step at which the call waits', () => {
    const call = callFlow([makeMenu('Menu', ['1'])])
    const { call: info, facts } = argumentsFor()
    if (!call.next) throw new Error('The menu does not wait')
    const input = { kind: 'continue', at: call.next, result: nothing, ended: false } as const
    const outcome = advance(compileFlow(makeFlow()), info, input, facts)
    expect(outcome).toMatchObject({ verbs: [fault, hangup], trace: [{ step: 1, node: null }] })
  })

  test('a step that became another type', () => {
    const call = callFlow([makeMenu('Menu', ['1'])])
    const { call: info, facts } = argumentsFor()
    if (!call.next) throw new Error('The menu does not wait')
    const other: FlowNode[] = [
      { ...makeHours('Menu'), id: call.next.node },
      { ...makeRingGroup('Menu', [ann]), id: call.next.node },
    ]
    for (const node of other) {
      const input = { kind: 'continue', at: call.next, result: nothing, ended: false } as const
      const outcome = advance(compileFlow(makeFlow({ nodes: [node] })), info, input, facts)
      expect(outcome).toMatchObject({ verbs: [fault, hangup] })
    }
  })

  test('the target of an exit', () => {
    const call = callFlow([makeAnnouncement('Welcome', { exits: { next: 'vm_gone00' } })]).listen()
    expect(call.says).toEqual([fault, hangup])
    expect(call.reasons).toEqual([
      'Because it was played to its end.',
      'Because exit next of Welcome leads to a step that does not exist any more.',
    ])
  })

  test('an exit named like a property of every object leads nowhere', () => {
    const menu = makeMenu('Menu', ['1'], { exits: {} })
    expect(callFlow([menu]).press('1').says).toEqual([hangup])
  })
})

describe('every walk ends', () => {
  test('a circle of schedules is left at the second meeting', () => {
    const day = makeHours('Day', { exits: { open: 'bh_Night0', closed: 'bh_Night0' } })
    const night = makeHours('Night', { exits: { open: day.id, closed: day.id } })
    const call = callFlow([day, night])
    expect(call.says).toEqual([fault, hangup])
    expect(call.reasons.at(-1)).toBe('Because the call came back to Day without anybody acting.')
  })

  test('a circle of announcements is left too, though each is an answer of its own', () => {
    const first = makeAnnouncement('First', { exits: { next: 'ann_Second' } })
    const second = makeAnnouncement('Second', { exits: { next: first.id } })
    const call = callFlow([first, second]).listen().listen()
    expect(call.says).toEqual([fault, hangup])
    expect(call.reasons.at(-1)).toBe('Because the call came back to First without anybody acting.')
  })

  test('a circle of requests whose answers take their time is left too', () => {
    const first = makeHttpRequest('First', { exits: { success: 'http_Second' } })
    const second = makeHttpRequest('Second', { exits: { success: first.id } })
    const rounds = new Map<string, number>()
    const call = callFlow([first, { ...second, id: 'http_Second' }], {
      meet: ({ key }) => {
        rounds.set(key, (rounds.get(key) ?? 0) + 1)
        const isFirst = rounds.get(key) === 1
        return isFirst
          ? { kind: 'pending' }
          : { kind: 'answered', status: 200, exit: null, variables: {} }
      },
    })
    const end = call.listen().listen()
    expect(end.says).toEqual([fault, hangup])
    expect(end.reasons.at(-1)).toBe('Because the call came back to First without anybody acting.')
  })

  test('64 steps are passed, a 65th is not', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, index) => {
        const id = `bh_${String(index).padStart(6, '0')}`
        const next =
          index === length - 1 ? 'hup_End000' : `bh_${String(index + 1).padStart(6, '0')}`
        return { ...makeHours(`H${index}`, { exits: { open: next, closed: next } }), id }
      })
    const end = makeHangUp('End')
    expect(callFlow([...chain(63), end]).says).toEqual([hangup])
    const long = callFlow([...chain(64), end])
    expect(long.says).toEqual([fault, hangup])
    expect(long.reasons.at(-1)).toBe(
      'Because the call entered more than 64 steps without anybody acting.',
    )
  })

  test('a ring lets the caller meet the same step again, but not for ever', () => {
    const group = makeRingGroup('Sales', [ann], { exits: { no_answer: 'rg_Sales0' } })
    let call = callFlow([group, ann])
    let answers = 1
    for (; call.next; answers += 1) call = call.dialResult('no-answer')
    expect(answers).toBe(2_002)
    expect(call.says).toEqual([fault, hangup])
  })
})

describe('steps', () => {
  test('each answer has the next number, its trace and its continuation agree', () => {
    const menu = makeMenu('Menu', ['1'], { exits: { '1': ann.id } })
    const first = callFlow([menu, ann])
    const second = first.press('7')
    const third = second.press('1')
    expect([first, second, third].map((moment) => moment.decision.step)).toEqual([0, 1, 2])
    expect([first, second, third].map((moment) => moment.next?.step)).toEqual([1, 2, 3])
    expect(third.trace.map((entry) => entry.step)).toEqual([0, 0, 1, 2, 2])
  })

  test('the continuation says when it was sent and whether the caller is connected', () => {
    const menu = makeMenu('Menu', ['1'], { exits: { '1': ann.id } })
    const first = callFlow([menu, ann])
    expect(first.next).toMatchObject({ connected: true, sentAt: '2026-11-17T15:42:00Z' })
    const room = makeConference('Room')
    const assistant = makeAiAssistant('Desk')
    for (const node of [ann, room, assistant]) {
      expect(callFlow([node]).next).toMatchObject({ connected: false })
    }
  })
})

test('a continuation holds nothing that has not happened', () => {
  const { next, decision } = callFlow([ann])
  expect(Object.keys(next ?? {}).sort()).toEqual([
    'carried',
    'connected',
    'node',
    'pinTries',
    'sentAt',
    'state',
    'step',
    'via',
    'visited',
  ])
  expect(next?.visited).toEqual([])
  expect(decision.facts.now).toBe('2026-11-17T15:42:00Z')
})

test('the same arguments give the same answer', () => {
  const group = makeRingGroup('Sales', [ann], { config: { strategy: 'random' } })
  expect(callFlow([group, ann]).decision).toEqual(callFlow([group, ann]).decision)
})

const nothing: StepResult = {
  digits: null,
  dialStatus: null,
  recordingUrl: null,
  recordingSeconds: null,
}

function argumentsFor() {
  const facts: Facts = {
    now: '2026-11-17T15:42:00Z',
    seed: 1,
    subscribers: {},
    personal: {},
    hours: {},
    blockListEntry: null,
    fraudGuard: null,
    connectedSinceDial: false,
    answers: {},
  }
  const call = {
    session: 's',
    direction: 'inbound',
    origin: 'trunk',
    from: { kind: 'other', number: 'anonymous' },
    to: { kind: 'e164', number: to, country: 'US' },
    callerName: null,
    callerNode: null,
    dialed: '+12025550100',
    isTrial: false,
  } as const
  return { call, facts }
}
