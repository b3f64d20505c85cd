import { timingSafeEqual } from 'node:crypto'
import { isSecretReference } from '@opbx/contract/call-flow/secrets'
import { and, asc, eq, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { type Ctx, type Deps, systemCtx } from '../context.ts'
import { write } from '../db/write.ts'
import type { BoxNeed, MessageNeed, PinNeed, PlayedMessage } from '../engine/types.ts'
import { mostTriesAnHour } from '../engine/voicemail-box.ts'
import { openSecret } from '../node-secrets/service.ts'
import { hashOfToken } from '../tokens.ts'
import { voicemailMessages } from './table.ts'

/** Who asks: a pretend call hears the messages of pretend calls. */
interface Caller {
  organizationId: string
  isTrial: boolean
}

const hourMilliseconds = 3_600_000

/** Compares a PIN. Each try is counted before it is compared, so that calls at the same time cannot have more. */
export async function checkPin(
  deps: Deps,
  { organizationId, isTrial }: Caller,
  { box, name, pin, digits }: PinNeed,
): Promise<PinNeed['fallback']> {
  const subject = isTrial ? `trial:${box}` : box
  const count = await countTry(deps, organizationId, subject)
  if (count > mostTriesAnHour) return 'blocked'
  const right = isSecretReference(pin) ? await openSecret(deps, organizationId, pin) : pin
  if (isSame(right, digits)) {
    await forgiveTry(deps, organizationId, subject)
    return 'right'
  }
  if (count === mostTriesAnHour && !isTrial) await report(deps, organizationId, { box, name })
  return 'wrong'
}

/** How many tries there were within the hour, this one included. */
async function countTry(deps: Deps, organizationId: string, subject: string): Promise<number> {
  const now = deps.clock.now()
  const hourAgo = new Date(now.getTime() - hourMilliseconds)
  const { rows } = await deps.db.pool.query<{ wrong: number }>(
    `insert into pin_tries (organization_id, subject_id, began_at, wrong) values ($1, $2, $3, 1)
     on conflict (organization_id, subject_id) do update set
       wrong = case when pin_tries.began_at <= $4 then 1 else least(pin_tries.wrong + 1, $5) end,
       began_at = case when pin_tries.began_at <= $4 then excluded.began_at else pin_tries.began_at end
     returning wrong`,
    [organizationId, subject, now, hourAgo, mostTriesAnHour + 1],
  )
  return Number(rows[0]?.wrong ?? mostTriesAnHour + 1)
}

async function forgiveTry(deps: Deps, organizationId: string, subject: string): Promise<void> {
  await deps.db.pool.query(
    `update pin_tries set wrong = greatest(wrong - 1, 0)
     where organization_id = $1 and subject_id = $2`,
    [organizationId, subject],
  )
}

// As hashes they have one length.
function isSame(right: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(hashOfToken(right)), Buffer.from(hashOfToken(given)))
}

/** Somebody may be trying PINs: the owner is to know. */
async function report(
  deps: Deps,
  organizationId: string,
  { box, name }: { box: string; name: string },
): Promise<void> {
  deps.log.warn({ organizationId, box }, 'too many wrong PINs for a voicemail box')
  await write(systemCtx(deps, organizationId, []), 'self', async (_tx, { audit }) => {
    audit({
      action: 'voicemail_box.pin_blocked',
      subjectId: box,
      subjectName: name,
      after: { wrong: mostTriesAnHour },
    })
  })
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
