import {
  makeExtension,
  makeFlow,
  makeVoicemail,
  voicemailDefaults,
} from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { type CallMoment, type CallSetting, startCall } from '../testing/call-story.ts'
import type { Need, NeedAnswer, PlayedMessage } from './types.ts'
import { boxWords } from './voicemail-box-words.ts'

const ann = makeExtension('101', 'Ann', { config: { voicemail: voicemailDefaults } })
const tom = makeExtension('102', 'Tom', {
  config: { voicemail: { ...voicemailDefaults, pin: '4711' } },
})
const mia = makeExtension('103', 'Mia')
const support = makeVoicemail('Support', { extension: '900', config: { pin: '2580' } })
const flow = makeFlow({ nodes: [ann, tom, mia, support] })

/** 10:00 in New York, on the day of the calls. */
const at = Date.parse('2026-11-17T15:00:00Z')

function message(id: string, values: Partial<PlayedMessage> = {}): PlayedMessage {
  return { id, at, from: '+12025550150', callerName: null, isNew: true, seconds: 8, ...values }
}

/** A store with messages, which remembers what it was asked. */
function makeStore(messages: PlayedMessage[], pins: Record<string, string> = {}) {
  const needs: Need[] = []
  const left = [...messages]
  const heard = new Set<string>()
  const meet = (need: Need): NeedAnswer => {
    needs.push(need)
    switch (need.kind) {
      case 'check_pin':
        return pins[need.id] === need.digits ? 'right' : 'wrong'
      case 'voicemail_messages': {
        const fresh = left.filter(({ id, isNew }) => isNew && !heard.has(id)).length
        return { total: left.length, fresh, message: left[need.index] ?? null }
      }
      case 'change_message':
        if (need.change === 'heard') heard.add(need.message)
        else
          left.splice(
            left.findIndex(({ id }) => id === need.message),
            1,
          )
        return true
      default:
        return need.fallback
    }
  }
  return { meet, needs, left, heard }
}

function dial(to: string, setting: Partial<CallSetting> = {}): CallMoment {
  return startCall(flow, { to, callerNode: ann.id, ...setting })
}

/** What the caller hears, as text; sounds by their message. */
function heardIn({ says }: CallMoment): string[] {
  const sounds = says.flatMap((verb) => (verb.kind === 'Gather' ? verb.prompts : [verb]))
  return sounds.flatMap((sound) => {
    if (sound.kind === 'Say') return [sound.text]
    return sound.kind === 'Play' && sound.audio.kind === 'message' ? [`<${sound.audio.id}>`] : []
  })
}

test('*97 tells how many messages there are and plays the first with time and caller', () => {
  const store = makeStore([message('m1'), message('m2', { isNew: false })])
  const call = dial('*97', { meet: store.meet })
  expect(heardIn(call)).toEqual([
    'You have 1 new message, and 1 heard before.',
    'Message 1 of 2, new, from 1 2 0 2 5 5 5 0 1 5 0, received today at 10 AM.',
    '<m1>',
    boxWords.choices,
  ])
  expect(call.says[0]).toMatchObject({ kind: 'Gather', numDigits: 1, finishOnKey: '' })
})

test('keys play again, keep, delete, go back and end', () => {
  const grace = message('m2', { callerName: 'Grace Hopper', at: at - 86_400_000 })
  const store = makeStore([message('m1'), grace, message('m3')])
  const again = dial('*97', { meet: store.meet }).press('1')
  expect(heardIn(again)[1]).toBe('<m1>')
  const second = again.press('2')
  expect(store.heard).toEqual(new Set(['m1']))
  expect(heardIn(second).slice(0, 3)).toEqual([
    boxWords.kept,
    'Message 2 of 3, new, from Grace Hopper, received yesterday at 10 AM.',
    '<m2>',
  ])
  expect(second.told).toEqual(['Call: Kept a message as heard', 'Call: Played message 2 of 3'])
  const third = second.press('3')
  expect(store.left.map(({ id }) => id)).toEqual(['m1', 'm3'])
  expect(heardIn(third).slice(0, 3)).toEqual([
    boxWords.deleted,
    'Message 2 of 2, new, from 1 2 0 2 5 5 5 0 1 5 0, received today at 10 AM.',
    '<m3>',
  ])
  expect(heardIn(third.press('4'))[1]).toBe('<m1>')
  expect(heardIn(third.press('7'))[0]).toBe(boxWords.noChoice)
  const atEnd = third.press('2')
  expect(heardIn(atEnd)).toEqual([boxWords.kept, boxWords.atEnd])
  expect(heardIn(atEnd.press('4'))[1]).toBe('<m3>')
  for (const key of ['*', '#']) {
    expect(heardIn(atEnd.press(key))).toEqual([boxWords.goodbye])
    expect(atEnd.press(key).next).toBeNull()
  }
})

test('who presses nothing hears the choices twice more, then the call ends', () => {
  const store = makeStore([message('m1')])
  const first = dial('*97', { meet: store.meet }).press('')
  expect(heardIn(first)).toEqual([boxWords.choices])
  const last = first.press('').press('')
  expect(last.says.at(-1)).toEqual({ kind: 'Hangup' })
  expect(store.heard.size).toBe(0)
})

test('an empty box says so; deleting the last message empties it', () => {
  expect(heardIn(dial('*97', { meet: makeStore([]).meet }))).toEqual([boxWords.empty])
  const last = dial('*97', { meet: makeStore([message('m1')]).meet }).press('3')
  expect(heardIn(last)).toEqual([boxWords.deleted, boxWords.empty])
})

test('an own box with a PIN asks for it, three times a call', () => {
  const store = makeStore([message('m1')], { [tom.id]: '4711' })
  const asks = dial('*97', { callerNode: tom.id, meet: store.meet })
  expect(heardIn(asks)).toEqual([boxWords.askPin])
  expect(heardIn(asks.press('4711#'))[0]).toBe('You have 1 new message.')
  const wrong = asks.press('1111').press('')
  expect(heardIn(wrong)).toEqual([boxWords.wrongPin, boxWords.askPin])
  const right = wrong.press('4711')
  expect(heardIn(right)).toContain('<m1>')
  const refused = wrong.press('9999')
  expect(heardIn(refused)).toEqual([boxWords.noTriesLeft])
  expect(refused.next).toBeNull()
})

test.each([
  ['blocked', boxWords.blocked],
  ['unknown', boxWords.unknown],
] as const)('a PIN that is %s opens nothing', (answer, words) => {
  const asks = dial('*97', {
    callerNode: tom.id,
    meet: (need) => (need.kind === 'check_pin' ? answer : need.fallback),
  })
  expect(heardIn(asks.press('4711'))).toEqual([words])
})

test('*98 opens any box by its number and PIN', () => {
  const store = makeStore([message('m1')], { [support.id]: '2580' })
  const asks = dial('*98', { meet: store.meet })
  expect(heardIn(asks)).toEqual([boxWords.askNumber])
  const pin = asks.press('900#')
  expect(heardIn(pin)).toEqual([boxWords.askPin])
  expect(heardIn(pin.press('2580'))).toContain('<m1>')
  expect(store.needs[0]).toMatchObject({ kind: 'check_pin', id: support.id, digits: '2580' })
})

test('*98 opens no box without a PIN, and no number that is no box', () => {
  const asks = dial('*98', { callerNode: tom.id })
  expect(heardIn(asks.press('101'))).toEqual([boxWords.withoutPin])
  const again = asks.press('103')
  expect(heardIn(again)).toEqual([boxWords.noSuchBox, boxWords.askNumber])
  expect(heardIn(again.press('555').press('0'))).toEqual([boxWords.noNumber])
})

test('an extension without a box is told so', () => {
  expect(heardIn(dial('*97', { callerNode: mia.id }))).toEqual([boxWords.noOwnBox])
})

test('a store that is away is said in words, and no PIN passes meanwhile', () => {
  expect(heardIn(dial('*97'))).toEqual([boxWords.unknown])
  expect(heardIn(dial('*97', { callerNode: tom.id }).press('4711'))).toEqual([boxWords.unknown])
})

test('a change that could not be stored is said, and the message stays', () => {
  const store = makeStore([message('m1'), message('m2')])
  const call = dial('*97', {
    meet: (need) => (need.kind === 'change_message' ? false : store.meet(need)),
  }).press('3')
  expect(heardIn(call).slice(0, 3)).toMatchObject([boxWords.notChanged, expect.anything(), '<m1>'])
})

test('every step has its number, and what travels in the address stays short', () => {
  const store = makeStore([message(`msg_${'0'.repeat(26)}`)])
  let call = dial('*97', { meet: store.meet })
  const steps = [call.next?.step]
  for (let count = 0; count < 5; count += 1) {
    call = call.press('1')
    steps.push(call.next?.step)
  }
  expect(steps).toEqual([1, 2, 3, 4, 5, 6])
  expect(JSON.stringify(call.next).length).toBeLessThan(600)
})

test('the numbers that were entered as a PIN stand in no reason and in no fact', () => {
  const store = makeStore([], { [support.id]: '2580' })
  const call = dial('*98', { meet: store.meet }).press('900').press('2580')
  expect(JSON.stringify([call.decision.facts, call.trace])).not.toContain('2580')
})
