import { mostCarriedBytes } from '@opbx/contract/call-flow/carried'
import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeCallerId,
  makeExtension,
  makeFlow,
  makeHangUp,
  makeMenu,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { type CallSetting, startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const ada = makeExtension('1001', 'Ada')
const tom = makeExtension('1002', 'Tom')

function callThrough(
  config: Partial<NodeConfig<'caller_id'>>,
  setting: Partial<CallSetting> = {},
  callerNamePrefix = '',
) {
  const rule = makeCallerId('Mark', { config, exits: { next: ada.id }, extension: '5000' })
  const phoneNumbers = [makePhoneNumber(to, rule, { callerNamePrefix })]
  return startCall(makeFlow({ nodes: [rule, ada, tom], phoneNumbers }), { to, ...setting })
}

describe('the name that a phone shows', () => {
  const set = { callerName: { mode: 'set', text: 'Web shop' } } as const
  const prefix = { callerName: { mode: 'prefix', text: 'Shop' } } as const

  test.each<[object, Partial<CallSetting>, string, string]>([
    [set, { callerName: 'Ann' }, '', 'Web shop'],
    [set, { callerName: 'Ann' }, 'Main', 'Web shop'],
    [prefix, { callerName: 'Ann' }, '', 'Shop Ann'],
    [prefix, { callerName: 'Ann' }, 'Main', 'Shop Main Ann'],
    [prefix, {}, '', 'Shop +12025550105'],
    [prefix, { to: '5000', callerNode: tom.id }, '', 'Shop Tom'],
  ])('%j with %j and prefix %j is %j', (config, setting, numberPrefix, callerName) => {
    const call = callThrough(config, setting, numberPrefix)
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['1001'], callerName }])
    expect(call.effects[0]).toEqual({ kind: 'labelled', callerName, tags: [] })
    expect(call.trace[1]).toMatchObject({
      exit: 'next',
      happened: `Set the caller’s name ${callerName}`,
      because: 'Because every call that comes to Mark is given this.',
    })
  })

  test('is left alone by tags', () => {
    const call = callThrough({ tags: ['vip'] }, { callerName: 'Ann' })
    expect(call.says).toMatchObject([{ callerName: undefined }])
    expect(call.effects[0]).toEqual({ kind: 'labelled', callerName: null, tags: ['vip'] })
  })
})

test('the story says what was set', () => {
  const variables = [
    { name: 'order', value: '17' },
    { name: 'shop', value: 'Main' },
  ]
  const config = { callerName: { mode: 'set', text: 'Shop' }, tags: ['vip'], variables } as const
  expect(callThrough({ ...config, tags: ['vip'] }).trace[1]?.happened).toBe(
    'Set the caller’s name Shop, tag vip and variables order and shop',
  )
  expect(callThrough({}).trace[1]?.happened).toBe('Changed nothing')
})

test('what a call carries survives a menu, and a later rule adds to it', () => {
  const end = makeHangUp('End', { config: { message: { text: 'Bye.' } } })
  const second = makeCallerId('Second', {
    config: { tags: ['vip', 'sales'], variables: [{ name: 'team', value: 'b' }] },
    exits: { next: ada.id },
  })
  const menu = makeMenu('Menu', ['1'], { exits: { '1': second.id } })
  const first = makeCallerId('First', {
    config: {
      callerName: { mode: 'set', text: 'Shop' },
      tags: ['vip'],
      variables: [
        { name: 'team', value: 'a' },
        { name: 'order', value: '17' },
      ],
    },
    exits: { next: menu.id },
  })
  const nodes = [first, menu, second, ada, end]
  const call = startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, first)] }), { to })
  const rung = call.press('1')
  expect(rung.says).toMatchObject([{ kind: 'Dial', callerName: 'Shop' }])
  expect(rung.next?.carried).toEqual({
    callerName: 'Shop',
    tags: ['vip', 'sales'],
    variables: { team: 'b', order: '17' },
  })
})

test('what would not fit is not set, and the story says so', () => {
  const value = 'x'.repeat(200)
  const rules = ['a', 'b', 'c'].map((name) =>
    makeCallerId(`Rule ${name}`, { config: { variables: [{ name, value }] } }),
  )
  const [a, b, c] = rules
  if (!a || !b || !c) throw new Error('There are three')
  const nodes = [
    { ...a, exits: { next: b.id } },
    { ...b, exits: { next: c.id } },
    { ...c, exits: { next: ada.id } },
    ada,
  ]
  const call = startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, a)] }), { to })
  expect(call.next?.carried?.variables).toEqual({ a: value, b: value })
  expect(call.trace[3]).toMatchObject({ name: 'Rule c', happened: 'Changed nothing', exit: 'next' })
  expect(call.trace[3]?.because).toMatch(
    /^Because with what Rule c sets this call would carry \d+ bytes .* and 512 fit\.$/,
  )
  expect(mostCarriedBytes).toBe(512)
})
