import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Context } from './context.ts'
import { PlatformError } from './platform-error.ts'
import type { Domain } from './state.ts'

const samplesPerSecond = 8000
const bytesPerSecond = samplesPerSecond * 2
const longestSeconds = 3600

/** An unguessable link. All about the recording is in it, signed, so that it outlives a restart. */
export function recordingLink(ctx: Context, domain: Domain, seconds: number): string {
  const facts = `${domain.id}-${Math.min(seconds, longestSeconds)}-${randomBytes(8).toString('hex')}`
  return `${ctx.url}/recordings/${facts}-${sign(ctx, facts)}.wav`
}

export function recordingRoutes(app: FastifyInstance, ctx: Context): void {
  app.get<{ Params: { file: string } }>('/recordings/:file', (request, reply) => {
    const match = /^((\d+)-(\d+)-([0-9a-f]{16}))-([0-9a-f]{32})\.wav$/.exec(request.params.file)
    const [, facts = '', domainId = '', seconds = '', seed = '', signature = ''] = match ?? []
    const expected = Buffer.from(sign(ctx, facts))
    const domain = ctx.store.findDomain(domainId)
    const genuine =
      signature.length === expected.length && timingSafeEqual(Buffer.from(signature), expected)
    if (!genuine || !domain || ctx.faults.of(domain.uuid).deadRecordings) {
      throw new PlatformError(404, 'Recording not found')
    }
    const length = Number(seconds)
    return reply
      .type('audio/wav')
      .header('content-length', 44 + length * bytesPerSecond)
      .send(Readable.from(tone(length, 300 + (Number.parseInt(seed.slice(0, 4), 16) % 600))))
  })
}

function sign(ctx: Context, facts: string): string {
  const mac = createHmac('sha256', ctx.store.state.recordingSecret).update(facts).digest('hex')
  return mac.slice(0, 32)
}

/** A quiet tone as PCM wav, 16 bit, one channel. */
function* tone(seconds: number, hertz: number): Generator<Buffer> {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + seconds * bytesPerSecond, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(samplesPerSecond, 24)
  header.writeUInt32LE(bytesPerSecond, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(seconds * bytesPerSecond, 40)
  yield header
  // Whole hertz: each second begins where the first did, so one is enough.
  const second = Buffer.alloc(bytesPerSecond)
  for (let sample = 0; sample < samplesPerSecond; sample += 1) {
    const level = Math.sin((2 * Math.PI * hertz * sample) / samplesPerSecond)
    second.writeInt16LE(Math.round(level * 6000), sample * 2)
  }
  for (let played = 0; played < seconds; played += 1) yield second
}
