import type { FastifyReply } from 'fastify'
import type { Files } from '../files/files.ts'
import { parseRange } from '../files/rules.ts'

interface Asked {
  key: string
  contentType: string
  /** The request's `Range` header. */
  range: string | undefined
  /** Kept under this name instead of shown; a name of letters, digits, `.`, `_` and `-`. */
  downloadName?: string | undefined
}

/** Sends a stored file, or the part of it that is asked for. Null: there is no such file. */
export async function sendFile(
  reply: FastifyReply,
  files: Files,
  { key, contentType, range: header, downloadName }: Asked,
): Promise<FastifyReply | null> {
  const range = parseRange(header)
  const file = await openPart(files, key, range)
  if (file === null) return null
  reply.header('accept-ranges', 'bytes')
  if (file.range === null) {
    file.stream.destroy()
    return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send()
  }
  const { start, end } = file.range
  reply
    .type(contentType)
    .header('content-length', end - start + 1)
    .header(
      'content-disposition',
      downloadName === undefined ? 'inline' : `attachment; filename="${downloadName}"`,
    )
    .header('x-content-type-options', 'nosniff')
  if (range !== null) {
    reply.code(206).header('content-range', `bytes ${start}-${end}/${file.sizeBytes}`)
  }
  return reply.send(file.stream)
}

async function openPart(files: Files, key: string, range: ReturnType<typeof parseRange>) {
  if (range === null) return files.open(key)
  if (!('suffix' in range)) return files.open(key, range)
  const whole = await files.open(key)
  if (whole === null) return null
  whole.stream.destroy()
  return files.open(key, { start: Math.max(0, whole.sizeBytes - range.suffix) })
}
