import type {
  VoicemailBulk,
  VoicemailCounts,
  VoicemailMessage,
  voicemailQuerySchema,
} from '@opbx/contract/calls'
import type { Page } from '@opbx/contract/pagination'
import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { type WriteTools, write } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { audioLinkFor } from './audio-link.ts'
import { type VoicemailRow, voicemailMessages } from './table.ts'

/** Newest first. A pbx_user sees her own box. */
export async function listMessages(
  ctx: Ctx,
  { limit, cursor, ...filters }: z.infer<typeof voicemailQuerySchema>,
): Promise<Page<VoicemailMessage>> {
  const after = readCursor(cursor, 2)
  const rows = await ctx.db.query
    .select()
    .from(voicemailMessages)
    .where(
      and(
        visibleTo(ctx),
        ...matching(filters),
        after === null
          ? undefined
          : sql`(${voicemailMessages.receivedAt}, ${voicemailMessages.id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(sql`${voicemailMessages.receivedAt} desc, ${voicemailMessages.id} desc`)
    .limit(limit + 1)
  return pageFrom(rows, limit, {
    keyOf: (row) => [row.receivedAt.toISOString(), row.id],
    toItem: (row) => toMessage(ctx, row),
  })
}

function matching({
  box,
  state,
  caller,
}: Pick<z.infer<typeof voicemailQuerySchema>, 'box' | 'state' | 'caller'>): (SQL | undefined)[] {
  const { boxId, heardAt, fromNumber, callerName } = voicemailMessages
  const isHeard = state === 'heard' ? isNotNull(heardAt) : isNull(heardAt)
  return [
    box === undefined ? undefined : eq(boxId, box),
    state === undefined ? undefined : isHeard,
    caller === undefined || caller === ''
      ? undefined
      : or(holds(fromNumber, numberIn(caller)), holds(callerName, caller)),
  ]
}

/** Numbers are stored without blanks and signs. */
function numberIn(text: string): string {
  return /^[\d\s()+./-]+$/.test(text) ? text.replace(/[\s()./-]/g, '') : text
}

function holds(
  column: typeof voicemailMessages.fromNumber | typeof voicemailMessages.callerName,
  text: string,
): SQL {
  return sql`position(lower(${text}) in lower(${column})) > 0`
}

/** Every box with messages that the reader may see. */
export async function countBoxes(ctx: Ctx): Promise<VoicemailCounts> {
  const { boxId, boxName, heardAt, receivedAt } = voicemailMessages
  const items = await ctx.db.query
    .select({
      id: boxId,
      // The name that it had last.
      name: sql<string>`(array_agg(${boxName} order by ${receivedAt} desc))[1]`,
      messages: sql<number>`count(*)::integer`,
      new: sql<number>`(count(*) filter (where ${heardAt} is null))::integer`,
    })
    .from(voicemailMessages)
    .where(visibleTo(ctx))
    .groupBy(boxId)
  return { items: items.toSorted((a, b) => a.name.localeCompare(b.name)) }
}

export async function markHeard(ctx: Ctx, id: string, isHeard: boolean): Promise<VoicemailMessage> {
  return write(ctx, 'calls.listen', async (tx, { audit }) => {
    const [row] = await setHeard(ctx, tx, { ids: [id], isHeard })
    if (row === undefined) throw notFound('Message')
    audit({ action: 'voicemail_message.update', ...subjectOf(row), after: { heard: isHeard } })
    return toMessage(ctx, row)
  })
}

export async function deleteMessage(ctx: Ctx, id: string): Promise<void> {
  const rows = await write(ctx, 'calls.listen', async (tx, tools) => {
    const deleted = await deleteRows(ctx, tx, { ids: [id], tools })
    if (deleted.length === 0) throw notFound('Message')
    return deleted
  })
  await deleteSounds(ctx, rows)
}

/** The same with many. Answers how many there were: what is gone by now, or is nobody's business, is left out. */
export async function changeMany(ctx: Ctx, { ids, action }: VoicemailBulk): Promise<number> {
  const rows = await write(ctx, 'calls.listen', async (tx, tools) => {
    const changed = await changeRows(ctx, tx, { ids, action, tools })
    if (changed.length === 0) throw notFound('Message')
    return changed
  })
  if (action === 'delete') await deleteSounds(ctx, rows)
  return rows.length
}

async function changeRows(
  ctx: Ctx,
  tx: Tx,
  { ids, action, tools }: VoicemailBulk & { tools: WriteTools },
): Promise<VoicemailRow[]> {
  if (action === 'delete') return deleteRows(ctx, tx, { ids, tools })
  const after = { heard: action === 'mark_heard' }
  const rows = await setHeard(ctx, tx, { ids, isHeard: after.heard })
  for (const row of rows)
    tools.audit({ action: 'voicemail_message.update', ...subjectOf(row), after })
  return rows
}

function setHeard(
  ctx: Ctx,
  tx: Tx,
  { ids, isHeard }: { ids: readonly string[]; isHeard: boolean },
): Promise<VoicemailRow[]> {
  return tx
    .update(voicemailMessages)
    .set({ heardAt: isHeard ? ctx.clock.now() : null })
    .where(and(visibleTo(ctx), inArray(voicemailMessages.id, [...ids])))
    .returning()
}

/** The rows stay, without their audio: the record of the call must not bring the message back. */
async function deleteRows(
  ctx: Ctx,
  tx: Tx,
  { ids, tools }: { ids: readonly string[]; tools: WriteTools },
): Promise<VoicemailRow[]> {
  const rows = await tx
    .select()
    .from(voicemailMessages)
    .where(and(visibleTo(ctx), inArray(voicemailMessages.id, [...ids])))
    .orderBy(voicemailMessages.id)
    .for('update')
  if (rows.length === 0) return []
  await tx
    .update(voicemailMessages)
    .set({ deletedAt: ctx.clock.now(), fileKey: null })
    .where(
      and(
        eq(voicemailMessages.organizationId, ctx.organizationId),
        inArray(
          voicemailMessages.id,
          rows.map(({ id }) => id),
        ),
      ),
    )
  for (const row of rows) tools.audit({ action: 'voicemail_message.delete', ...subjectOf(row) })
  return rows
}

async function deleteSounds(ctx: Ctx, rows: readonly VoicemailRow[]): Promise<void> {
  for (const { fileKey } of rows) if (fileKey !== null) await ctx.files.delete(fileKey)
}

/** What is there and the reader's: a pbx_user has her own box. */
export function visibleTo(ctx: Ctx) {
  return and(
    eq(voicemailMessages.organizationId, ctx.organizationId),
    isNull(voicemailMessages.deletedAt),
    ctx.role === 'pbx_user' ? eq(voicemailMessages.userId, ctx.userId ?? '') : undefined,
  )
}

function subjectOf(row: VoicemailRow): { subjectId: string; subjectName: string } {
  return { subjectId: row.id, subjectName: `Message in ${row.boxName}` }
}

function toMessage(ctx: Ctx, row: VoicemailRow): VoicemailMessage {
  return {
    id: row.id,
    box: { id: row.boxId, name: row.boxName },
    callId: row.callId,
    from: row.fromNumber,
    callerName: row.callerName,
    receivedAt: row.receivedAt.toISOString(),
    seconds: row.seconds,
    status: row.status,
    reason: row.reason,
    heard: row.heardAt !== null,
    url: audioLinkFor(ctx, row),
  }
}
