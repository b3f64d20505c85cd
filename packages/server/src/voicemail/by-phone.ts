import { and, asc, eq, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { type Ctx, type Deps, systemCtx } from '../context.ts'
import { write } from '../db/write.ts'
import type { BoxNeed, MessageNeed, PlayedMessage } from '../engine/types.ts'
import { voicemailMessages } from './table.ts'

/** Who asks: a pretend call hears the messages of pretend calls. */
interface Caller {
  organizationId: string
  isTrial: boolean
}

/** How many messages a box has, and the one at a place: new ones first, the oldest of them first. */
export async function findMessage(
  deps: Deps,
  caller: Caller,
  { box, since, index }: BoxNeed,
): Promise<BoxNeed['fallback']> {
  const { heardAt, receivedAt, id } = voicemailMessages
  const opened = new Date(since)
  // What was heard during this call stays where it was.
  const isNew = sql<boolean>`(${heardAt} is null or ${heardAt} >= ${opened.toISOString()}::timestamptz)`
  const inBox = ofBox(caller, box, lte(receivedAt, opened))
  const [counts] = await deps.db.query
    .select({
      total: sql<number>`count(*)::integer`,
      fresh: sql<number>`(count(*) filter (where ${heardAt} is null))::integer`,
    })
    .from(voicemailMessages)
    .where(inBox)
  const [row] = await deps.db.query
    .select()
    .from(voicemailMessages)
    .where(inBox)
    .orderBy(sql`${isNew} desc`, asc(receivedAt), asc(id))
    .limit(1)
    .offset(index)
  const message: PlayedMessage | null =
    row === undefined
      ? null
      : {
          id: row.id,
          at: row.receivedAt.getTime(),
          from: row.fromNumber,
          callerName: row.callerName,
          isNew: row.heardAt === null,
          seconds: Math.ceil(row.seconds ?? 0),
        }
  return { total: counts?.total ?? 0, fresh: counts?.fresh ?? 0, message }
}

/** Those that can be played. */
function ofBox({ organizationId, isTrial }: Caller, box: string, more: SQL | undefined) {
  return and(
    eq(voicemailMessages.organizationId, organizationId),
    eq(voicemailMessages.boxId, box),
    eq(voicemailMessages.isTrial, isTrial),
    eq(voicemailMessages.status, 'stored'),
    isNull(voicemailMessages.deletedAt),
    more,
  )
}

/** The phone, or the PIN, is the proof. True once it is stored. */
export async function changeMessageByPhone(
  deps: Deps,
  caller: Caller,
  { box, message, change }: MessageNeed,
): Promise<boolean> {
  const ctx = systemCtx(deps, caller.organizationId, [])
  const isThis = ofBox(caller, box, eq(voicemailMessages.id, message))
  const fileKey = await write(ctx, 'self', async (tx, { audit }) => {
    const [row] = await tx.select().from(voicemailMessages).where(isThis).for('update')
    if (row === undefined) throw new Error(`There is no message ${message} any more`)
    await tx.update(voicemailMessages).set(changeOf(ctx, change)).where(isThis)
    audit({
      action: change === 'delete' ? 'voicemail_message.delete' : 'voicemail_message.update',
      subjectId: row.id,
      subjectName: `Message in ${row.boxName}`,
      after: { by: 'phone', ...(change === 'heard' && { heard: true }) },
    })
    return change === 'delete' ? row.fileKey : null
  })
  if (fileKey !== null) await deps.files.delete(fileKey)
  return true
}

function changeOf({ clock }: Ctx, change: MessageNeed['change']) {
  const now = clock.now()
  return change === 'delete' ? { deletedAt: now, fileKey: null } : { heardAt: now }
}
