import { and, eq, isNull } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import type { Job } from '../jobs/jobs.ts'
import {
  type AudioFetcher,
  fetchRecordedAudio,
  isHopeless,
  storeAudio,
} from '../recorded-audio/service.ts'
import { type FetchJob, fetchJob } from './service.ts'
import { type VoicemailRow, voicemailMessages } from './table.ts'

/** Brings the audio of messages into our storage, because the platform's links do not live for ever. */
export function handleFetchJobs(fetcher: AudioFetcher): void {
  fetcher.deps.jobs.handle(fetchJob, (job) => fetchMessage(fetcher, job))
}

async function fetchMessage(fetcher: AudioFetcher, job: Job): Promise<void> {
  const { deps } = fetcher
  // Enqueued by `keepMessages` only.
  const { id } = job.payload as FetchJob
  const row = await findWaiting(deps, job.organizationId, id)
  if (row === null) return
  try {
    await store(fetcher, row)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const isLast = isHopeless(error, job.attempts)
    await change(deps, row, { reason, status: isLast ? 'failed' : 'fetching' })
    if (!isLast) throw error
  }
  await fetcher.settled(row.organizationId, row.session)
}

async function findWaiting(
  deps: Deps,
  organizationId: string,
  id: string,
): Promise<VoicemailRow | null> {
  const [row] = await deps.db.query
    .select()
    .from(voicemailMessages)
    .where(
      and(
        eq(voicemailMessages.organizationId, organizationId),
        eq(voicemailMessages.id, id),
        eq(voicemailMessages.status, 'fetching'),
        isNull(voicemailMessages.deletedAt),
      ),
    )
  return row ?? null
}

async function store(fetcher: AudioFetcher, row: VoicemailRow): Promise<void> {
  const { deps } = fetcher
  const audio = await fetchRecordedAudio(fetcher, { ...row, url: row.sourceUrl })
  const fileKey = await storeAudio(deps, `${row.organizationId}/voicemail/${row.id}`, audio)
  const isKept = await change(deps, row, {
    status: 'stored',
    reason: null,
    fileKey,
    contentType: audio.type,
    seconds: row.seconds ?? audio.seconds,
  })
  // Deleted while it was fetched.
  if (!isKept) await deps.files.delete(fileKey)
}

async function change(
  deps: Deps,
  row: VoicemailRow,
  values: Partial<Pick<VoicemailRow, 'status' | 'reason' | 'fileKey' | 'contentType' | 'seconds'>>,
): Promise<boolean> {
  const changed = await deps.db.query
    .update(voicemailMessages)
    .set(values)
    .where(
      and(
        eq(voicemailMessages.organizationId, row.organizationId),
        eq(voicemailMessages.id, row.id),
        isNull(voicemailMessages.deletedAt),
      ),
    )
    .returning({ id: voicemailMessages.id })
  return changed.length > 0
}
