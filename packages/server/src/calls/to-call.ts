import type { Call } from '@opbx/contract/calls'
import type { Ctx } from '../context.ts'
import { findCallRecordings } from '../recordings/service.ts'
import { type CallRecording, findRecordings } from '../voicemail/service.ts'
import type { FoldedCall, QueueVisit, StoredRecord } from './rules.ts'

/** A call's row as hand-written SQL gives it. */
export interface CallColumns {
  id: string
  session: string
  unique_call_id: string
  is_trial: boolean
  has_message: boolean
  has_recording: boolean
  record: StoredRecord
}

/** A call as the fold has just written it. */
export function columnsOf(folded: FoldedCall): CallColumns {
  const { trace: _trace, legs: _legs, webhooks: _webhooks, ...others } = folded.record
  const { messages, recordings, ...record } = others
  return {
    id: folded.id,
    session: folded.session,
    unique_call_id: folded.uniqueCallId,
    is_trial: folded.isTrial,
    has_message: messages.length > 0,
    has_recording: recordings.length > 0,
    record,
  }
}

export const callColumns =
  'id, session, unique_call_id, is_trial, has_message, has_recording, record'

/** Rows as the API shows them to this reader. */
export async function toCalls(ctx: Ctx, rows: readonly CallColumns[]): Promise<Call[]> {
  const sessions = rows.flatMap((row) => (row.has_message ? [row.session] : []))
  const messages = await findRecordings(ctx, sessions)
  const recorded = rows.flatMap((row) => (row.has_recording ? [row.session] : []))
  const recordings = await findCallRecordings(ctx, recorded)
  return rows.map((row) => {
    const { session } = row
    const talks = (recordings.get(session) ?? []).map((recording) =>
      mayHear(ctx, row.record) ? recording : { ...recording, url: null },
    )
    return toCall(row, [...talks, ...(messages.get(session) ?? [])])
  })
}

/** A pbx_user hears what she said herself: that her phone rang for somebody else's talk is not enough. */
function mayHear({ role, userId }: Ctx, { caller, answeredBy }: StoredRecord): boolean {
  return role !== 'pbx_user' || caller?.user === userId || answeredBy?.user === userId
}

function toCall(row: CallColumns, recordings: CallRecording[]): Call {
  const { record } = row
  return {
    id: row.id,
    session: row.session,
    uniqueCallId: row.unique_call_id,
    direction: record.direction,
    from: record.from,
    to: record.to,
    callerName: record.callerName,
    caller: record.caller,
    startedAt: new Date(record.startedAt).toISOString(),
    connectedAt: isoTime(record.connectedAt),
    answeredAt: isoTime(record.answeredAt),
    endedAt: isoTime(record.endedAt),
    durationSeconds: record.durationSeconds,
    billableSeconds: record.billableSeconds,
    disposition: record.disposition,
    rawDisposition: record.rawDisposition,
    status: record.status,
    revision: record.revision,
    trial: row.is_trial,
    rang: record.rang,
    answeredBy: record.answeredBy,
    node: record.node,
    recordings,
    // Calls of before there were tags and queues have none.
    tags: record.tags ?? [],
    queueVisits: (record.queueVisits ?? []).map(toVisit),
    cost: record.cost,
  }
}

function toVisit({ step: _, ...visit }: QueueVisit): Call['queueVisits'][number] {
  return {
    ...visit,
    enteredAt: new Date(visit.enteredAt).toISOString(),
    leftAt: isoTime(visit.leftAt),
    answeredAt: isoTime(visit.answeredAt),
  }
}

export function isoTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString()
}

/** Whether a pbx_user has to do with a call: hers are those that her extensions made or that rang them. */
export function isOwnCall(call: Pick<FoldedCall['record'], 'caller' | 'rang'>, userId: string) {
  return call.caller?.user === userId || call.rang.some((party) => party.user === userId)
}
