import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeWav } from '../testing/sounds.ts'
import { readWav, secondsOfWav, writeWav } from './wav.ts'

function secondsIn(bytes: Buffer): number | null {
  const sound = readWav(bytes)
  return sound && secondsOfWav(sound)
}

function withSize(size: number): Buffer {
  const bytes = makeWav(3)
  bytes.writeUInt32LE(size, 40)
  return bytes
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name)
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

test.each([
  ['right', makeWav(3)],
  ['zero, as programs leave it that were stopped', withSize(0)],
  ['the largest number, as programs write it into a pipe', withSize(0xffffffff)],
  ['more than there is', withSize(96_000)],
  ['less than there is', withSize(4_000)],
])('the length is that of the sound where the header says %s', (_what, bytes) => {
  expect(secondsIn(bytes)).toBe(3)
})

test('chunks before and behind the sound are none of it', () => {
  const good = makeWav(3)
  const notes = chunk('LIST', Buffer.from('INFOnotes of somebody'))
  const bytes = Buffer.concat([good.subarray(0, 12), notes, good.subarray(12), notes])
  expect(secondsIn(bytes)).toBe(3)
})

test('the rates of a header are not believed where they contradict each other', () => {
  const bytes = makeWav(3)
  bytes.writeUInt32LE(1, 28)
  bytes.writeUInt16LE(400, 32)
  expect(secondsIn(bytes)).toBe(3)
})

test.each([
  ['another form of sound', 20, 85],
  ['no channel', 22, 0],
  ['24 bits', 34, 24],
])('%s is not read', (_what, at, value) => {
  const bytes = makeWav(3)
  bytes.writeUInt16LE(value, at)
  expect(readWav(bytes)).toBeNull()
})

test('what was read is written with a right header', () => {
  const sound = readWav(withSize(0xffffffff))
  expect(sound && writeWav(sound).equals(makeWav(3))).toBe(true)
})

test('no bytes make it throw or tell a length that they cannot have', () => {
  const good = makeWav(0.01)
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 60 }), fc.nat(44), (noise, at) => {
      const bytes = Buffer.from(good)
      bytes.set(noise.subarray(0, bytes.length - at), at)
      const seconds = secondsIn(bytes)
      // One channel of 8 bits, 4,000 times a second, is the slowest that is read.
      expect(seconds ?? 0).toBeLessThanOrEqual(good.length / 4_000)
    }),
  )
})
