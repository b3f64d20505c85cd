import type { callRecordingSchema } from '@opbx/contract/calls'
import { and, count, eq, gte, inArray, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { FoldedCall } from '../calls/rules.ts'
import { type Ctx, type Deps, systemCtx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import type { BoxNeed, MessageNeed, NeedAnswer } from '../engine/types.ts'
import { idPrefixes, newId } from '../ids.ts'
import type { RevisionStore } from '../revisions/service.ts'
import { audioLinkFor } from './audio-link.ts'
import { changeMessageByPhone, findMessage } from './by-phone.ts'
import { askForEmail, emailNow, handleMessageEmails } from './email-messages.ts'
import { visibleTo } from './inbox.ts'
import { askForRetention, handleRetention } from './retention.ts'
import { type VoicemailRow, voicemailMessages } from './table.ts'

export type CallRecording = z.infer<typeof callRecordingSchema>

/** The job that fetches a message's audio. */
export const fetchJob = 'voicemail.fetch'
export interface FetchJob {
  id: string
}

/** Keeps the messages of folded calls, each once for good, and asks for their audio. */
export async function keepMessages(
  deps: Deps,
  tx: Tx,
  folded: readonly FoldedCall[],
): Promise<void> {
  const rows = folded.flatMap((call) => rowsOf(deps, call))
  if (rows.length === 0) return
  const fresh = await tx.insert(voicemailMessages).values(rows).onConflictDoNothing().returning()
  for (const row of fresh) {
    const { organizationId, id } = row
    const payload: FetchJob = { id }
    await deps.jobs.enqueue(tx, { organizationId, kind: fetchJob, key: id, payload })
    await askForEmail(deps, tx, row)
  }
  for (const id of new Set(fresh.map(({ organizationId }) => organizationId)))
    await askForRetention(deps, tx, id)
}

function rowsOf(deps: Deps, call: FoldedCall): (typeof voicemailMessages.$inferInsert)[] {
  const { record } = call
  return record.messages.map((message) => ({
    organizationId: call.organizationId,
    id: newId(idPrefixes.voicemailMessage, deps.clock.now()),
    session: call.session,
    step: message.step,
    index: message.index,
    callId: call.id,
    boxId: message.box,
    boxName: message.boxName,
    userId: message.user,
    fromNumber: record.from,
    callerName: record.callerName,
    receivedAt: new Date(message.at),
    seconds: message.seconds,
    sourceUrl: message.recordingUrl,
    isTrial: call.isTrial,
    status: 'fetching',
  }))
}

/** Tells people of their messages by e-mail, and deletes what is too old. */
export function handleBoxJobs(deps: Deps, revisions: RevisionStore): void {
  handleMessageEmails(deps, revisions)
  handleRetention(deps, revisions)
}

/** The sound of a call's messages is here, or is given up. */
export const soundSettled = (deps: Deps, organizationId: string, session: string): Promise<void> =>
  emailNow(deps, organizationId, session)

/** What a call needs that listens to a box. */
export function askBox(
  deps: Deps,
  caller: { organizationId: string; isTrial: boolean },
  need: BoxNeed | MessageNeed,
): Promise<NeedAnswer> {
  switch (need.kind) {
    case 'voicemail_messages':
      return findMessage(deps, caller, need)
    case 'change_message':
      return changeMessageByPhone(deps, caller, need)
  }
}

/** Path that plays a message to who listens to a box by phone; good for an hour. */
export function messageLink(deps: Deps, organizationId: string, id: string): string {
  const ctx = systemCtx(deps, organizationId, ['calls.listen'])
  return audioLinkFor(ctx, { id, organizationId, status: 'stored', userId: null }) ?? ''
}

/** The recordings of some calls, by session, with links for whoever may listen. */
export async function findRecordings(
  ctx: Ctx,
  sessions: readonly string[],
): Promise<Map<string, CallRecording[]>> {
  const found = new Map<string, CallRecording[]>()
  if (sessions.length === 0) return found
  const rows = await ctx.db.query
    .select()
    .from(voicemailMessages)
    .where(
      and(
        eq(voicemailMessages.organizationId, ctx.organizationId),
        inArray(voicemailMessages.session, [...sessions]),
        isNull(voicemailMessages.deletedAt),
      ),
    )
    .orderBy(voicemailMessages.step, voicemailMessages.index)
  for (const row of rows) {
    found.set(row.session, [...(found.get(row.session) ?? []), toRecording(ctx, row)])
  }
  return found
}

function toRecording(ctx: Ctx, row: VoicemailRow): CallRecording {
  const { id, seconds, status, reason } = row
  return { id, kind: 'voicemail', seconds, status, reason, url: audioLinkFor(ctx, row) }
}

/** How many messages came since; for the figures of the day. */
export async function countMessages(
  ctx: Ctx,
  { since, includesTrials }: { since: Date; includesTrials: boolean },
): Promise<number> {
  const [row] = await ctx.db.query
    .select({ count: count() })
    .from(voicemailMessages)
    .where(
      and(
        visibleTo(ctx),
        gte(voicemailMessages.receivedAt, since),
        includesTrials ? undefined : eq(voicemailMessages.isTrial, false),
      ),
    )
  return row?.count ?? 0
}
