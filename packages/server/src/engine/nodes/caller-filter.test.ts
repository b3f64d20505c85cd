import type { CallerRule } from '@opbx/contract/call-flow/nodes/caller-filter'
import {
  makeCallerFilter,
  makeExtension,
  makeFlow,
  makeHangUp,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { type CallSetting, startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const end = makeHangUp('End')
const ada = makeExtension('1001', 'Ada')

function callWith(rules: CallerRule[], setting: Partial<CallSetting> = {}) {
  const exits = Object.fromEntries([...rules.map((rule) => rule.id), 'otherwise'].map(toEnd))
  const filter = makeCallerFilter('Screen', rules, { exits, extension: '5000' })
  const nodes = [filter, end, ada]
  const flow = makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, filter)] })
  return startCall(flow, { to, ...setting })
}
const toEnd = (exit: string): [string, string] => [exit, end.id]

const vip: CallerRule = { id: 'vip', name: 'Important', kind: 'number', number: '+12025550105' }
const washington: CallerRule = { id: 'dc', name: 'Washington', kind: 'prefix', prefix: '+1202' }
const hidden: CallerRule = { id: 'hidden', name: 'Hidden', kind: 'anonymous' }
const friends: CallerRule = {
  id: 'friends',
  name: 'Friends',
  kind: 'contact_list',
  numbers: ['+12025550101', '+12025550105'],
}
const blocked: CallerRule = { id: 'blocked', name: 'Blocked', kind: 'block_list' }

describe('a rule', () => {
  test.each<[CallerRule, string]>([
    [vip, 'Because +12025550105 is the number of rule Important.'],
    [washington, 'Because +12025550105 begins with +1202.'],
    [friends, 'Because +12025550105 is on the contact list of rule Friends.'],
  ])('%j takes its caller', (rule, because) => {
    expect(callWith([rule]).trace[1]).toMatchObject({
      exit: rule.id,
      happened: `Matched rule ${rule.name}`,
      because,
    })
  })

  test.each([vip, washington, friends, hidden, blocked])('%j leaves others alone', (rule) => {
    expect(callWith([rule], { from: '+442079460000' }).trace[1]).toMatchObject({
      exit: 'otherwise',
      happened: 'Matched no rule',
      because: `Because rule ${rule.name} does not fit +442079460000.`,
    })
  })

  test('of the block list takes who is on it, and says why', () => {
    const call = callWith([blocked], { blockListEntry: { note: 'Robot' } })
    expect(call.trace[1]).toMatchObject({
      exit: 'blocked',
      because: 'Because +12025550105 is on the block list (Robot).',
    })
    expect(call.decision.facts.blockListEntry).toEqual({ note: 'Robot' })
  })

  test('before the block list leaves it unread', () => {
    const call = callWith([vip, blocked], { blockListEntry: { note: '' } })
    expect(call.trace[1]).toMatchObject({ exit: 'vip' })
    expect('blockListEntry' in call.decision.facts).toBe(false)
  })
})

test.each([
  '',
  'anonymous',
  'Anonymous',
  'sip:anonymous@anonymous.invalid',
  'Restricted',
  '+266696687',
])('%j shows no number', (from) => {
  expect(callWith([hidden], { from }).trace[1]).toMatchObject({
    exit: 'hidden',
    because: 'Because the caller shows no number.',
  })
})

test.each(['sip:alice@example.com', '12345', '+12025550105'])('%j is somebody', (from) => {
  expect(callWith([hidden], { from }).trace[1]).toMatchObject({ exit: 'otherwise' })
})

test('the first rule that fits decides', () => {
  expect(callWith([hidden, washington, vip]).trace[1]).toMatchObject({ exit: 'dc' })
  expect(callWith([hidden, vip, washington]).trace[1]).toMatchObject({ exit: 'vip' })
})

test('a caller from inside passes, whatever number the phone shows', () => {
  const call = callWith([vip], { to: '5000', callerNode: ada.id })
  expect(call.trace[1]).toMatchObject({
    exit: 'otherwise',
    because: 'Because Ada called, and the rules of Screen are about callers from outside.',
  })
})

test('an exit that leads nowhere is named by its rule', () => {
  const filter = makeCallerFilter('Screen', [vip])
  const flow = makeFlow({ nodes: [filter], phoneNumbers: [makePhoneNumber(to, filter)] })
  expect(startCall(flow, { to }).reasons.at(-1)).toBe(
    'Because nothing is connected to exit Important of Screen.',
  )
})
