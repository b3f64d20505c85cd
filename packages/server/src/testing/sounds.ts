import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeWav } from '../files/wav.ts'

const pcm = { format: 1, channels: 1, samplesPerSecond: 8_000, bitsPerSample: 16 }

/** A good WAV file. Another `tone` is another sound. */
export function makeWav(seconds = 2, tone = 1): Buffer {
  return writeWav({ ...pcm, data: Buffer.alloc(Math.round(seconds * 16_000), tone) })
}

/** Frames of an MP3 of 44,100 samples a second; `bitrates` as in their headers: 5 is 64 kbit/s, 9 is 128. */
export function makeMp3(frames: number, bitrates: readonly number[] = [9]): Buffer {
  const kilobits = new Map([
    [5, 64],
    [9, 128],
  ])
  const parts = Array.from({ length: frames }, (_, index) => {
    const bitrate = bitrates[index % bitrates.length] ?? 9
    const length = Math.floor((144_000 * (kilobits.get(bitrate) ?? 0)) / 44_100)
    const frame = Buffer.alloc(length)
    frame.set([0xff, 0xfb, bitrate << 4, 0xc4])
    return frame
  })
  return Buffer.concat(parts)
}

/** A form with one file, as a browser sends it. */
export function formOf(bytes: Uint8Array, fileName: string, type = 'application/octet-stream') {
  const boundary = 'opbx-test-boundary'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n`
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}

/**
 * A program in place of ffmpeg, which the machine may not have: it reads all of its input and writes `output`, with a
 * header as ffmpeg writes it to a pipe.
 */
export async function makeConverter(output: Buffer, exitCode = 0): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'opbx-converter-'))
  const streamed = Buffer.from(output)
  streamed.writeUInt32LE(0xffffffff, 4)
  streamed.writeUInt32LE(0xffffffff, 40)
  await writeFile(join(directory, 'output.wav'), streamed)
  const file = join(directory, 'converter.mjs')
  const script = `#!${process.execPath}
import { createReadStream } from 'node:fs'
process.stdin.resume()
process.stdin.on('end', () => {
  if (${exitCode} !== 0) process.exit(${exitCode})
  createReadStream(new URL('output.wav', import.meta.url)).pipe(process.stdout)
})
`
  await writeFile(file, script)
  await chmod(file, 0o755)
  return file
}
