import { and, eq, lte, ne } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import type { Query } from '../db/query.ts'
import { runInTransaction } from '../db/transaction.ts'
import type { Job } from '../jobs/jobs.ts'
import {
  type AudioFetcher,
  fetchRecordedAudio,
  isHopeless,
  storeAudio,
} from '../recorded-audio/service.ts'
import type { RevisionStore } from '../revisions/service.ts'
import { emailRecording, findReaders } from './email-recording.ts'
import { type CallRecordingRow, callRecordings, noSound } from './table.ts'

/** The job that fetches a recording's sound, and the one that deletes it when its time is over. */
export const fetchJob = 'recordings.fetch'
export const expireJob = 'recordings.expire'
export interface RecordingJob {
  id: string
}

interface RecordingFetcher extends AudioFetcher {
  revisions: RevisionStore
}

/** Brings recordings into our storage, because the platform's links do not live for ever, and deletes them in time. */
export function handleRecordingJobs(fetcher: RecordingFetcher): void {
  const { jobs } = fetcher.deps
  jobs.handle(fetchJob, (job) => fetchRecording(fetcher, job))
  jobs.handle(expireJob, (job) => expireRecording(fetcher, job))
}

async function fetchRecording(fetcher: RecordingFetcher, job: Job): Promise<void> {
  const { deps } = fetcher
  const row = await findRow(deps, job)
  if (row?.status !== 'fetching') return
  try {
    await store(fetcher, row)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const isLast = isHopeless(error, job.attempts)
    await change(deps.db.query, row, { reason, status: isLast ? 'failed' : 'fetching' })
    if (!isLast) throw error
  }
  await fetcher.settled(row.organizationId, row.session)
}

async function store(fetcher: RecordingFetcher, row: CallRecordingRow): Promise<void> {
  const { deps, revisions } = fetcher
  const { organizationId, id, isTrial, sourceUrl } = row
  const audio = await fetchRecordedAudio(fetcher, {
    organizationId,
    isTrial,
    url: sourceUrl ?? '',
  })
  const fileKey = await storeAudio(deps, `${organizationId}/recordings/${id}`, audio)
  const readers = await findReaders(deps, revisions, row)
  const isKept = await runInTransaction(deps.db, async (tx) => {
    const stored = await change(tx, row, {
      status: 'stored',
      reason: null,
      fileKey,
      contentType: audio.type,
      // What the sound itself says is nearer to the truth than what was told.
      seconds: audio.seconds ?? row.seconds,
    })
    if (stored && readers) await emailRecording(deps, tx, { row: stored, readers })
    return stored !== null
  })
  // Deleted while it was fetched.
  if (!isKept) await deps.files.delete(fileKey)
  else if (readers) deps.jobs.wake()
}

async function expireRecording({ deps, settled }: AudioFetcher, job: Job): Promise<void> {
  const row = await findRow(deps, job)
  const now = deps.clock.now()
  if (row === null || row.expiresAt === null || row.status === 'deleted') return
  // The file first: should this end between the two, it is done again.
  if (row.fileKey !== null) await deps.files.delete(row.fileKey)
  const asked = row.nodeName === null ? '' : `, as ${row.nodeName} asks for`
  await deps.db.query
    .update(callRecordings)
    .set({
      status: 'deleted',
      reason: `Deleted because its time was over${asked}.`,
      deletedAt: now,
      ...noSound,
    })
    .where(and(isRow(row), lte(callRecordings.expiresAt, now)))
  await settled(row.organizationId, row.session)
}

async function findRow(
  deps: Deps,
  { organizationId, payload }: Job,
): Promise<CallRecordingRow | null> {
  // Enqueued by `keepRecordings` only.
  const { id } = payload as RecordingJob
  const [row] = await deps.db.query
    .select()
    .from(callRecordings)
    .where(isRow({ organizationId, id }))
  return row ?? null
}

/** The changed row; null: it was deleted meanwhile. */
async function change(
  query: Pick<Query, 'update'>,
  row: CallRecordingRow,
  values: Partial<
    Pick<CallRecordingRow, 'status' | 'reason' | 'fileKey' | 'contentType' | 'seconds'>
  >,
): Promise<CallRecordingRow | null> {
  const [changed] = await query
    .update(callRecordings)
    .set(values)
    .where(and(isRow(row), ne(callRecordings.status, 'deleted')))
    .returning()
  return changed ?? null
}

function isRow({ organizationId, id }: { organizationId: string; id: string }) {
  return and(eq(callRecordings.organizationId, organizationId), eq(callRecordings.id, id))
}
