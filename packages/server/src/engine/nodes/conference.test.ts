import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeConference,
  makeFlow,
  makeHangUp,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { startCall } from '../../testing/call-story.ts'
import { needAnswers } from '../need-answers.ts'
import type { Need, NeedAnswer } from '../types.ts'

const to = '+12025550100'
const end = makeHangUp('End')
const away = makeHangUp('Away', { config: { message: { text: 'Goodbye.' } } })

/** What the outside says of digits that a flow of before holds itself. */
const compare = (need: Need) =>
  need.kind === 'check_pin' ? needAnswers.check_pin.usual(need) : need.fallback

function callRoom(
  config: Partial<NodeConfig<'conference'>> = {},
  meet: (need: Need) => NeedAnswer = compare,
) {
  const exits = { ended: end.id, refused: away.id }
  const room = makeConference('Board', { id: 'conf_01K9ABCDEF', config, exits })
  const nodes = [room, end, away]
  return startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, room)] }), { to, meet })
}

const joined = {
  kind: 'Conference',
  room: 'conf_01k9abcdef',
  timeLimitSeconds: 43_200,
  maxParticipants: 50,
  beep: 'true',
  startsConference: true,
  muted: false,
  holdMusic: true,
  prompts: false,
}

describe('a room without a PIN', () => {
  test('lets everybody in', () => {
    const call = callRoom()
    expect(call.says).toEqual([joined])
    expect(call.reasons).toEqual([
      'Because calls to +12025550100 enter Board.',
      'Because Board is open to everybody.',
    ])
  })

  test('is left by ended, and counts as a conversation', () => {
    const call = callRoom().dialResult('completed', 95)
    expect(call.trace[2]).toMatchObject({
      exit: 'ended',
      happened: 'Left Board',
      because: 'Because the caller was in Board for 95 seconds, then left it or it ended.',
    })
    expect(call.effects).toEqual([{ kind: 'answered', node: null, rang: [] }])
  })

  test.each(['busy', 'failed', 'no-answer', 'unknown'])(
    'is left by refused when the platform says %s',
    (status) => {
      expect(callRoom().dialResult(status).trace[2]).toMatchObject({
        exit: 'refused',
        because: 'Because the platform did not connect the caller with Board.',
      })
    },
  )

  test('whose action was skipped was entered only if the call became connected', () => {
    expect(callRoom().fallThrough().trace[2]).toMatchObject({ exit: 'refused' })
    const entered = callRoom().fallThrough({ connectedSinceDial: true })
    expect(entered.trace[2]).toMatchObject({ exit: 'ended' })
  })

  test('ends with the caller who hangs up', () => {
    expect(callRoom().dialResult('canceled').says).toEqual([{ kind: 'Hangup' }])
  })
})

test('the settings are those of the Conference noun', () => {
  const config = { maxParticipants: 5, tone: 'join', announce: true, holdMusic: false } as const
  expect(callRoom(config).says).toEqual([
    { ...joined, maxParticipants: 5, beep: 'onEnter', prompts: true, holdMusic: false },
  ])
})

describe('a PIN', () => {
  const pins = { pin: '1234', hostPin: '987654', waitForHost: true, joinMuted: true }

  test('is asked for', () => {
    expect(callRoom(pins).says).toEqual([
      {
        kind: 'Gather',
        prompts: [{ kind: 'Say', text: 'Enter your PIN.' }],
        numDigits: 10,
        finishOnKey: '#',
        firstDigitSeconds: 10 + 2,
        interDigitSeconds: 5,
      },
    ])
  })

  test('lets a guest in, muted, to wait for the host', () => {
    const call = callRoom(pins).press('1234#')
    expect(call.says).toEqual([{ ...joined, startsConference: false, muted: true }])
    expect(call.reasons).toEqual([
      'Because the caller entered the PIN, and it begins when the host comes.',
    ])
  })

  test('of the host starts the conference', () => {
    const call = callRoom(pins).press('987654')
    expect(call.says).toEqual([joined])
    expect(call.told).toEqual(['Board: Joined Board as host'])
  })

  test('that only the host has lets others in who enter nothing', () => {
    const call = callRoom({ hostPin: '9876', waitForHost: true })
    expect(call.reasons[1]).toBe('Because Board is open to everybody, and the host has a PIN.')
    expect(call.press('').says).toEqual([{ ...joined, startsConference: false }])
    expect(call.press('9876').told).toEqual(['Board: Joined Board as host'])
    expect(call.press('1111').told).toEqual(['Board: Asked for the PIN again, try 2 of 3'])
  })

  test('of the others is needed where the host has none', () => {
    const call = callRoom({ pin: '1234' })
    expect(call.says).toMatchObject([{ kind: 'Gather', numDigits: 10 }])
    expect(call.press('').told).toEqual(['Board: Asked for the PIN again, try 2 of 3'])
    expect(call.press('1234').says).toEqual([joined])
    expect(call.press('1234').told).toEqual(['Board: Joined Board'])
    expect(callRoom({ hostPin: '9876' }).press('').told).toEqual(['Board: Joined Board'])
  })

  test('may be wrong twice', () => {
    const again = callRoom(pins).press('1111').press('')
    expect(again.told).toEqual(['Board: Asked for the PIN again, try 3 of 3'])
    expect(again.says).toMatchObject([
      { prompts: [{ text: 'That is not a PIN of this conference.' }, { text: 'Enter your PIN.' }] },
    ])
    expect(again.press('1234').says).toMatchObject([{ kind: 'Conference' }])
    expect(again.press('4321').trace.at(-2)).toMatchObject({
      exit: 'refused',
      because: 'Because what the caller entered is no PIN of Board, and this was try 3 of 3.',
    })
  })

  test.each([
    ['blocked', 'Too many wrong PINs were entered for this conference. Try again in an hour.'],
    ['unknown', 'Sorry, your PIN cannot be checked at the moment. Try again later.'],
  ] as const)('that is %s lets nobody in: words, then refused', (answer, text) => {
    const told = callRoom(pins, () => answer).press('1234')
    expect(told.says[0]).toEqual({ kind: 'Say', text })
    const left = told.listen()
    expect(left.trace.at(-2)).toMatchObject({ exit: 'refused', happened: 'Was not let in' })
    expect(left.told[1]).toMatch(/^Away/)
  })

  test('is asked of the outside by what the flow holds, and what cannot be one is not', () => {
    const kept = `sec_${'0'.repeat(26)}`
    const asked: Need[] = []
    const meet = (need: Need) => {
      asked.push(need)
      return compare(need)
    }
    const call = callRoom({ pin: kept }, meet).press('123')
    expect(asked).toEqual([])
    expect(call.press('4711').says).toMatchObject([{ kind: 'Conference' }])
    expect(asked).toMatchObject([
      { of: 'conference_room', id: 'conf_01K9ABCDEF', name: 'Board', pin: kept, digits: '4711' },
    ])
  })

  test('never stands in the story', () => {
    const call = callRoom(pins).press('1111').press('1234')
    expect(JSON.stringify(call.trace)).not.toMatch(/1111|1234|987654/)
  })

  test('has three tries in a call, however often the room is entered', () => {
    const second = makeConference('Second', { config: pins, exits: { refused: away.id } })
    const first = makeConference('First', { config: pins, exits: { refused: second.id } })
    const flow = makeFlow({
      nodes: [first, second, away],
      phoneNumbers: [makePhoneNumber(to, first)],
    })
    const call = startCall(flow, { to, meet: compare }).press('1').press('2').press('3')
    expect(call.reasons.slice(0, 2)).toEqual([
      'Because what the caller entered is no PIN of First, and this was try 3 of 3.',
      'Because Second asks for a PIN, and this call has used its 3 tries.',
    ])
  })
})
