/**
 * How long an MP3 plays, to the millisecond: its frames are counted, because what its headers say of length (Xing, VBRI,
 * a tag) is a hint that many programs get wrong. Null for what is no MP3: only a run of frames makes one.
 */
export function secondsOfMp3(bytes: Uint8Array): number | null {
  const begin = firstFrame(bytes, behindTags(bytes))
  if (begin === null) return null
  let at = begin
  let samples = 0
  let frames = 0
  let soundBytes = 0
  let rate = 0
  let lost = 0
  while (at + 4 <= bytes.length && lost < mostLitter) {
    const frame = readFrame(bytes, at)
    if (frame === null) {
      at += 1
      lost += 1
      continue
    }
    lost = 0
    rate ||= frame.samplesPerSecond
    // The first frame of many files holds no sound but their table of contents.
    if (frames > 0 || !isTable(bytes, at, frame.length)) samples += frame.samples
    frames += 1
    soundBytes += frame.length
    at += frame.length
  }
  const isMostlySound = soundBytes * 2 > bytes.length - begin
  if (frames < fewestFrames || samples === 0 || !isMostlySound) return null
  return Math.round((samples / rate) * 1000) / 1000
}

/** A sync word alone is in every large file; three frames in a row are not. */
const fewestFrames = 3
const mostLitter = 65_536

const bitrates = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const
const rates = [44_100, 48_000, 32_000] as const

interface Frame {
  length: number
  samples: number
  samplesPerSecond: number
}

/** The frame of layer III whose header stands here. */
function readFrame(bytes: Uint8Array, at: number): Frame | null {
  const [sync = 0, kind = 0, form = 0] = bytes.subarray(at, at + 3)
  // Bits: eleven of sync, two of version (3: 1, 2: 2, 0: 2.5), two of layer (1: III).
  if (sync !== 0xff || (kind & 0xe0) !== 0xe0 || ((kind >> 1) & 3) !== 1) return null
  const version = (kind >> 3) & 3
  const rate = rates[(form >> 2) & 3]
  if (version === 1 || rate === undefined) return null
  const isFirst = version === 3
  const kilobits = bitrates[isFirst ? 1 : 2][form >> 4] ?? 0
  if (kilobits === 0) return null
  const samplesPerSecond = isFirst ? rate : rate / (version === 2 ? 2 : 4)
  const samples = isFirst ? 1_152 : 576
  const padding = (form >> 1) & 1
  const length = Math.floor((samples * kilobits * 125) / samplesPerSecond) + padding
  return { length, samples, samplesPerSecond }
}

/** The first frame that another one follows at once. */
function firstFrame(bytes: Uint8Array, from: number): number | null {
  const until = Math.min(bytes.length - 4, from + mostLitter)
  for (let at = from; at <= until; at += 1) {
    const frame = readFrame(bytes, at)
    const next = frame === null ? null : readFrame(bytes, at + frame.length)
    if (next !== null && next.samplesPerSecond === frame?.samplesPerSecond) return at
  }
  return null
}

/** Behind the tags at the beginning. Their length is told in four times seven bits. */
function behindTags(bytes: Uint8Array): number {
  let at = 0
  while (at + 10 <= bytes.length && textIn(bytes, at, 3) === 'ID3') {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at + 6, at + 10)
    const footer = ((bytes[at + 5] ?? 0) & 0x10) === 0 ? 0 : 10
    at += 10 + footer + (((a & 127) << 21) | ((b & 127) << 14) | ((c & 127) << 7) | (d & 127))
  }
  return at
}

function isTable(bytes: Uint8Array, at: number, length: number): boolean {
  const head = textIn(bytes, at, Math.min(length, 64))
  return /Xing|Info|VBRI/.test(head)
}

function textIn(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}
