import type { FastifyInstance } from 'fastify'
import { holdMusicParts } from '../engine/hold-music.ts'
import { writeWav } from '../files/wav.ts'

/**
 * `GET /api/voice/hold-music/{part}.wav`: what callers hear in line. Open to everybody, as the same for everybody; the
 * platform keeps what it fetched.
 */
export function registerHoldMusic(app: FastifyInstance): void {
  app.get<{ Params: { part: string } }>('/api/voice/hold-music/:part', async (request, reply) => {
    const part = /^(\d{1,3})\.wav$/.exec(request.params.part)?.[1]
    if (part === undefined) return reply.callNotFound()
    return reply
      .type('audio/wav')
      .header('cache-control', 'public, max-age=604800, immutable')
      .send(holdMusicPart(Number(part)))
  })
}

/** What a telephone carries. */
const samplesPerSecond = 8_000
const partSeconds = 5
const partSamples = samplesPerSecond * partSeconds

/**
 * Our own piece, so that nobody's rights are touched: one chord for each part, broken into soft notes of half a second.
 * MIDI note numbers.
 */
const chords: readonly (readonly number[])[] = [
  [48, 60, 64, 67, 71],
  [45, 57, 60, 64, 67],
  [41, 53, 57, 60, 64],
  [43, 55, 59, 62, 65],
  [48, 60, 64, 67, 74],
  [52, 55, 59, 64, 67],
  [41, 53, 57, 60, 67],
  [43, 55, 60, 62, 67],
]
const figure = [1, 2, 3, 4, 3, 2, 1, 3, 4, 2]
const noteSeconds = partSeconds / figure.length

const parts = new Map<number, Buffer>()

/** One part of the music as a wav file: 16 bits, mono, five seconds. */
export function holdMusicPart(part: number): Buffer {
  const number = part % holdMusicParts
  const known = parts.get(number)
  if (known !== undefined) return known
  const made = wavOf(samplesOf(number))
  parts.set(number, made)
  return made
}

function samplesOf(part: number): Float64Array {
  const samples = new Float64Array(partSamples)
  // A note sounds on for longer than its half second: the end of the part before is heard in this one.
  addChord(samples, part - 1, -partSamples)
  addChord(samples, part, 0)
  return samples
}

function addChord(samples: Float64Array, part: number, offset: number): void {
  const chord = chords[(part + holdMusicParts) % chords.length] ?? []
  addNote(samples, { note: chord[0] ?? 48, at: offset, loudness: 0.16, seconds: 4 })
  figure.forEach((voice, index) => {
    const at = offset + Math.round(index * noteSeconds * samplesPerSecond)
    addNote(samples, { note: chord[voice] ?? 60, at, loudness: 0.11, seconds: 1.6 })
  })
}

interface Note {
  note: number
  at: number
  loudness: number
  seconds: number
}

function addNote(samples: Float64Array, { note, at, loudness, seconds }: Note): void {
  const frequency = 440 * 2 ** ((note - 69) / 12)
  const length = Math.round(seconds * samplesPerSecond)
  for (let index = Math.max(0, -at); index < length && at + index < samples.length; index += 1) {
    const time = index / samplesPerSecond
    const swell = Math.min(1, time / 0.03)
    const fade = Math.exp((-3 * time) / seconds) * (1 - index / length)
    const turn = 2 * Math.PI * frequency * time
    const tone = Math.sin(turn) + 0.25 * Math.sin(2 * turn) + 0.08 * Math.sin(3 * turn)
    samples[at + index] = (samples[at + index] ?? 0) + loudness * swell * fade * tone
  }
}

function wavOf(samples: Float64Array): Buffer {
  const data = Buffer.alloc(samples.length * 2)
  samples.forEach((sample, index) => {
    const value = Math.max(-1, Math.min(1, sample))
    data.writeInt16LE(Math.round(value * 32_767), index * 2)
  })
  return writeWav({ format: 1, channels: 1, samplesPerSecond, bitsPerSample: 16, data })
}
