import { describe, expect, test } from 'vitest'
import { parseRange, sniffAudio, wavSeconds } from './rules.ts'

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

test('a WAV file says how long it plays', () => {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16_000, 28)
  expect(wavSeconds(Buffer.concat([header, Buffer.alloc(48_000)]))).toBe(3)
  expect(wavSeconds(header)).toBeNull()
  expect(wavSeconds(Buffer.alloc(100))).toBeNull()
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
