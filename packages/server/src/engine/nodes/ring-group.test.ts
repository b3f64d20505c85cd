import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeExtension,
  makeExternal,
  makeFlow,
  makeHangUp,
  makePhoneNumber,
  makeRingGroup,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { type CallMoment, type CallSetting, startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const ann = makeExtension('101', 'Ann')
const tom = makeExtension('102', 'Tom')
const priya = makeExtension('103', 'Priya')
const closed = makeHangUp('Closed')

function callGroup(
  config: Partial<NodeConfig<'ring_group'>>,
  setting: Partial<CallSetting> = {},
): CallMoment {
  const members = [ann, tom, priya]
  const sales = makeRingGroup('Sales', members, { config, exits: { no_answer: closed.id } })
  const nodes = [sales, ann, tom, priya, closed]
  return startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, sales)] }), {
    to,
    ...setting,
  })
}

/** Numbers of every Dial until the call ends, nobody answering. */
function rings(call: CallMoment): string[][] {
  const dial = call.says.find((verb) => verb.kind === 'Dial')
  return dial ? [dial.numbers, ...rings(call.dialResult('no-answer'))] : []
}

describe('simultaneous', () => {
  test('all members ring in one Dial', () => {
    const call = callGroup({})
    expect(call.says).toEqual([
      { kind: 'Dial', numbers: ['101', '102', '103'], ringSeconds: 20, timeLimitSeconds: 43_200 },
    ])
    expect(call.effects).toEqual([{ kind: 'rang', nodes: [ann.id, tom.id, priya.id] }])
    expect(call.reasons[1]).toBe('Because Sales rings all its members at once.')
  })

  test('rounds ring again, then the call leaves by no_answer', () => {
    const call = callGroup({ rounds: 2 })
    expect(call.told[1]).toBe('Sales: Rang Ann, Tom and Priya for up to 20 seconds, round 1 of 2')
    expect(rings(call)).toHaveLength(2)
    const end = call.dialResult('no-answer').dialResult('no-answer')
    expect(end.trace.at(-2)).toMatchObject({
      happened: 'Nobody answered',
      exit: 'no_answer',
      because: 'Because none of the 3 members of Sales answered in 2 rounds.',
    })
    expect(end.trace.at(-1)).toMatchObject({ node: closed.id })
  })

  test('an answer ends the call, and who answered is for others to find out', () => {
    const call = callGroup({ rounds: 9 }).dialResult('completed', 60)
    expect(call.says).toEqual([{ kind: 'Hangup' }])
    expect(call.effects).toEqual([
      { kind: 'answered', node: null, rang: [ann.id, tom.id, priya.id] },
    ])
    expect(call.told).toEqual(['Sales: One of Ann, Tom and Priya answered'])
  })

  test('a caller who hangs up while it rings ends the hunt', () => {
    const call = callGroup({ rounds: 9 }).dialResult('canceled')
    expect(call.says).toEqual([{ kind: 'Hangup' }])
    expect(call.effects).toEqual([])
  })
})

describe('sequential', () => {
  test('one member after the other, in each round', () => {
    expect(rings(callGroup({ strategy: 'sequential', rounds: 2 }))).toEqual([
      ['101'],
      ['102'],
      ['103'],
      ['101'],
      ['102'],
      ['103'],
    ])
  })

  test('a lower priority number rings first', () => {
    const members = [
      { node: ann.id, priority: 3, ringSeconds: null },
      { node: tom.id, priority: 1, ringSeconds: null },
      { node: priya.id, priority: 2, ringSeconds: null },
    ]
    const call = callGroup({ strategy: 'sequential', members })
    expect(rings(call)).toEqual([['102'], ['103'], ['101']])
  })

  test('each member is told with its result and its seconds', () => {
    const call = callGroup({ strategy: 'sequential' }).dialResult('no-answer', 18)
    expect(call.told).toEqual(['Sales: Ann did not answer', 'Sales: Rang Tom for up to 20 seconds'])
    expect(call.reasons).toEqual([
      'Because the phone of Ann rang 18 seconds and nobody picked up.',
      'Because Sales rings its members one after the other, in their listed order, and Tom is number 2 of 3.',
    ])
  })

  test('who answered is known', () => {
    const call = callGroup({ strategy: 'sequential' }).dialResult('busy').dialResult('answered')
    expect(call.effects).toEqual([{ kind: 'answered', node: tom.id, rang: [tom.id] }])
  })
})

describe('round robin', () => {
  test.each([
    [0, [['101'], ['102'], ['103']]],
    [1, [['102'], ['103'], ['101']]],
    [5, [['103'], ['101'], ['102']]],
  ])('turn %i', (turn, order) => {
    expect(rings(callGroup({ strategy: 'round_robin' }, { meet: () => turn }))).toEqual(order)
  })

  test('the turn is a need that states its fallback, and is stored with the facts', () => {
    const asked: string[] = []
    const call = callGroup(
      { strategy: 'round_robin' },
      {
        meet: (need) => {
          asked.push(need.kind)
          return need.fallback
        },
      },
    )
    expect(asked).toEqual(['turn'])
    expect(Object.keys(call.decision.facts.answers ?? {})).toEqual(['turn:rg_Sales0'])
  })

  test('the turn turns within members of the same priority', () => {
    const members = [
      { node: ann.id, priority: 2, ringSeconds: null },
      { node: tom.id, priority: 1, ringSeconds: null },
      { node: priya.id, priority: 1, ringSeconds: null },
    ]
    const call = callGroup({ strategy: 'round_robin', members }, { meet: () => 1 })
    expect(rings(call)).toEqual([['103'], ['102'], ['101']])
  })
})

describe('random', () => {
  test('the seed decides, and every member rings once', () => {
    const first = rings(callGroup({ strategy: 'random' }, { seed: 7 }))
    expect(rings(callGroup({ strategy: 'random' }, { seed: 7 }))).toEqual(first)
    expect([...first].sort()).toEqual([['101'], ['102'], ['103']])
  })

  test('every order comes up about equally often', () => {
    const seen = new Map<string, number>()
    for (let seed = 0; seed < 1200; seed += 1) {
      const order = rings(callGroup({ strategy: 'random' }, { seed })).join()
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect(seen.size).toBe(6)
    expect(Math.min(...seen.values())).toBeGreaterThan(130)
  })
})

describe('least recent', () => {
  test('who has not answered for longest rings first, who never answered before all', () => {
    const call = callGroup(
      { strategy: 'least_recent' },
      {
        meet: () => ({
          [ann.id]: '2026-11-17T10:00:00Z',
          [tom.id]: null,
          [priya.id]: '2026-11-16T10:00:00Z',
        }),
      },
    )
    expect(rings(call)).toEqual([['102'], ['103'], ['101']])
  })

  test('with the store away the listed order is taken', () => {
    expect(rings(callGroup({ strategy: 'least_recent' }))).toEqual([['101'], ['102'], ['103']])
  })
})

describe('members that cannot ring', () => {
  const off = makeExtension('104', 'Off', { enabled: false })
  const bare = makeExtension('105', 'Bare', { config: { devices: [] } })
  const outside = makeExternal('Outside')
  const nodes = [ann, off, bare, outside]
  const all = makeRingGroup('Sales', [ann, off, bare, outside, { id: 'ext_gone00' }])

  test('are left out and named', () => {
    const flow = makeFlow({ nodes: [all, ...nodes], phoneNumbers: [makePhoneNumber(to, all)] })
    const call = startCall(flow, { to })
    expect(call.says).toMatchObject([{ numbers: ['101'] }])
    expect(call.reasons[1]).toBe(
      'Because Sales rings all its members at once. Left out: Off is switched off, Bare has no device, Outside is no extension and Member 5 does not exist any more.',
    )
  })

  test('leave the group by no_answer when none is left, without a ring', () => {
    const group = makeRingGroup('Sales', [off, bare], { exits: { no_answer: closed.id } })
    const flow = makeFlow({
      nodes: [group, off, bare, closed],
      phoneNumbers: [makePhoneNumber(to, group)],
    })
    const call = startCall(flow, { to })
    expect(call.effects).toEqual([])
    expect(call.trace[1]).toMatchObject({
      exit: 'no_answer',
      because:
        'Because no member of Sales can be rung: Off is switched off and Bare has no device.',
    })
  })

  test('the caller is not rung', () => {
    const group = makeRingGroup('Sales', [ann, tom], { extension: '900' })
    const call = startCall(makeFlow({ nodes: [group, ann, tom] }), {
      to: '900',
      callerNode: ann.id,
    })
    expect(call.says).toMatchObject([{ numbers: ['102'], callerId: '101' }])
  })

  test('one that meanwhile cannot ring is passed over', () => {
    const call = callGroup({ strategy: 'sequential', rounds: 2 })
    const after = call.fallThrough({ subscribers: { dev_101: '101', dev_103: '103' } })
    expect(after.says).toMatchObject([{ numbers: ['103'] }])
  })

  test('a hunt in which meanwhile nobody can ring ends', () => {
    const call = callGroup({ strategy: 'sequential', rounds: 9 })
    expect(call.fallThrough({ subscribers: {} }).trace.at(-2)).toMatchObject({ exit: 'no_answer' })
  })
})

describe('who is in a call', () => {
  const busyOf =
    (...busy: string[][]) =>
    () =>
      (busy.length > 1 ? busy.shift() : busy[0]) ?? []

  test('is left out where the group says so, and is asked for anew', () => {
    const meet = busyOf([ann.id], [])
    const call = callGroup({ skipBusy: true, rounds: 2 }, { meet })
    expect(call.says).toMatchObject([{ numbers: ['102', '103'] }])
    expect(call.reasons[1]).toContain('Left out: Ann is in another call.')
    expect(call.dialResult('no-answer').says).toMatchObject([{ numbers: ['101', '102', '103'] }])
  })

  test('is rung where it does not', () => {
    const call = callGroup({}, { meet: busyOf([ann.id]) })
    expect(call.says).toMatchObject([{ numbers: ['101', '102', '103'] }])
  })

  test('and nobody else leaves the group at once', () => {
    const call = callGroup({ skipBusy: true }, { meet: busyOf([ann.id, tom.id, priya.id]) })
    expect(call.trace[1]).toMatchObject({ exit: 'no_answer' })
  })
})

test('a member may ring longer or shorter than the others, one by one only', () => {
  const members = [
    { node: ann.id, priority: 1, ringSeconds: 8 },
    { node: tom.id, priority: 1, ringSeconds: null },
  ]
  const call = callGroup({ strategy: 'sequential', members })
  expect(call.says).toMatchObject([{ ringSeconds: 8 }])
  expect(call.dialResult('no-answer').says).toMatchObject([{ ringSeconds: 20 }])
  expect(callGroup({ members }).says).toMatchObject([{ ringSeconds: 20 }])
})

test('the group stands before the caller on the phones', () => {
  expect(callGroup({ callerNamePrefix: 'Sales' }, { callerName: 'Mia' }).says).toMatchObject([
    { callerName: 'Sales Mia' },
  ])
  expect(callGroup({ callerNamePrefix: 'Sales' }).says).toMatchObject([
    { callerName: 'Sales +12025550105' },
  ])
})

describe('who picked up', () => {
  test('of several who rang is not known', () => {
    const answered = callGroup({}).dialResult('completed', 40)
    expect(answered.effects).toEqual([
      { kind: 'answered', node: null, rang: [ann.id, tom.id, priya.id] },
    ])
    expect(answered.reasons[0]).toContain('one of Ann, Tom and Priya')
    expect(callGroup({}).dialResult('busy').reasons[0]).not.toContain('one of')
  })

  test('of one who rang alone is known', () => {
    const answered = callGroup({ strategy: 'sequential' }).dialResult('completed', 40)
    expect(answered.effects).toEqual([{ kind: 'answered', node: ann.id, rang: [ann.id] }])
    expect(answered.reasons[0]).not.toContain('one of')
  })
})

test('who talks is left out by name, and a turn is not taken when all of them talk', () => {
  const asked: string[] = []
  const talking = (busy: string[]) =>
    callGroup(
      { strategy: 'round_robin', skipBusy: true },
      {
        meet: (need) => {
          asked.push(need.kind)
          return need.kind === 'busy' ? busy : need.fallback
        },
      },
    )
  const all = talking([ann.id, tom.id, priya.id])
  expect(asked).toEqual(['busy'])
  expect(all.trace[1]).toMatchObject({ exit: 'no_answer' })
  expect(all.reasons[1]).toMatch(/Ann.*Tom.*Priya/)
  const two = talking([tom.id])
  expect(two.reasons[1]).toContain('Tom')
  expect(rings(two)).not.toContainEqual(['102'])
})
