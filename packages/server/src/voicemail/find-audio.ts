import { and, eq, isNull } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { notFound } from '../errors.ts'
import { voicemailMessages } from './table.ts'

/** Where a stored message is. */
export async function findAudio(
  deps: Deps,
  asked: { organizationId: string; id: string },
): Promise<{ key: string; contentType: string }> {
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
  const key = row?.fileKey ?? null
  if (key === null) throw notFound('Message')
  return { key, contentType: row?.contentType ?? 'application/octet-stream' }
}
