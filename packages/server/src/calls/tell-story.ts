import type { CallStory, callEventSchema } from '@opbx/contract/calls'
import { and, asc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { listDeliveriesOfCall } from '../webhooks/service.ts'
import { foldCall } from './fold-call.ts'
import { parseEvent } from './fold-calls.ts'
import { findCall } from './list-calls.ts'
import type { CallEvent, CallLeg } from './rules.ts'
import { callEvents } from './table.ts'
import { isoTime } from './to-call.ts'

type ToldEvent = z.infer<typeof callEventSchema>
type EventRow = typeof callEvents.$inferSelect

/** A call with everything that was decided and told about it. */
export async function getCallStory(ctx: Ctx, id: string): Promise<CallStory> {
  const call = await findCall(ctx, { id })
  if (call === null) throw notFound('Call')
  const rows = await ctx.db.query
    .select()
    .from(callEvents)
    .where(
      and(eq(callEvents.organizationId, ctx.organizationId), eq(callEvents.session, call.session)),
    )
    .orderBy(asc(callEvents.at), asc(callEvents.receivedAt), asc(callEvents.key))
  const told = rows.map((row) => ({ row, event: parseEvent(row) }))
  const { trace, legs } = foldCall(told.map(({ event }) => event))
  return {
    ...call,
    trace,
    legs: legs.map((leg) => toLeg(call.session, leg)),
    deliveries: await listDeliveriesOfCall(ctx, call.session),
    events: told.map(({ row, event }) => toToldEvent(row, event)),
  }
}

function toLeg(session: string, leg: CallLeg): CallStory['legs'][number] {
  return {
    ...leg,
    session,
    startedAt: isoTime(leg.startedAt),
    answeredAt: isoTime(leg.answeredAt),
    endedAt: isoTime(leg.endedAt),
  }
}

function toToldEvent(row: EventRow, event: CallEvent): ToldEvent {
  return {
    id: row.key,
    at: row.at.toISOString(),
    kind: row.kind,
    summary: summaryOf(event),
    detail: detailOf(row.body),
  }
}

function summaryOf(event: CallEvent): string {
  switch (event.kind) {
    case 'decision':
      return event.trace.at(-1)?.happened ?? 'decided'
    case 'repeat':
      return event.trace.happened
    case 'session_update':
      return event.status
    case 'cdr':
      return event.rawDisposition
    case 'recording':
      return event.url === null ? 'no recording' : 'a recording'
    case 'lost':
      return 'Nothing more was heard of this call.'
  }
}

/** Where the platform goes on or tells of a recording: the rest of it is signed. */
const ownAddress = /(\/api\/(?:voice\/next|webhooks\/cloudonix\/recording)\/)[\w.-]+/g

/** What was received or answered. Continuations and the platform's links to audio are nobody's business. */
function detailOf(body: string): unknown {
  if (body === '') return null
  try {
    return JSON.parse(body, (key, value: unknown) => {
      if (typeof value !== 'string') return value
      if (/^recording_?url$/i.test(key)) return '…'
      return value.replace(ownAddress, '$1…')
    })
  } catch {
    return body.replace(/(recording_?url=)[^&]*/gi, '$1…')
  }
}
