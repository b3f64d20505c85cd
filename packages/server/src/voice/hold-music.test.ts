import { expect, test } from 'vitest'
import { readWav, secondsOfWav } from '../files/wav.ts'
import { holdMusicPart } from './hold-music.ts'

test('a part is five seconds of telephone sound, and not too loud', () => {
  const part = holdMusicPart(3)
  const sound = readWav(part)
  expect(sound && secondsOfWav(sound)).toBe(5)
  const samples = new Int16Array(part.buffer, part.byteOffset + 44, 40_000)
  const loudest = Math.max(...samples.map(Math.abs))
  expect(loudest).toBeGreaterThan(3_000)
  expect(loudest).toBeLessThan(32_767)
})

test('parts follow each other without a click, the last one by the first', () => {
  for (const part of [0, 7, 15]) {
    const end = holdMusicPart(part).readInt16LE(44 + 39_999 * 2)
    const start = holdMusicPart(part + 1).readInt16LE(44)
    expect(Math.abs(start - end)).toBeLessThan(2_000)
  }
})
