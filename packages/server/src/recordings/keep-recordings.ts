import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import type { FoldedCall, ToldRecording } from '../calls/rules.ts'
import type { Deps } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { idPrefixes, newId } from '../ids.ts'
import { expireJob, fetchJob, type RecordingJob } from './jobs.ts'
import { callRecordings } from './table.ts'

type NewRow = typeof callRecordings.$inferInsert

/** Keeps the recordings of folded calls, each once for good, and asks for their sound. */
export async function keepRecordings(
  deps: Deps,
  tx: Tx,
  folded: readonly FoldedCall[],
): Promise<void> {
  await dropMessages(deps, tx, folded)
  const rows = folded.flatMap((call) =>
    call.record.recordings.map((recording) => rowOf(deps, call, recording)),
  )
  if (rows.length === 0) return
  const fresh = await tx.insert(callRecordings).values(rows).onConflictDoNothing().returning()
  for (const row of fresh) await enqueueJobs(deps, tx, row)
  const isFresh = new Set(
    fresh.map(({ organizationId, session, key }) => `${organizationId} ${session} ${key}`),
  )
  for (const row of rows) {
    if (isFresh.has(`${row.organizationId} ${row.session} ${row.key}`)) continue
    if (row.toNumber !== '') await noteParties(tx, row)
    if (typeof row.nodeId === 'string') await noteAsker(deps, tx, row)
  }
}

function rowOf(deps: Deps, call: FoldedCall, recording: ToldRecording): NewRow {
  const now = deps.clock.now()
  const { url, askedBy } = recording
  const { from, to } = call.record
  return {
    organizationId: call.organizationId,
    id: newId(idPrefixes.callRecording, now),
    session: call.session,
    key: recording.key,
    callId: call.id,
    nodeId: askedBy?.node ?? null,
    nodeName: askedBy?.name ?? null,
    fromNumber: from,
    toNumber: to,
    recordedAt: new Date(recording.at),
    seconds: recording.seconds,
    sourceUrl: url,
    isTrial: call.isTrial,
    status: url === null ? 'failed' : 'fetching',
    reason: url === null ? 'The platform reported that nothing was recorded.' : null,
    expiresAt: expiryOf(now, askedBy?.retentionDays ?? null),
  }
}

/** Counted in real time: a pretend call may be of any day. */
function expiryOf(now: Date, retentionDays: number | null): Date | null {
  return retentionDays === null ? null : new Date(now.getTime() + retentionDays * 86_400_000)
}

async function enqueueJobs(deps: Deps, tx: Tx, row: typeof callRecordings.$inferSelect) {
  const { organizationId, id, status, expiresAt } = row
  const payload: RecordingJob = { id }
  const job = { organizationId, key: id, payload }
  if (status === 'fetching') await deps.jobs.enqueue(tx, { ...job, kind: fetchJob })
  if (expiresAt !== null) {
    await deps.jobs.enqueue(tx, { ...job, kind: expireJob, runAt: expiresAt })
  }
}

/** The recording was told of before anything else was known of the call: now it is known who called whom. */
async function noteParties(tx: Tx, row: NewRow): Promise<void> {
  const { fromNumber, toNumber } = row
  await tx
    .update(callRecordings)
    .set({ fromNumber, toNumber })
    .where(and(isSame(row), eq(callRecordings.toNumber, '')))
}

function isSame({ organizationId, session, key }: NewRow) {
  return and(
    eq(callRecordings.organizationId, organizationId),
    eq(callRecordings.session, session),
    eq(callRecordings.key, key),
  )
}

/** A call detail record told of it first: now it is known who asked for it, and how long it is kept. */
async function noteAsker(deps: Deps, tx: Tx, row: NewRow): Promise<void> {
  const { nodeId, nodeName, expiresAt } = row
  const [changed] = await tx
    .update(callRecordings)
    .set({ nodeId, nodeName, expiresAt })
    .where(and(isSame(row), isNull(callRecordings.nodeId)))
    .returning()
  if (changed) await enqueueJobs(deps, tx, changed)
}

/** A call detail record came before we knew that its link is that of a message. */
async function dropMessages(deps: Deps, tx: Tx, folded: readonly FoldedCall[]): Promise<void> {
  const left = folded.filter(({ record }) => record.messages.length > 0)
  if (left.length === 0) return
  const dropped = await tx
    .delete(callRecordings)
    .where(
      or(
        ...left.map(({ organizationId, session, record }) =>
          and(
            eq(callRecordings.organizationId, organizationId),
            eq(callRecordings.session, session),
            isNull(callRecordings.nodeId),
            inArray(
              callRecordings.sourceUrl,
              record.messages.map(({ recordingUrl }) => recordingUrl),
            ),
          ),
        ),
      ),
    )
    .returning({ fileKey: callRecordings.fileKey })
  for (const { fileKey } of dropped) if (fileKey !== null) await deps.files.delete(fileKey)
}
