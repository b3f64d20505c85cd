import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeExtension,
  makeFlow,
  makeHangUp,
  makeMenu,
  makePhoneNumber,
  makeVoicemail,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { type CallMoment, startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const support = makeExtension('2001', 'Support')
const box = makeVoicemail('Box')
const end = makeHangUp('End')

function callMenu(options: string[], config: Partial<NodeConfig<'ivr_menu'>> = {}): CallMoment {
  const exits = {
    ...Object.fromEntries(options.map((digits) => [digits, support.id])),
    timeout: box.id,
    invalid: end.id,
  }
  const menu = makeMenu('Main menu', options, { exits, config })
  const nodes = [menu, support, box, end]
  return startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, menu)] }), { to })
}

test('the menu plays its prompt and waits for a key', () => {
  const call = callMenu(['1', '2'], { prompt: { text: 'Press 1 or 2.', language: 'en-GB' } })
  expect(call.says).toEqual([
    {
      kind: 'Gather',
      prompts: [{ kind: 'Say', text: 'Press 1 or 2.', language: 'en-GB' }],
      numDigits: 1,
      finishOnKey: '#',
      firstDigitSeconds: 8 + 1,
      interDigitSeconds: 3,
    },
  ])
})

test('a key leads where its option leads', () => {
  const call = callMenu(['1', '2'], { options: [{ digits: '2', label: 'Help' }] }).press('2')
  expect(call.trace[2]).toMatchObject({
    happened: 'Pressed 2',
    exit: '2',
    because: 'Because key 2 (Help) leads to Support.',
  })
  expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['2001'] }])
})

test('an option of several digits is read as one', () => {
  const call = callMenu(['1', '20'])
  expect(call.says).toMatchObject([{ numDigits: 2 }])
  expect(call.press('20').trace[2]).toMatchObject({ exit: '20' })
  expect(call.press('1').trace[2]).toMatchObject({ exit: '1' })
})

test('the finish key may or may not come with the digits', () => {
  expect(callMenu(['1', '20']).press('1#').trace[2]).toMatchObject({ exit: '1' })
})

describe('the key that ends the input', () => {
  test.each([
    [['1', '2'], false, '#'],
    [['1', '#'], false, '*'],
    [['*', '#'], false, '0'],
    [['*', '#', '0'], false, '9'],
    [['*', '#'], true, ''],
  ])('options %j, direct dialing %j: %j', (options, directDial, finishOnKey) => {
    expect(callMenu(options, { directDial }).says).toMatchObject([{ finishOnKey }])
  })

  test('an option # is an option', () => {
    expect(callMenu(['#']).press('#').trace[2]).toMatchObject({ exit: '#' })
  })
})

describe('attempts', () => {
  const prompts = {
    prompt: { text: 'Press 1.' },
    invalidPrompt: { text: 'No such option.' },
    timeoutPrompt: { text: 'Are you there?' },
  }

  test('a wrong key and a silence are met with their prompts', () => {
    const wrong = callMenu(['1'], prompts).press('7')
    expect(wrong.says).toMatchObject([
      { kind: 'Gather', prompts: [{ text: 'No such option.' }, { text: 'Press 1.' }] },
    ])
    expect(wrong.reasons).toEqual(['Because 7 is none of the options 1.'])
    const silent = wrong.press('', 8)
    expect(silent.says).toMatchObject([
      { kind: 'Gather', prompts: [{ text: 'Are you there?' }, { text: 'Press 1.' }] },
    ])
    expect(silent.told).toEqual(['Main menu: Played the menu again, attempt 3 of 3'])
  })

  test('the last attempt decides the exit', () => {
    const silent = callMenu(['1']).press('7').press('7').press('')
    expect(silent.trace.at(-2)).toMatchObject({
      exit: 'timeout',
      because: 'Because the caller pressed nothing for 8 seconds, and this was attempt 3 of 3.',
    })
    const wrong = callMenu(['1']).press('').press('').press('99')
    expect(wrong.trace.at(-2)).toMatchObject({ exit: 'invalid', happened: 'Pressed 99' })
  })

  test('one attempt is one attempt', () => {
    const call = callMenu(['1'], { attempts: 1 }).press('')
    expect(call.trace.at(-1)).toMatchObject({ node: box.id })
  })

  test('a Gather that fell through counts as silence', () => {
    const call = callMenu(['1'], { attempts: 1 }).fallThrough()
    expect(call.trace[2]).toMatchObject({ exit: 'timeout' })
  })

  test('a menu that leads back to itself begins to count anew', () => {
    const menu = makeMenu('Loop', ['9'], { exits: { '9': 'ivr_Loop00' } })
    const flow = makeFlow({ nodes: [menu], phoneNumbers: [makePhoneNumber(to, menu)] })
    const call = startCall(flow, { to }).press('5').press('9').press('9')
    expect(call.told.at(-1)).toBe('Loop: Played the menu, attempt 1 of 3')
  })
})

describe('direct dialing', () => {
  test('an extension number is reached, and read in full', () => {
    const call = callMenu(['1'], { directDial: true })
    expect(call.says).toMatchObject([{ numDigits: 4 }])
    const dialed = call.press('2001')
    expect(dialed.says).toMatchObject([{ kind: 'Dial', numbers: ['2001'] }])
    expect(dialed.reasons[0]).toBe(
      'Because 2001 is the extension number of Support, and this menu takes extension numbers.',
    )
  })

  test('an option goes before an extension number', () => {
    const call = callMenu(['2001'], { directDial: true }).press('2001')
    expect(call.trace[2]).toMatchObject({ exit: '2001' })
  })

  test('switched off it reaches nobody', () => {
    expect(callMenu(['1']).press('2001').told[0]).toMatch('Played the menu again')
  })
})

test('an option that leads nowhere ends the call', () => {
  const menu = makeMenu('Main menu', ['1'])
  const flow = makeFlow({ nodes: [menu], phoneNumbers: [makePhoneNumber(to, menu)] })
  const call = startCall(flow, { to }).press('1')
  expect(call.says).toEqual([{ kind: 'Hangup' }])
  expect(call.reasons).toEqual([
    'Because key 1 is an option of this menu.',
    'Because nothing is connected to exit 1 of Main menu.',
  ])
})

test.each(['constructor', '__proto__', 'toString'])('digits %j are no exit', (digits) => {
  expect(callMenu(['1']).press(digits).told[0]).toMatch('Played the menu again')
})

describe('speech', () => {
  const options = [
    { digits: '1', label: 'Sales' },
    { digits: '2', label: '' },
  ]
  const prompt = { text: 'What can we do for you?', language: 'en-GB' }

  test('is listened to where it is switched on, in the language of the prompt', () => {
    const call = callMenu(['1', '2'], { options, prompt, speech: true })
    expect(call.says).toMatchObject([{ kind: 'Gather', speech: { language: 'en-GB' } }])
    expect(callMenu(['1', '2'], { options }).says[0]).not.toHaveProperty('speech')
  })

  test('chooses by the name of a key', () => {
    const call = callMenu(['1', '2'], { options, speech: true }).speak('To sales, please.')
    expect(call.trace[2]).toMatchObject({
      happened: 'Said “To sales, please.”',
      exit: '1',
      because: 'Because “Sales” is key 1, which leads to Support.',
    })
  })

  test('that names nothing is asked for again, then leaves by invalid', () => {
    const call = callMenu(['1', '2'], { options, speech: true, attempts: 2 }).speak('Anything.')
    expect(call.reasons).toEqual([
      'Because “Anything.” names none of the options, or more than one: Sales.',
    ])
    expect(call.speak('Hm').trace.find(({ exit }) => exit !== null)).toMatchObject({
      happened: 'Said “Hm”',
      exit: 'invalid',
    })
  })

  test('is not read where it is switched off; keys count where it is on', () => {
    expect(callMenu(['1', '2'], { options, attempts: 1 }).speak('sales').trace[2]).toMatchObject({
      exit: 'timeout',
    })
    const pressed = callMenu(['1', '2'], { options, speech: true }).press('2')
    expect(pressed.trace[2]).toMatchObject({ exit: '2' })
  })
})
