import type { Flow } from '@opbx/contract/call-flow/flow'
import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeExtension,
  makeFlow,
  makeHangUp,
  makeOutboundRoute,
  makePhoneNumber,
  makeRingGroup,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { type CallMoment, type CallSetting, startCall } from '../../testing/call-story.ts'
import type { AllowanceAnswer } from '../outside-allowance.ts'
import type { Need } from '../types.ts'

const to = '+12025550100'
const ann = makeExtension('101', 'Ann')
const tom = makeExtension('102', 'Tom')
const closed = makeHangUp('Closed')
const mobile = '+12025550190'
const london = '+442079460000'
const home = makeOutboundRoute('Home', { countries: ['US'], trunks: ['one', 'two'] })
const world = makeOutboundRoute('World', { countries: ['GB'], position: 2 })

const usual = { priority: 1, ringSeconds: null }
const inside = ({ id }: { id: string }) => ({ node: id, ...usual })
const outside = (number: string) => ({ number, ...usual })
type Members = NodeConfig<'ring_group'>['members']

function callGroup(
  members: Members,
  config: Partial<NodeConfig<'ring_group'>> = {},
  { parts = {}, setting = {} }: { parts?: Partial<Flow>; setting?: Partial<CallSetting> } = {},
): CallMoment {
  const exits = { no_answer: closed.id }
  const sales = makeRingGroup('Sales', [], { config: { members, ...config }, exits })
  const flow = makeFlow({
    nodes: [sales, ann, tom, closed],
    phoneNumbers: [makePhoneNumber(to, sales)],
    outboundRoutes: [home, world],
    ...parts,
  })
  return startCall(flow, { to, meet: granting, ...setting })
}

const granting = (need: Need) =>
  need.kind === 'outside_allowance' ? { is: 'granted' as const } : need.fallback

/** Numbers and trunks of every Dial until the call ends, nobody answering. */
function rings(call: CallMoment): string[] {
  const dial = call.says.find((verb) => verb.kind === 'Dial')
  if (!dial) return []
  const by = dial.trunks === undefined ? '' : ` by ${dial.trunks.join()}`
  return [dial.numbers.join() + by, ...rings(call.dialResult('no-answer'))]
}

describe('one after the other', () => {
  const oneByOne = { strategy: 'sequential' as const }

  test('extensions and outside numbers ring in their listed order, each in a Dial of its own', () => {
    const members = [inside(ann), outside(mobile), inside(tom), outside(london)]
    expect(rings(callGroup(members, oneByOne))).toEqual(['101', `${mobile} by one`, '102', london])
  })

  test('an outside number shows the called number and is told with its route', () => {
    const members = [{ ...outside(mobile), ringSeconds: 35 }, inside(ann)]
    const call = callGroup(members, { ...oneByOne, callerNamePrefix: 'Sales' })
    expect(call.says).toEqual([
      {
        kind: 'Dial',
        numbers: [mobile],
        ringSeconds: 35,
        timeLimitSeconds: 43_200,
        callerId: to,
        callerName: undefined,
        trunks: ['one'],
      },
    ])
    expect(call.effects).toEqual([])
    expect(call.told[1]).toBe(`Sales: Rang ${mobile} for up to 35 seconds over trunk one`)
    expect(call.reasons[1]).toBe(
      `Because Sales rings its members one after the other, in their listed order, ${mobile} is number 1 of 2, and outbound route Home permits numbers in US.`,
    )
  })

  test('a trunk that fails is followed by the next one, the last one by the next member', () => {
    const call = callGroup([outside(mobile), inside(ann)], oneByOne)
    const second = call.dialResult('failed')
    expect(second.says).toMatchObject([{ numbers: [mobile], trunks: ['two'] }])
    const next = second.dialResult('failed')
    expect(next.says).toMatchObject([{ numbers: ['101'], trunks: undefined }])
    expect(next.told).toEqual([
      'Sales: The number could not be reached',
      'Sales: Rang Ann for up to 20 seconds',
    ])
  })

  test.each(['busy', 'no-answer'])(
    '%s goes on with the next member, not the next trunk',
    (word) => {
      const call = callGroup([outside(mobile), inside(ann)], oneByOne).dialResult(word)
      expect(call.says).toMatchObject([{ numbers: ['101'] }])
    },
  )

  test('an answer ends the call, and nobody inside answered it', () => {
    const call = callGroup([outside(mobile), inside(ann)], oneByOne).dialResult('completed')
    expect(call.says).toEqual([{ kind: 'Hangup' }])
    expect(call.effects).toEqual([{ kind: 'answered', node: null, rang: [] }])
  })

  test('who hangs up while an outside number rings ends the hunt', () => {
    const call = callGroup([outside(mobile), inside(ann)], oneByOne).dialResult('canceled')
    expect(call.says).toEqual([{ kind: 'Hangup' }])
  })

  test('all members of a group may be outside, and rounds ring them again', () => {
    const call = callGroup([outside(mobile), outside(london)], { ...oneByOne, rounds: 2 })
    expect(rings(call)).toEqual([`${mobile} by one`, london, `${mobile} by one`, london])
  })

  test('a lower priority number rings first, wherever it leads', () => {
    const members = [{ ...inside(ann), priority: 2 }, outside(mobile)]
    expect(rings(callGroup(members, oneByOne))[0]).toBe(`${mobile} by one`)
  })

  test('with the longest rested first, outside numbers come behind the extensions', () => {
    const members = [outside(mobile), inside(ann), inside(tom)]
    const meet = (need: Need) =>
      need.kind === 'last_answered'
        ? { [ann.id]: '2026-11-17T10:00:00.000Z', [tom.id]: null }
        : granting(need)
    const call = callGroup(members, { strategy: 'least_recent' }, { setting: { meet } })
    expect(rings(call)).toEqual(['102', '101', `${mobile} by one`])
  })
})

describe('simultaneous', () => {
  test('extensions ring at once, then the outside numbers one after the other, in each round', () => {
    const members = [outside(mobile), inside(ann), outside(london), inside(tom)]
    const call = callGroup(members, { rounds: 2 })
    const round = ['101,102', `${mobile} by one`, london]
    expect(rings(call)).toEqual([...round, ...round])
    const second = call.dialResult('no-answer')
    expect(second.reasons[1]).toBe(
      `Because Sales rings outside numbers one after the other, behind its extensions, ${mobile} is number 3 of 4, and outbound route Home permits numbers in US.`,
    )
  })

  test('no Dial mixes extensions and outside numbers, and an extension never gets a trunk', () => {
    const members = [outside(mobile), inside(ann), inside(tom)]
    expect(callGroup(members).says).toMatchObject([{ numbers: ['101', '102'], trunks: undefined }])
  })

  test('with nobody inside the outside numbers ring one after the other', () => {
    expect(rings(callGroup([outside(mobile), outside(london)]))).toEqual([
      `${mobile} by one`,
      london,
    ])
  })
})

describe('the one check', () => {
  const members = [outside(mobile), inside(ann), outside(london)]
  const oneByOne = { strategy: 'sequential' as const }
  const answering = (answer: (number: string) => AllowanceAnswer) => {
    const asked: string[] = []
    const meet = (need: Need) => {
      if (need.kind !== 'outside_allowance') return need.fallback
      asked.push(need.ask.number)
      return answer(need.ask.number)
    }
    return { asked, meet }
  }

  test('a number that no route permits is passed over, with the reason', () => {
    const call = callGroup(members, oneByOne, { parts: { outboundRoutes: [world] } })
    expect(call.told).toEqual([
      'Call: Called +12025550100',
      `Sales: Refused to call ${mobile}`,
      'Sales: Rang Ann for up to 20 seconds',
    ])
    expect(rings(call)).toEqual(['101', london])
  })

  test('each number asks for a share of its own, just before it rings', () => {
    const { asked, meet } = answering(() => ({ is: 'granted' }))
    const call = callGroup(members, oneByOne, { setting: { meet } })
    expect(asked).toEqual([mobile])
    const last = call.dialResult('no-answer').dialResult('no-answer')
    expect(asked).toEqual([mobile, london])
    expect(last.next?.state).toMatchObject({
      kind: 'outside',
      number: london,
      counted: { step: 2, node: null, outsideHours: false },
    })
  })

  test('a number that the fraud guard refuses is passed over', () => {
    const { meet } = answering((number) =>
      number === mobile ? { is: 'high_risk', destination: 'Premium rate' } : { is: 'granted' },
    )
    const call = callGroup(members, oneByOne, { setting: { meet } })
    expect(call.told[1]).toBe(`Sales: Refused to call ${mobile}`)
    expect(rings(call)).toEqual(['101', london])
  })

  test('a cap that is reached refuses the others unasked, and the exit says that nobody could be rung', () => {
    const reached = { cap: 'concurrent', most: 1, used: 1, who: null, outsideHours: false } as const
    const { asked, meet } = answering(() => ({ is: 'capped', reached }))
    const all = Array.from({ length: 50 }, (_, index) => outside(`+120255500${10 + index}`))
    const call = callGroup(all, { ...oneByOne, rounds: 9 }, { setting: { meet } })
    expect(asked).toHaveLength(1)
    expect(call.says).toEqual([{ kind: 'Hangup' }])
    expect(call.trace.at(-2)).toMatchObject({
      happened: 'Nobody could be rung',
      because: 'Because no member of Sales can be rung: +12025550010 may not be called.',
      exit: 'no_answer',
    })
  })

  test('no more than three numbers are asked for in vain in one answer', () => {
    const { asked, meet } = answering(() => ({ is: 'unknown' }))
    const all = Array.from({ length: 50 }, (_, index) => outside(`+120255500${10 + index}`))
    callGroup(all, { ...oneByOne, rounds: 9 }, { setting: { meet } })
    expect(asked).toHaveLength(3)
  })
})

test('while calls to the outside are stopped, one number is asked about and no other', () => {
  const numbers = { outsideHours: false, used: 20, most: 20 }
  const reached = { ...numbers, cap: 'callsPerHour' as const, who: null }
  const stop = { at: '2026-11-17T15:00:00Z', until: null, reached }
  const asked: string[] = []
  const call = callGroup(
    [outside(mobile), outside('+12025550191')],
    { strategy: 'sequential' },
    {
      setting: {
        meet: (need) => {
          asked.push(need.key)
          return { is: 'stopped', stop }
        },
      },
    },
  )
  expect(asked).toEqual([`outside:${mobile}`])
  expect(call.trace.at(-2)).toMatchObject({ name: 'Sales', exit: 'no_answer' })
})

test('an outside number shows the number that was called, where there are several', () => {
  const members = [outside(mobile)]
  const sales = makeRingGroup('Sales', [], { extension: '600', config: { members } })
  const flow = makeFlow({
    nodes: [sales, ann],
    phoneNumbers: [makePhoneNumber('+12025550101', ann), makePhoneNumber(to, sales)],
    outboundRoutes: [home],
  })
  const shown = (setting: CallSetting) =>
    startCall(flow, { meet: granting, ...setting }).says.map((verb) =>
      verb.kind === 'Dial' ? verb.callerId : verb.kind,
    )
  expect(shown({ to })).toEqual([to])
  expect(shown({ to: '600', callerNode: ann.id })).toEqual(['+12025550101'])
})
