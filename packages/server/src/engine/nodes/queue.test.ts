import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeExtension,
  makeFlow,
  makePhoneNumber,
  makeQueue,
  makeVoicemail,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { type CallSetting, startCall } from '../../testing/call-story.ts'
import type { QueueAnswer, QueueAsk } from '../queue-line.ts'

const to = '+12025550100'
const ada = makeExtension('101', 'Ada')
const ben = makeExtension('102', 'Ben')
const box = makeVoicemail('Box')
const inLine = (position: number, agents = {}): QueueAnswer => ({ is: 'line', position, agents })
const music = (part: number) => ({ kind: 'Play', audio: { kind: 'hold_music', part } })

/** A call into a queue whose line answers as told, one answer after the other; the last one stays. */
function callQueue(
  answers: QueueAnswer[],
  config: Partial<NodeConfig<'queue'>> = {},
  setting: Partial<CallSetting> = {},
) {
  const exits = { timeout: box.id, full: box.id, no_agents: box.id, key_pressed: box.id }
  const queue = makeQueue('Support', [ada, ben], { config, exits })
  const nodes = [queue, ada, ben, box]
  const flow = makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, queue)] })
  const asked: QueueAsk[] = []
  const call = startCall(flow, {
    to,
    ...setting,
    meet(need) {
      if (need.kind !== 'queue') return need.fallback
      asked.push(need.line)
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? need.fallback
    },
  })
  return { call, asked, queue }
}

describe('waiting', () => {
  test('a caller hears music and asks again, at the place that the line gave', () => {
    const { call, asked } = callQueue([inLine(2, { [ada.id]: 'on_call' }), inLine(1)])
    expect(call.says).toEqual([music(0), music(1), { kind: 'Redirect' }])
    expect(call.told[1]).toBe('Support: Waits in line, number 2')
    expect(call.reasons[1]).toBe(
      'Because 1 caller is before this one in Support; Ada is on a call.',
    )
    const later = call.listen(10)
    expect(later.says).toEqual([music(2), music(3), { kind: 'Redirect' }])
    expect(later.told).toEqual(['Support: Waits in line, number 1'])
    expect(asked.map(({ what, step, visit }) => [what, step, visit])).toEqual([
      ['join', 0, 0],
      ['wait', 1, 0],
    ])
  })

  test('nothing new is no entry of the story', () => {
    const { call } = callQueue([inLine(1)])
    expect(call.listen(10).told).toEqual([])
  })

  test('position and words are said when it is time', () => {
    const periodic = { prompt: { text: 'Thank you for waiting.' }, everySeconds: 15 }
    const { call } = callQueue([inLine(3), inLine(3), inLine(2), inLine(1)], {
      announcePosition: true,
      periodic,
      holdMusic: 'silence',
    })
    const pause = { kind: 'Pause', seconds: 10 }
    const end = { kind: 'Redirect' }
    const say = (text: string) => ({ kind: 'Say', text })
    expect(call.says).toEqual([say('You are number 3 in line.'), pause, end])
    const second = call.listen(12)
    expect(second.says).toEqual([pause, end])
    const third = second.listen(10)
    expect(third.says).toEqual([
      say('You are number 2 in line.'),
      say('Thank you for waiting.'),
      pause,
      end,
    ])
    expect(third.listen(10).says).toEqual([say('You are next in line.'), pause, end])
  })

  test('the welcome is heard first; meanwhile nobody is reserved', () => {
    const { call, asked } = callQueue([inLine(1), { is: 'offer', agents: [ada.id] }], {
      welcome: { text: 'Welcome to support.' },
    })
    expect(call.says).toEqual([{ kind: 'Say', text: 'Welcome to support.' }, { kind: 'Redirect' }])
    expect(asked[0]?.mayOffer).toBe(false)
    expect(call.listen().says[0]).toMatchObject({ kind: 'Dial', numbers: ['101'] })
  })

  test('who is turned away does not hear the welcome', () => {
    const welcome = { text: 'Welcome to support.' }
    for (const answer of [{ is: 'full', waiting: 50 }, { is: 'no_agents' }] as const) {
      const { call } = callQueue([answer], { welcome })
      expect(call.says).toMatchObject([{ kind: 'Say' }, { kind: 'Record' }])
      expect(call.says).not.toMatchObject([{ text: welcome.text }, {}])
    }
  })

  test('the line is told of the settings, the hour and who asks', () => {
    const settings = {
      strategy: 'linear',
      maxCallers: 7,
      agentRingSeconds: 11,
      retrySeconds: 4,
      wrapUpSeconds: 6,
      joinEmpty: 'working',
      autoPauseAfter: 3,
    } as const
    const { call, asked, queue } = callQueue([inLine(1)], settings, { seed: 9 })
    call.askNow(4)
    expect(asked).toMatchObject([
      { what: 'join', queue: queue.id, seed: 9, settings, bySwitch: false, mayOffer: true },
      { what: 'wait', step: 1, bySwitch: true, since: '2026-11-17T15:42:00Z' },
    ])
    expect(asked[1]?.now).toBe('2026-11-17T15:42:04.000Z')
    expect(asked[0]?.agents).toEqual(queue.config.agents)
  })

  test('the first of several keys counts', () => {
    const { call } = callQueue([inLine(1)], { exitKey: '0' })
    expect(call.press('07').trace[2]).toMatchObject({ exit: 'key_pressed' })
    expect(call.press('70').says[0]).toMatchObject({ kind: 'Gather' })
  })

  test('a key leads out where there is one', () => {
    const { call, asked } = callQueue([inLine(1)], { exitKey: '0' })
    expect(call.says[0]).toMatchObject({
      kind: 'Gather',
      numDigits: 1,
      finishOnKey: '',
      firstDigitSeconds: 5,
      prompts: [music(0)],
    })
    expect(call.press('7').says[0]).toMatchObject({ kind: 'Gather', prompts: [music(1)] })
    const out = call.press('0', 3)
    expect(out.trace[2]).toMatchObject({
      exit: 'key_pressed',
      because: 'Because key 0 leads out of the queue; the caller had waited for 3 seconds.',
    })
    expect(out.effects).toEqual([
      { kind: 'queue_left', queue: 'que_Support', visit: 0, outcome: 'key_pressed' },
    ])
    expect(asked).toHaveLength(2)
  })

  test('the longest wait is kept to the second, and ends by timeout', () => {
    const { call, asked } = callQueue([inLine(1)], { maxWaitSeconds: 13 })
    const second = call.listen(10)
    expect(second.says).toEqual([{ kind: 'Pause', seconds: 3 }, { kind: 'Redirect' }])
    const out = second.listen(3)
    expect(out.trace.find((entry) => entry.exit !== null)).toMatchObject({
      exit: 'timeout',
      because: 'Because callers wait in Support for 13 seconds at most.',
    })
    expect(asked.at(-1)?.mayOffer).toBe(false)
  })
})

describe('agents', () => {
  test('who is offered rings, and an answer ends the visit', () => {
    const { call } = callQueue([{ is: 'offer', agents: [ben.id] }], { agentRingSeconds: 12 })
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['102'], ringSeconds: 12 }])
    expect(call.effects).toEqual([
      { kind: 'queue_joined', queue: 'que_Support', name: 'Support', visit: 0 },
      { kind: 'rang', nodes: [ben.id] },
    ])
    const answered = call.dialResult('completed', 80)
    expect(answered.says).toEqual([{ kind: 'Hangup' }])
    expect(answered.effects).toEqual([
      { kind: 'answered', node: ben.id, rang: [ben.id] },
      { kind: 'queue_left', queue: 'que_Support', visit: 0, outcome: 'answered' },
    ])
    expect(answered.reasons).toEqual([
      'Because Ben picked up after the caller had been in line for 0 seconds.',
    ])
  })

  test.each([
    ['no-answer', 'the phone of Ada rang 15 seconds and nobody picked up'],
    ['busy', 'the line of Ada was busy'],
    ['failed', 'the platform could not reach the phone of Ada'],
  ])('an agent with %s costs the caller nothing', (status, why) => {
    const { call, asked } = callQueue([{ is: 'offer', agents: [ada.id] }, inLine(1)])
    const after = call.dialResult(status, 15)
    expect(after.reasons[0]).toBe(`Because ${why}. The caller keeps the place in line.`)
    expect(asked.at(-1)).toMatchObject({ what: 'missed', visit: 0 })
    expect(after.next?.state).toMatchObject({ kind: 'hold', visit: { step: 0 } })
  })

  test('who hangs up while an agent rings, or in line, has abandoned the queue', () => {
    const left = [{ kind: 'queue_left', queue: 'que_Support', visit: 0, outcome: 'abandoned' }]
    const ringing = callQueue([{ is: 'offer', agents: [ada.id] }]).call.dialResult('canceled', 4)
    expect(ringing.says).toEqual([{ kind: 'Hangup' }])
    expect(ringing.effects).toEqual(left)
    expect(callQueue([inLine(1)]).call.hangUp().effects).toEqual(left)
  })

  test('phones that went away since the offer are not dialed: the call asks again', () => {
    const { call } = callQueue([{ is: 'offer', agents: ['ext_gone00'] }])
    expect(call.says).toEqual([{ kind: 'Pause', seconds: 2 }, { kind: 'Redirect' }])
  })

  test('a call that is just being moved waits two seconds', () => {
    const { call, asked } = callQueue([{ is: 'soon' }])
    expect(call.says).toEqual([{ kind: 'Pause', seconds: 2 }, { kind: 'Redirect' }])
    expect(call.listen(2).says).toEqual(call.says)
    expect(asked.map(({ what, visit }) => [what, visit])).toEqual([
      ['join', 0],
      ['wait', 0],
    ])
  })

  test('of several who ring nobody is known to have picked up', () => {
    const { call } = callQueue([inLine(1), { is: 'offer', agents: [ada.id, ben.id] }])
    const ringing = call.listen(10)
    expect(ringing.reasons[0]).toContain('Ada and Ben')
    const answered = ringing.dialResult('completed', 80)
    expect(answered.effects[0]).toEqual({
      kind: 'answered',
      node: null,
      rang: [ada.id, ben.id],
    })
    expect(answered.reasons[0]).toContain('in line for 10 seconds')
  })

  test('a queue can be without agents from the beginning, or later', () => {
    const none: QueueAnswer = { is: 'no_agents' }
    const away = callQueue([none], { joinEmpty: 'working' }).call
    expect(away.told[1]).toBe('Support: Did not come into line')
    expect(away.reasons[1]).toContain('no agent of Support is signed in and working,')
    const later = callQueue([inLine(1), none], { joinEmpty: 'always' }).call.listen(10)
    expect(later.told[0]).toBe('Support: Left the line')
    expect(later.reasons[0]).toContain('no agent of Support is signed in,')
  })

  test('an agent who was deleted is left out by its place', () => {
    const queue = makeQueue('Support', [ada, ben])
    const flow = makeFlow({ nodes: [queue, ada], phoneNumbers: [makePhoneNumber(to, queue)] })
    const call = startCall(flow, { to, meet: () => inLine(1) })
    expect(call.reasons[1]).toContain('Agent 2')
  })

  test('only who could be rung is ready', () => {
    const settings = {
      doNotDisturb: true,
      forwardAlways: null,
      forwardBusy: null,
      forwardNoAnswer: null,
      forwardUnreachable: null,
    }
    const { call, asked } = callQueue([inLine(1)], {}, { personal: { [ada.id]: settings } })
    expect(asked[0]?.ready).toEqual([ben.id])
    expect(call.reasons[1]).toContain('Ada has do-not-disturb on')
  })

  test('while the store is away all rings that could be free', () => {
    const { call } = callQueue([])
    expect(call.says[0]).toMatchObject({ kind: 'Dial', numbers: ['101', '102'] })
    const nobody = callQueue([], {}, { subscribers: {} }).call
    expect(nobody.says[0]).toMatchObject({ kind: 'Play' })
  })
})

describe('turned away', () => {
  test.each([
    [{ is: 'full', waiting: 50 } as const, 'full', '50 callers wait in Support already'],
    [{ is: 'no_agents' } as const, 'no_agents', 'no agent of Support is signed in'],
  ])('%j leaves at once, as a visit with that outcome', (answer, outcome, why) => {
    const { call } = callQueue([answer])
    expect(call.trace[1]).toMatchObject({ exit: outcome })
    expect(call.trace[1]?.because).toContain(why)
    expect(call.effects.slice(0, 2)).toEqual([
      { kind: 'queue_joined', queue: 'que_Support', name: 'Support', visit: 0 },
      { kind: 'queue_left', queue: 'que_Support', visit: 0, outcome },
    ])
  })
})
