import { expect, test } from 'vitest'
import { chooseBySpeech } from './spoken-choice.ts'

const options = [
  { digits: '1', label: 'Sales' },
  { digits: '2', label: 'Sales abroad' },
  { digits: '3', label: 'Büro & Empfang' },
  { digits: '4', label: '' },
]

test.each([
  ['sales', '1'],
  ['I want to speak with Sales, please.', '1'],
  ['sales abroad please', '2'],
  ['das buro, empfang bitte', '3'],
  ['2', '2'],
  ['4', '4'],
  ['wholesales', null],
  ['sales or büro empfang', null],
  ['', null],
  ['nothing of that', null],
  ['12', null],
])('%j chooses %s', (speech, digits) => {
  expect(chooseBySpeech(speech, options)?.digits ?? null).toBe(digits)
})
