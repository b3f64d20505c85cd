import type { Readable } from 'node:stream'
import { and, eq, isNull } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { notFound } from '../errors.ts'
import { parseRange } from './rules.ts'
import { voicemailMessages } from './table.ts'

type Audio =
  | {
      kind: 'audio'
      contentType: string
      sizeBytes: number
      range: { start: number; end: number }
      /** Less than the whole was asked for. */
      isPart: boolean
      stream: Readable
    }
  | { kind: 'beyond_end'; sizeBytes: number }

/** Opens a stored message, or the part of it that a `Range` header asks for. */
export async function findAudio(
  deps: Deps,
  asked: { organizationId: string; id: string; range: string | undefined },
): Promise<Audio> {
  const [row] = await deps.db.query
    .select({ fileKey: voicemailMessages.fileKey, contentType: voicemailMessages.contentType })
    .from(voicemailMessages)
    .where(
      and(
        eq(voicemailMessages.organizationId, asked.organizationId),
        eq(voicemailMessages.id, asked.id),
        isNull(voicemailMessages.deletedAt),
      ),
    )
  const fileKey = row?.fileKey ?? null
  if (fileKey === null) throw notFound('Message')
  const range = parseRange(asked.range)
  const file = await openPart(deps, fileKey, range)
  if (file === null) throw notFound('Message')
  if (file.range === null) return { kind: 'beyond_end', sizeBytes: file.sizeBytes }
  return {
    kind: 'audio',
    contentType: row?.contentType ?? 'application/octet-stream',
    sizeBytes: file.sizeBytes,
    range: file.range,
    isPart: range !== null,
    stream: file.stream,
  }
}

async function openPart({ files }: Deps, key: string, range: ReturnType<typeof parseRange>) {
  if (range === null) return files.open(key)
  if (!('suffix' in range)) return files.open(key, range)
  const whole = await files.open(key)
  if (whole === null) return null
  whole.stream.destroy()
  return files.open(key, { start: Math.max(0, whole.sizeBytes - range.suffix) })
}
