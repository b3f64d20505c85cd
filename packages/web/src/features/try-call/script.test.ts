import { expect, test } from 'vitest'
import { lineOf, parseScript } from './script.ts'

test('each line is one action, empty lines are skipped', () => {
  expect(
    parseScript(
      'press 1\n\n no-answer 1001\nanswer 1002\nspeak Hello there\nwait 20\nhang-up caller',
    ),
  ).toEqual({
    ok: true,
    actions: [
      { press: '1' },
      { noAnswer: '1001' },
      { answer: '1002' },
      { speak: 'Hello there' },
      { wait: 20 },
      { hangUp: 'caller' },
    ],
  })
})

test('the first line that is not known is named', () => {
  expect(parseScript('press 1\ndance')).toEqual({ ok: false, line: 2, text: 'dance' })
  expect(parseScript('press x')).toEqual({ ok: false, line: 1, text: 'press x' })
  expect(parseScript('wait')).toEqual({ ok: false, line: 1, text: 'wait' })
  expect(parseScript('hang-up somebody')).toMatchObject({ ok: false, line: 1 })
})

test('an action is shown as the line that means it', () => {
  expect(lineOf({ noAnswer: '1001' })).toBe('no-answer 1001')
  expect(lineOf({ wait: 20 })).toBe('wait 20')
})
