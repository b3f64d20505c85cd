import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRange, sniffAudio } from './rules.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

describe('audio is known by its bytes', () => {
  test.each([
    ['a WAV file', bytes('RIFF\x24\x00\x00\x00WAVEfmt '), 'audio/wav'],
    ['an MP3 file with a tag', bytes('ID3\x04'), 'audio/mpeg'],
    ['an MP3 frame', bytes('\xff\xfb\x90\x00'), 'audio/mpeg'],
    ['a web page', bytes('<!doctype html>'), null],
    ['another RIFF file', bytes('RIFF\x24\x00\x00\x00AVI fmt '), null],
    ['nothing', bytes(''), null],
  ])('%s', (_what, content, type) => {
    expect(sniffAudio(content)).toBe(type)
  })
})

test.each([
  ['bytes=0-99', { start: 0, end: 99 }],
  ['bytes=100-', { start: 100 }],
  ['bytes=-500', { suffix: 500 }],
  ['bytes=9-1', null],
  ['bytes=-', null],
  ['bytes=0-1,5-6', null],
  ['lines=1-2', null],
  [undefined, null],
])('the range %s', (header, range) => {
  expect(parseRange(header)).toEqual(range)
})

test('every range that is well formed is read as it was meant', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (start, more) => {
      expect(parseRange(`bytes=${start}-${start + more}`)).toEqual({ start, end: start + more })
      expect(parseRange(`bytes=${start}-`)).toEqual({ start })
      expect(parseRange(`bytes=-${start}`)).toEqual({ suffix: start })
    }),
  )
})

test('no text makes a range with a negative or unsafe number', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'bytes=-0123456789, ') }), (text) => {
      const range = parseRange(`bytes=${text}`)
      for (const number of Object.values(range ?? {})) {
        expect(Number.isSafeInteger(number) && number >= 0).toBe(true)
      }
    }),
  )
})
