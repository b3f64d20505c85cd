import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeMp3 } from '../testing/sounds.ts'
import { secondsOfMp3 } from './mp3.ts'

/** What 100 frames of 1,152 samples last. */
const seconds = 2.612

/** A tag of ID3 with a picture that looks like frames. */
function tagged(sound: Buffer): Buffer {
  const picture = makeMp3(5).subarray(0, 2_000)
  const head = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 2_000 >> 7, 2_000 & 127])
  return Buffer.concat([head, picture, sound])
}

/** A table of contents in front, which tells of a million frames. */
function withTable(sound: Buffer, name: string): Buffer {
  const table = makeMp3(1)
  table.write(name, 36)
  table.writeUInt32BE(1, 40)
  table.writeUInt32BE(1_000_000, 44)
  return Buffer.concat([table, sound])
}

test.each([
  ['one bitrate', makeMp3(100)],
  ['changing bitrates', makeMp3(100, [9, 5, 5])],
  ['a tag in front', tagged(makeMp3(100))],
  ['a tag behind', Buffer.concat([makeMp3(100), Buffer.from('TAG'.padEnd(128))])],
  ['a Xing table that tells too much', withTable(makeMp3(100, [9, 5]), 'Xing')],
  ['a VBRI table', withTable(makeMp3(100, [9, 5]), 'VBRI')],
  ['litter between two frames', Buffer.concat([makeMp3(50), Buffer.alloc(90), makeMp3(50)])],
])('the length of an MP3 with %s is counted', (_what, bytes) => {
  expect(secondsOfMp3(bytes)).toBe(seconds)
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a tag alone', tagged(Buffer.alloc(0)).subarray(0, 900)],
  [
    'a program that begins like a frame',
    Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0xc4]), Buffer.alloc(50_000, 'MZ')]),
  ],
  [
    'a little sound in a lot of something else',
    Buffer.concat([makeMp3(4), Buffer.alloc(60_000, 'MZ')]),
  ],
])('%s is no MP3', (_what, bytes) => {
  expect(secondsOfMp3(bytes)).toBeNull()
})

test('random bytes are no MP3 and make nothing throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
      expect(secondsOfMp3(bytes)).toBeNull()
    }),
  )
})
