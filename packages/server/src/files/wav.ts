/** Sound as telephones play it: uncompressed, or by the two laws of the telephone network. */
interface WavSound {
  /** 1 PCM, 6 A-law, 7 µ-law. */
  format: number
  channels: number
  samplesPerSecond: number
  bitsPerSample: number
  /** The samples alone. */
  data: Uint8Array
}

/**
 * Reads a WAV file by what is in it. Sizes in its headers are only believed where the bytes bear them out: programs that
 * write to a pipe leave zero or the largest number there, others stop half-way. Null for what is none, has no sample, or
 * holds its sound in another form.
 */
export function readWav(bytes: Uint8Array): WavSound | null {
  if (textAt(bytes, 0) !== 'RIFF' || textAt(bytes, 8) !== 'WAVE') return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let format: ReturnType<typeof readFormat> = null
  let at = firstChunk
  while (at + chunkHead <= bytes.length) {
    const size = view.getUint32(at + 4, true)
    const begin = at + chunkHead
    const kind = textAt(bytes, at)
    if (kind === 'fmt ') format = readFormat(view, begin, size)
    if (kind === 'data') return format && soundOf(bytes, format, { begin, size })
    at = begin + size + (size % 2)
  }
  return null
}

/** How long it plays, to the millisecond. */
export function secondsOfWav(sound: WavSound): number {
  const { channels, bitsPerSample, samplesPerSecond, data } = sound
  const frames = data.length / ((channels * bitsPerSample) / 8)
  return Math.round((frames / samplesPerSecond) * 1000) / 1000
}

/** The sound under a header that is right, without anything else that the file had in it. */
export function writeWav(sound: WavSound): Buffer {
  const { format, channels, samplesPerSecond, bitsPerSample, data } = sound
  const frameBytes = (channels * bitsPerSample) / 8
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + data.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(format, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(samplesPerSecond, 24)
  header.writeUInt32LE(samplesPerSecond * frameBytes, 28)
  header.writeUInt16LE(frameBytes, 32)
  header.writeUInt16LE(bitsPerSample, 34)
  header.write('data', 36)
  header.writeUInt32LE(data.length, 40)
  return Buffer.concat([header, data])
}

const firstChunk = 12
const chunkHead = 8
const extensible = 0xfffe
const bitsOf = new Map([
  [1, [8, 16]],
  [6, [8]],
  [7, [8]],
])

function readFormat(view: DataView, at: number, size: number): Omit<WavSound, 'data'> | null {
  if (size < 16 || at + 16 > view.byteLength) return null
  const tag = view.getUint16(at, true)
  // The real one is the beginning of the sub-format then.
  const hasMore = tag === extensible && size >= 26 && at + 26 <= view.byteLength
  const format = hasMore ? view.getUint16(at + 24, true) : tag
  const channels = view.getUint16(at + 2, true)
  const samplesPerSecond = view.getUint32(at + 4, true)
  const bitsPerSample = view.getUint16(at + 14, true)
  const isKnown = bitsOf.get(format)?.includes(bitsPerSample) === true
  if (!isKnown || channels < 1 || channels > 2) return null
  if (samplesPerSecond < 4_000 || samplesPerSecond > 192_000) return null
  return { format, channels, samplesPerSecond, bitsPerSample }
}

function soundOf(
  bytes: Uint8Array,
  format: Omit<WavSound, 'data'>,
  { begin, size }: { begin: number; size: number },
): WavSound | null {
  const told = begin + size
  const isRight = size > 0 && told <= bytes.length && endsInChunks(bytes, told + (size % 2))
  const frameBytes = (format.channels * format.bitsPerSample) / 8
  const length = (isRight ? told : bytes.length) - begin
  const whole = length - (length % frameBytes)
  return whole === 0 ? null : { ...format, data: bytes.subarray(begin, begin + whole) }
}

/** Whether nothing but further chunks follows: else the sound goes on behind the end that was told. */
function endsInChunks(bytes: Uint8Array, from: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = from
  while (at + chunkHead <= bytes.length) {
    if (!/^[\w ]{4}$/.test(textAt(bytes, at))) return false
    const size = view.getUint32(at + 4, true)
    at += chunkHead + size + (size % 2)
  }
  // A last pad byte may be missing, and a byte or seven of litter is no sound.
  return at <= bytes.length + 1
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}
