import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import { type Deps, systemCtx } from '../context.ts'
import { runInTransaction, type Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import type { RevisionStore } from '../revisions/service.ts'
import { boxesOf, expiries } from './rules.ts'
import { voicemailMessages } from './table.ts'

const retentionJob = 'voicemail.retention'
const dayMilliseconds = 86_400_000
/** So many at once that neither the transaction nor the entry in the audit log becomes long. */
const mostAtOnce = 1_000

/** Sees to it that somebody looks in a day: who gets messages has some to delete one day. */
export async function askForRetention(deps: Deps, tx: Tx, organizationId: string): Promise<void> {
  const runAt = new Date(deps.clock.now().getTime() + dayMilliseconds)
  const job = { organizationId, kind: retentionJob, key: 'daily', payload: {}, runAt }
  await deps.jobs.enqueue(tx, job)
}

/** Deletes messages that are older than their box keeps them, by what is live. */
export function handleRetention(deps: Deps, revisions: RevisionStore): void {
  deps.jobs.handle(retentionJob, async ({ organizationId, signal }) => {
    while (!signal.aborted && (await deleteExpired(deps, revisions, organizationId)));
    await runInTransaction(deps.db, (tx) => askForRetention(deps, tx, organizationId))
  })
}

/** True: there may be more. */
async function deleteExpired(
  deps: Deps,
  revisions: RevisionStore,
  organizationId: string,
): Promise<boolean> {
  const live = await revisions.live(organizationId)
  const due = live === null ? [] : expiries(boxesOf(live.flow), deps.clock.now().getTime())
  if (due.length === 0) return false
  const rows = await deps.db.query
    .select({
      id: voicemailMessages.id,
      boxName: voicemailMessages.boxName,
      fileKey: voicemailMessages.fileKey,
    })
    .from(voicemailMessages)
    .where(
      and(
        eq(voicemailMessages.organizationId, organizationId),
        isNull(voicemailMessages.deletedAt),
        or(
          ...due.map(({ id, before }) =>
            and(
              eq(voicemailMessages.boxId, id),
              lt(voicemailMessages.receivedAt, new Date(before)),
            ),
          ),
        ),
      ),
    )
    .orderBy(voicemailMessages.receivedAt)
    .limit(mostAtOnce)
  if (rows.length === 0) return false
  // First, so that a process that ends in between leaves no file that nobody knows of.
  for (const { fileKey } of rows) if (fileKey !== null) await deps.files.delete(fileKey)
  await write(systemCtx(deps, organizationId, []), 'self', async (tx, { audit }) => {
    await tx
      .update(voicemailMessages)
      .set(erased(deps.clock.now()))
      .where(
        and(
          eq(voicemailMessages.organizationId, organizationId),
          inArray(
            voicemailMessages.id,
            rows.map(({ id }) => id),
          ),
        ),
      )
    const counts: Record<string, number> = {}
    for (const { boxName } of rows) counts[boxName] = (counts[boxName] ?? 0) + 1
    audit({
      action: 'voicemail_message.expire',
      subjectId: organizationId,
      subjectName: rows.length === 1 ? '1 message' : `${rows.length} messages`,
      after: counts,
    })
  })
  return rows.length === mostAtOnce
}

/** What is left of a message: enough that the record of its call does not bring it back. */
function erased(now: Date) {
  return { deletedAt: now, fileKey: null, fromNumber: '', callerName: null, sourceUrl: '' }
}
