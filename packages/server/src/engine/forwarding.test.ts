import type { Flow, FlowNode } from '@opbx/contract/call-flow/flow'
import {
  type PersonalSettings,
  usualPersonalSettings,
} from '@opbx/contract/call-flow/personal-settings'
import {
  makeExtension,
  makeFlow,
  makeOutboundRoute,
  makePhoneNumber,
  makeRingGroup,
  makeVoicemail,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { startCall } from '../testing/call-story.ts'

const to = '+12025550100'
const box = makeVoicemail('Box')
const ann = makeExtension('101', 'Ann', {
  exits: { busy: box.id, no_answer: box.id, unreachable: box.id },
})
const tom = makeExtension('102', 'Tom')
const route = makeOutboundRoute('Home', { countries: ['US'] })

function callAnn(
  settings: Record<string, Partial<PersonalSettings>>,
  parts: Partial<Flow> = {},
  entry: FlowNode = ann,
) {
  const flow = makeFlow({
    nodes: [ann, tom, box],
    phoneNumbers: [makePhoneNumber(to, entry)],
    outboundRoutes: [route],
    ...parts,
  })
  const personal = Object.fromEntries(
    Object.entries(settings).map(([id, set]) => [id, { ...usualPersonalSettings, ...set }]),
  )
  return startCall(flow, { to, personal })
}

test('do-not-disturb leaves by exit busy without a ring', () => {
  const call = callAnn({ [ann.id]: { doNotDisturb: true } })
  expect(call.told.slice(1, 3)).toEqual(['Ann: Ann was not rung', 'Box: Asked for a message'])
  expect(call.decision.facts.personal).toEqual({
    [ann.id]: { ...usualPersonalSettings, doNotDisturb: true },
  })
})

test('a member of a group with do-not-disturb is left out', () => {
  const group = makeRingGroup('Sales', [ann, tom])
  const call = callAnn(
    { [ann.id]: { doNotDisturb: true } },
    { nodes: [ann, tom, box, group] },
    group,
  )
  expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['102'] }])
  expect(call.reasons.at(-1)).toContain('Ann has do-not-disturb on')
})

describe('forwarding', () => {
  test('always, to an extension: the own phones stay silent', () => {
    const call = callAnn({ [ann.id]: { forwardAlways: '102' } })
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['102'] }])
    expect(call.reasons[1]).toBe('Because Ann forwards calls to 102 always.')
  })

  test.each([
    ['busy', 'forwardBusy', 'when busy'],
    ['no-answer', 'forwardNoAnswer', 'when nobody answers'],
    ['failed', 'forwardUnreachable', 'when no phone can be reached'],
  ])('after %s, to a number outside, over a route', (status, field, words) => {
    const ringing = callAnn({ [ann.id]: { [field]: '+12025550190' } })
    const forwarded = ringing.dialResult(status)
    expect(forwarded.says).toMatchObject([{ kind: 'Dial', numbers: ['+12025550190'] }])
    expect(forwarded.reasons).toEqual([
      `Because Ann forwards calls to +12025550190 ${words}.`,
      'Because outbound route Home permits numbers in US.',
    ])
    expect(forwarded.dialResult('completed').says).toEqual([{ kind: 'Hangup' }])
    // Not forwarded again: the exit of what came of it.
    const after = forwarded.dialResult('no-answer')
    expect(after.told.at(-1)).toBe('Box: Asked for a message')
  })

  test('to the outside needs the permission class of who forwards', () => {
    const boss = makeOutboundRoute('Boss', { countries: ['US'], permissionClasses: ['boss'] })
    const settings = { [ann.id]: { forwardAlways: '+12025550190' } }
    const refused = callAnn(settings, { outboundRoutes: [boss] })
    expect(refused.says).toMatchObject([{ kind: 'Dial', numbers: ['101'] }])
    expect(refused.reasons[1]).toContain('no outbound route permits that')
  })

  test('to a number that nobody has rings the own phones', () => {
    const call = callAnn({ [ann.id]: { forwardAlways: '199' } })
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['101'] }])
  })

  test('in a circle ends at who would close it', () => {
    const call = callAnn({
      [ann.id]: { forwardAlways: '102' },
      [tom.id]: { forwardAlways: '101' },
    })
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['102'] }])
    expect(call.told).toContain('Tom: Not forwarded to Ann')
  })

  test('in a circle over no answers ends too', () => {
    const lone = makeExtension('101', 'Ann')
    const settings = {
      [lone.id]: { forwardNoAnswer: '102' },
      [tom.id]: { forwardNoAnswer: '101' },
    }
    const first = callAnn(settings, { nodes: [lone, tom] }, lone)
    const second = first.dialResult('no-answer')
    expect(second.says).toMatchObject([{ numbers: ['102'] }])
    const third = second.dialResult('no-answer')
    expect(third.says).toMatchObject([{ numbers: ['101'] }])
    const last = third.dialResult('no-answer')
    expect(last.told[0]).toBe('Ann: Not forwarded to 102')
    expect(last.says).toEqual([{ kind: 'Hangup' }])
  })

  test('over three people to a number outside ends with what comes of that number', () => {
    const may = makeExtension('103', 'May')
    const settings = {
      [ann.id]: { forwardAlways: '102' },
      [tom.id]: { forwardAlways: '103' },
      [may.id]: { forwardAlways: '+12025550190', forwardNoAnswer: '101' },
    }
    const call = callAnn(settings, { nodes: [ann, tom, may, box] })
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['+12025550190'] }])
    const after = call.dialResult('no-answer')
    expect(after.told[0]).toBe('May: Not forwarded to 101')
    expect(after.says).toEqual([{ kind: 'Hangup' }])
  })

  test('goes on over ten extensions at most', () => {
    const many = Array.from({ length: 14 }, (_, index) =>
      makeExtension(String(200 + index), `P${String.fromCharCode(65 + index)}`),
    )
    const settings = Object.fromEntries(
      many.map(({ id }, index) => [id, { forwardAlways: String(201 + index) }]),
    )
    const call = callAnn(settings, { nodes: many }, many[0])
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['210'] }])
  })
})

describe('a call that was forwarded outside', () => {
  const twoTrunks = makeOutboundRoute('Home', { countries: ['US'], trunks: ['one', 'two'] })
  const forwarded = (parts: Partial<Flow> = {}) =>
    callAnn(
      { [ann.id]: { forwardAlways: '+12025550190' } },
      { outboundRoutes: [twoTrunks], ...parts },
    )

  test('that is answered, or whose caller hangs up, is over', () => {
    const answered = forwarded().dialResult('completed')
    expect(answered.says).toEqual([{ kind: 'Hangup' }])
    expect(answered.effects).toEqual([{ kind: 'answered', node: null, rang: [] }])
    expect(forwarded().dialResult('canceled').says).toEqual([{ kind: 'Hangup' }])
  })

  test('goes over the next trunk where one fails, and then by the exit of the extension', () => {
    const second = forwarded().dialResult('failed')
    expect(second.says).toMatchObject([{ kind: 'Dial', trunks: ['two'] }])
    expect(
      second.dialResult('failed').trace.find(({ exit }) => exit === 'unreachable'),
    ).toMatchObject({ node: ann.id })
    expect(
      forwarded()
        .dialResult('busy')
        .trace.find(({ exit }) => exit === 'busy'),
    ).toMatchObject({ node: ann.id })
  })

  test('shows the number of the extension outside', () => {
    const own = makeExtension('101', 'Ann', { config: { outboundCallerId: '+12025550108' } })
    const phoneNumbers = [makePhoneNumber(to, own), makePhoneNumber('+12025550108', own)]
    expect(forwarded({ nodes: [own, tom, box], phoneNumbers }).says).toMatchObject([
      { callerId: '+12025550108' },
    ])
  })
})
