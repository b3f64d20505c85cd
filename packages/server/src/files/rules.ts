export type AudioType = 'audio/wav' | 'audio/mpeg'

/** What bytes really are, whatever the sender says: WAV (RIFF), MP3 with a tag or a frame, or nothing known. */
export function sniffAudio(bytes: Uint8Array): AudioType | null {
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WAVE') return 'audio/wav'
  if (ascii(0, 3) === 'ID3') return 'audio/mpeg'
  // Eleven set bits begin a frame; the layer bits of MP3 are 01.
  const [first = 0, second = 0] = bytes
  return first === 0xff && (second & 0xe6) === 0xe2 ? 'audio/mpeg' : null
}

/** A part of a file, both ends included; `suffix`: its last bytes. */
export type AskedRange = { start: number; end?: number } | { suffix: number }

/** Reads a `Range` header of one range. Null where it has none that we serve: then the whole is sent. */
export function parseRange(header: string | undefined): AskedRange | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (found === null) return null
  const [, from = '', to = ''] = found
  if (from === '') return to === '' ? null : { suffix: Number(to) }
  const start = Number(from)
  if (to === '') return { start }
  const end = Number(to)
  return end < start ? null : { start, end }
}
