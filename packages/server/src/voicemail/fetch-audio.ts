import { and, eq, isNull } from 'drizzle-orm'
import { platformUrl } from '../cloudonix/platforms.ts'
import type { Deps } from '../context.ts'
import { secondsOfMp3 } from '../files/mp3.ts'
import { type AudioType, sniffAudio } from '../files/rules.ts'
import { readWav, secondsOfWav } from '../files/wav.ts'
import type { Job } from '../jobs/jobs.ts'
import { mostAttempts } from '../jobs/rules.ts'
import { safeFetch } from '../outgoing-http/safe-fetch.ts'
import { SafeFetchError } from '../outgoing-http/safe-fetch-error.ts'
import type { PairingDirectory } from '../pairing/service.ts'
import { type FetchJob, fetchJob } from './service.ts'
import { type VoicemailRow, voicemailMessages } from './table.ts'

// Ten minutes of uncompressed telephone sound are 10 MB.
const mostBytes = 50_000_000
const timeoutSeconds = 30

interface Fetcher {
  deps: Deps
  pairings: PairingDirectory
  /** Told once the audio is ours, or given up. */
  settled(organizationId: string, session: string): Promise<void>
}

/** Brings the audio of messages into our storage, because the platform's links do not live for ever. */
export function handleFetchJobs(fetcher: Fetcher): void {
  fetcher.deps.jobs.handle(fetchJob, (job) => fetchMessage(fetcher, job))
}

async function fetchMessage(fetcher: Fetcher, job: Job): Promise<void> {
  const { deps } = fetcher
  // Enqueued by `keepMessages` only.
  const { id } = job.payload as FetchJob
  const row = await findWaiting(deps, job.organizationId, id)
  if (row === null) return
  try {
    await store(deps, row, await fetchAudio(fetcher, row))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const isHopeless = isPermanent(error) || job.attempts >= mostAttempts
    await change(deps, row, { reason, status: isHopeless ? 'failed' : 'fetching' })
    if (!isHopeless) throw error
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

interface Audio {
  bytes: Buffer
  type: AudioType
}

async function fetchAudio({ deps, pairings }: Fetcher, row: VoicemailRow): Promise<Audio> {
  const { config } = deps
  const isSimulated =
    pairings.of(row.organizationId, 'main')?.platform === 'simulator' ||
    (row.isTrial && pairings.of(row.organizationId, 'trial')?.platform === 'simulator')
  const response = await safeFetch(row.sourceUrl, {
    timeoutSeconds,
    mostBytes,
    allowedOrigins: isSimulated ? [platformUrl(config, 'simulator')] : [],
    allowedPrivateNetworks: config.allowedPrivateNetworks,
  })
  if (response.status !== 200) throw new Error(`The recording's link answered ${response.status}.`)
  const type = sniffAudio(response.body)
  if (type === null) throw new Error("The recording's link answered something that is no audio.")
  return { bytes: response.body, type }
}

async function store(deps: Deps, row: VoicemailRow, { bytes, type }: Audio): Promise<void> {
  const extension = type === 'audio/wav' ? 'wav' : 'mp3'
  const fileKey = `${row.organizationId}/voicemail/${row.id}.${extension}`
  await deps.files.put(fileKey, bytes)
  const isKept = await change(deps, row, {
    status: 'stored',
    reason: null,
    fileKey,
    contentType: type,
    seconds: row.seconds ?? secondsOf(bytes, type),
  })
  // Deleted while it was fetched.
  if (!isKept) await deps.files.delete(fileKey)
}

/** Whole seconds; null for what cannot be told. */
function secondsOf(bytes: Buffer, type: AudioType): number | null {
  if (type === 'audio/mpeg') {
    const seconds = secondsOfMp3(bytes)
    return seconds && Math.round(seconds)
  }
  const sound = readWav(bytes)
  return sound && Math.round(secondsOfWav(sound))
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

/** Addresses that we never reach; waiting does not help. */
function isPermanent(error: unknown): boolean {
  return (
    error instanceof SafeFetchError &&
    (error.code === 'bad_address' || error.code === 'private_address')
  )
}
