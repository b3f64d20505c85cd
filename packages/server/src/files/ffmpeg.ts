import { spawn } from 'node:child_process'
import { errorCode } from '../start-problem.ts'

const timeoutMilliseconds = 60_000

export type Converted =
  | { kind: 'wav'; bytes: Buffer }
  /** There is no ffmpeg on this machine. */
  | { kind: 'absent' }
  /** It could not make sense of the file, or it would have become too large. */
  | { kind: 'failed' }

/**
 * A sound as WAV of 8,000 samples a second, which is what a telephone carries. `form` is what the bytes were found to be:
 * told, so that ffmpeg does not guess, and it may open nothing but what it is given.
 */
export async function convertToWav(
  command: string,
  bytes: Uint8Array,
  { form, mostBytes }: { form: 'ogg' | 'wav'; mostBytes: number },
): Promise<Converted> {
  const output = ['-map', '0:a:0', '-ac', '1', '-ar', '8000', '-c:a', 'pcm_s16le', '-f', 'wav']
  const input = ['-protocol_whitelist', 'pipe', '-f', form, '-i', 'pipe:0']
  const child = spawn(
    command,
    ['-nostdin', '-hide_banner', '-loglevel', 'error', ...input, ...output, 'pipe:1'],
    { stdio: ['pipe', 'pipe', 'ignore'], timeout: timeoutMilliseconds, killSignal: 'SIGKILL' },
  )
  const parts: Buffer[] = []
  let size = 0
  child.stdout.on('data', (part: Buffer) => {
    size += part.length
    if (size > mostBytes) child.kill('SIGKILL')
    else parts.push(part)
  })
  // It may be done, or not even there, before it has read everything; how it ended says so.
  child.stdin.on('error', () => undefined)
  child.stdin.end(bytes)
  return await new Promise((resolve, reject) => {
    child.on('error', (error) => {
      if (errorCode(error) === 'ENOENT') resolve({ kind: 'absent' })
      else reject(error)
    })
    child.on('close', (code) => {
      const isGood = code === 0 && size > 0
      resolve(isGood ? { kind: 'wav', bytes: Buffer.concat(parts) } : { kind: 'failed' })
    })
  })
}
