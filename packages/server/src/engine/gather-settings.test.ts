import { describe, expect, test } from 'vitest'
import type { Sound } from '../cxml/verbs.ts'
import { finishKeyFor, firstDigitTimeout, readDigits, soundSeconds } from './gather-settings.ts'

const words = (length: number): Sound => ({ kind: 'Say', text: 'a'.repeat(length) })
const music: Sound = { kind: 'Play', audio: { kind: 'hold_music', part: 2 } }
const message: Sound = { kind: 'Play', audio: { kind: 'message', id: 'vm_1', seconds: 3.4 } }

describe('how long a sound takes', () => {
  test.each([
    ['13 characters of text', words(13), 1],
    ['14 characters of text', words(14), 2],
    ['a pause', { kind: 'Pause', seconds: 7 } satisfies Sound, 7],
    ['a part of the music', music, 5],
    ['a stored sound', message, 3.4],
  ])('%s', (_, sound, seconds) => {
    expect(soundSeconds(sound)).toBe(seconds)
  })
})

test('the wait for the first key begins behind all prompts, in whole seconds', () => {
  expect(firstDigitTimeout(8, [])).toBe(8)
  expect(firstDigitTimeout(8, [message, words(14)])).toBe(8 + 4 + 2)
})

describe('the key that ends the input', () => {
  test.each([
    [['1', '20'], false, '#'],
    [['1#'], false, '*'],
    [['*#'], false, '0'],
    [['*#0987654321'], false, ''],
    [['#'], true, '*'],
    [['#', '*'], true, ''],
  ])('options %j, direct dialing %j: %j', (options, directDial, key) => {
    expect(finishKeyFor(options, directDial)).toBe(key)
  })
})

describe('the keys that were pressed', () => {
  test.each([
    [null, '#', ''],
    ['', '', ''],
    ['12#', '#', '12'],
    ['12', '#', '12'],
    ['1#2', '#', '1#2'],
    ['12#', '', '12#'],
    [' 1-2*x', '#', '12*'],
  ])('%j with finish key %j: %j', (sent, finishKey, digits) => {
    expect(readDigits(sent, finishKey)).toBe(digits)
  })
})
