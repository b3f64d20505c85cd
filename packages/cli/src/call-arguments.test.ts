import { expect, test } from 'vitest'
import { parseCallArguments } from './call-arguments.ts'

test('what the caller does keeps the order in which it is written', () => {
  const parsed = parseCallArguments([
    '--to',
    '+12025550100',
    '--press',
    '1',
    '--no-answer',
    '1001',
    '--press',
    '2',
    '--wait',
    '5',
  ])
  expect(parsed).toEqual({
    from: '+12025550173',
    to: '+12025550100',
    at: null,
    draft: false,
    script: [{ press: '1' }, { noAnswer: '1001' }, { press: '2' }, { wait: 5 }],
    showCxml: false,
    asJson: false,
  })
})

test.each([
  [[], 'Say which number to call: --to +12025550100'],
  [['--to', '1001', '--at', 'soon'], 'Write the time like this: --at 2026-11-17T10:42'],
  [['--to', '1001', '--wait', 'long'], 'Write seconds: --wait 20'],
  [['--to', '1001', '--hang-up', 'me'], 'Say who: --hang-up caller, or callee'],
])('%j is refused with what to write instead', (args, message) => {
  expect(parseCallArguments(args)).toBe(message)
})

test('an unknown option is named', () => {
  expect(parseCallArguments(['--to', '1001', '--dance'])).toContain('--dance')
})
