import type { Page } from '@opbx/contract/pagination'
import type { Recording, RecordingQuery } from '@opbx/contract/recordings'
import { and, eq, gte, lt, sql } from 'drizzle-orm'
import type { Ctx } from '../context.ts'
import { write } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { audioLinkFor } from './audio-link.ts'
import { type CallRecordingRow, callRecordings, noSound } from './table.ts'

/** Newest first. A pbx_user sees those in which she talks. */
export async function listRecordings(
  ctx: Ctx,
  { limit, cursor, from, to, node, status }: RecordingQuery,
): Promise<Page<Recording>> {
  const after = readCursor(cursor, 2)
  const { recordedAt, id, nodeId } = callRecordings
  const rows = await ctx.db.query
    .select()
    .from(callRecordings)
    .where(
      and(
        visibleTo(ctx),
        from === undefined ? undefined : gte(recordedAt, new Date(from)),
        to === undefined ? undefined : lt(recordedAt, new Date(to)),
        node === undefined ? undefined : eq(nodeId, node),
        status === undefined ? undefined : eq(callRecordings.status, status),
        after === null
          ? undefined
          : sql`(${recordedAt}, ${id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(sql`${recordedAt} desc, ${id} desc`)
    .limit(limit + 1)
  return pageFrom(rows, limit, {
    keyOf: (row) => [row.recordedAt.toISOString(), row.id],
    toItem: (row) => toRecording(ctx, row),
  })
}

/** The sound is gone for good; that there was one stays with the call. */
export async function deleteRecording(ctx: Ctx, recordingId: string): Promise<void> {
  const { organizationId, actor, clock } = ctx
  const isOne = and(visibleTo(ctx), eq(callRecordings.id, recordingId))
  const fileKey = await write(ctx, 'recordings.delete', async (tx, { audit }) => {
    const [before] = await tx.select().from(callRecordings).where(isOne).for('update')
    if (before === undefined || before.status === 'deleted') throw notFound('Recording')
    await tx
      .update(callRecordings)
      .set({
        status: 'deleted',
        reason: `Deleted by ${actor.name}.`,
        deletedAt: clock.now(),
        ...noSound,
      })
      .where(
        and(eq(callRecordings.organizationId, organizationId), eq(callRecordings.id, recordingId)),
      )
    const { fromNumber, toNumber, callId, recordedAt } = before
    audit({
      action: 'recording.delete',
      subjectId: recordingId,
      subjectName: `Recording of ${fromNumber} to ${toNumber}`,
      before: { call: callId, recordedAt: recordedAt.toISOString() },
    })
    return before.fileKey
  })
  if (fileKey !== null) await ctx.files.delete(fileKey)
}

/** Where a stored recording is; null: it is not, or not any more. */
export async function findSound(
  { db }: Pick<Ctx, 'db'>,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<{ key: string; contentType: string } | null> {
  const [row] = await db.query
    .select({ key: callRecordings.fileKey, contentType: callRecordings.contentType })
    .from(callRecordings)
    .where(and(eq(callRecordings.organizationId, organizationId), eq(callRecordings.id, id)))
  if (row === undefined || row.key === null) return null
  return { key: row.key, contentType: row.contentType ?? 'application/octet-stream' }
}

function visibleTo(ctx: Ctx) {
  const isOwn = sql`exists (select 1 from calls
    where calls.organization_id = ${callRecordings.organizationId}
      and calls.id = ${callRecordings.callId}
      and ${ctx.userId ?? ''} in
        (calls.record -> 'caller' ->> 'user', calls.record -> 'answeredBy' ->> 'user'))`
  return and(
    eq(callRecordings.organizationId, ctx.organizationId),
    ctx.role === 'pbx_user' ? isOwn : undefined,
  )
}

function toRecording(ctx: Ctx, row: CallRecordingRow): Recording {
  const { id, callId, nodeId, nodeName, seconds, status, reason } = row
  return {
    id,
    callId,
    from: row.fromNumber,
    to: row.toNumber,
    recordedAt: row.recordedAt.toISOString(),
    askedBy: nodeId === null ? null : { id: nodeId, name: nodeName ?? '' },
    seconds,
    status,
    reason,
    trial: row.isTrial,
    deletedAt: (row.deletedAt ?? row.expiresAt)?.toISOString() ?? null,
    url: audioLinkFor(ctx, row),
  }
}
