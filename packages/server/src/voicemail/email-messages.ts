import { and, eq, isNull, ne } from 'drizzle-orm'
import { type Deps, systemCtx } from '../context.ts'
import { runInTransaction, type Tx } from '../db/transaction.ts'
import type { Job } from '../jobs/jobs.ts'
import { type Email, mostAttachedBytes } from '../mail/rules.ts'
import { isMailSetUp, queueEmail } from '../mail/service.ts'
import type { RevisionStore } from '../revisions/service.ts'
import { audioLinkFor } from './audio-link.ts'
import { attachmentName, type Box, boxOf, emailAbout, linkDays } from './rules.ts'
import { type VoicemailRow, voicemailMessages } from './table.ts'

const emailJob = 'voicemail.email'

/** Who waits for a message would rather know of it than hear it. */
const longestWaitMilliseconds = 300_000

interface EmailJob {
  id: string
}

/** Has the people of a box told of a new message: once its sound is here, or without it after five minutes. */
export async function askForEmail(
  deps: Deps,
  tx: Tx,
  message: { organizationId: string; id: string; isTrial: boolean },
): Promise<void> {
  // A pretend call reaches nobody.
  if (message.isTrial || !isMailSetUp(deps)) return
  await enqueue(deps, tx, { ...message, waitMilliseconds: longestWaitMilliseconds })
}

/** The sound of a call's messages is here, or is given up: there is nothing more to wait for. */
export async function emailNow(deps: Deps, organizationId: string, session: string): Promise<void> {
  if (!isMailSetUp(deps)) return
  await runInTransaction(deps.db, async (tx) => {
    const rows = await tx
      .select({ organizationId: voicemailMessages.organizationId, id: voicemailMessages.id })
      .from(voicemailMessages)
      .where(
        and(
          eq(voicemailMessages.organizationId, organizationId),
          eq(voicemailMessages.session, session),
          eq(voicemailMessages.isTrial, false),
          ne(voicemailMessages.status, 'fetching'),
          isNull(voicemailMessages.notifiedAt),
          isNull(voicemailMessages.deletedAt),
        ),
      )
    for (const row of rows) await enqueue(deps, tx, { ...row, waitMilliseconds: 0 })
  })
  deps.jobs.wake()
}

async function enqueue(
  deps: Deps,
  tx: Tx,
  {
    organizationId,
    id,
    waitMilliseconds,
  }: { organizationId: string; id: string; waitMilliseconds: number },
): Promise<void> {
  const payload: EmailJob = { id }
  const runAt = new Date(deps.clock.now().getTime() + waitMilliseconds)
  await deps.jobs.enqueue(tx, { organizationId, kind: emailJob, key: id, payload, runAt })
}

export function handleMessageEmails(deps: Deps, revisions: RevisionStore): void {
  deps.jobs.handle(emailJob, (job) => emailMessage(deps, revisions, job))
}

async function emailMessage(deps: Deps, revisions: RevisionStore, job: Job): Promise<void> {
  const { organizationId } = job
  // Enqueued here only.
  const { id } = job.payload as EmailJob
  const live = await revisions.live(organizationId)
  await runInTransaction(deps.db, async (tx) => {
    const [row] = await tx
      .select()
      .from(voicemailMessages)
      .where(and(ofMessage(organizationId, id), isNull(voicemailMessages.notifiedAt)))
      .for('update')
    if (row === undefined || row.deletedAt !== null) return
    const box = live && boxOf(live.flow, row.boxId)
    if (live && box) {
      const { timeZone } = live.flow.flow.organization
      await queueFor(deps, tx, { row, box, timeZone })
    }
    await tx
      .update(voicemailMessages)
      .set({ notifiedAt: deps.clock.now() })
      .where(ofMessage(organizationId, id))
  })
  deps.jobs.wake()
}

function ofMessage(organizationId: string, id: string) {
  return and(eq(voicemailMessages.organizationId, organizationId), eq(voicemailMessages.id, id))
}

async function queueFor(
  deps: Deps,
  tx: Tx,
  { row, box, timeZone }: { row: VoicemailRow; box: Box; timeZone: string },
): Promise<void> {
  const { organizationId } = row
  const ctx = systemCtx(deps, organizationId, ['calls.listen'])
  const path = audioLinkFor(ctx, row, linkDays * 86_400)
  const words = emailAbout(box, {
    from: row.fromNumber,
    callerName: row.callerName,
    receivedAt: row.receivedAt.getTime(),
    seconds: row.seconds,
    timeZone,
    link: path && `${deps.config.appUrl}${path}`,
    reason: row.status === 'failed' ? row.reason : null,
    inbox: `${deps.config.appUrl}/ui/calls/voicemail`,
  })
  const attachment = box.config.attachAudio ? await attachmentOf(deps, row) : null
  for (const [index, to] of box.config.emails.entries()) {
    const email: Email = { to, ...words, ...(attachment && { attachment }) }
    await queueEmail(deps, tx, { organizationId, id: `${row.id}-${index}`, email })
  }
}

/** Null: there is no sound, or it is too large to be sent; the link plays it. */
async function attachmentOf(
  { files }: Deps,
  { fileKey, contentType, receivedAt }: VoicemailRow,
): Promise<NonNullable<Email['attachment']> | null> {
  if (fileKey === null) return null
  const file = await files.open(fileKey)
  file?.stream.destroy()
  if (file === null || file.sizeBytes > mostAttachedBytes) return null
  return {
    fileKey,
    name: attachmentName(receivedAt.getTime(), contentType),
    contentType: contentType ?? 'application/octet-stream',
  }
}
