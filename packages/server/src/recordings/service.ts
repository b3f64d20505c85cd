import { createHmac, timingSafeEqual } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import type { Ctx } from '../context.ts'
import type { RecordOrder } from '../cxml/verbs.ts'
import type { Secrets } from '../db/secrets.ts'
import type { CallRecording } from '../voicemail/service.ts'
import { audioLinkFor } from './audio-link.ts'
import { callRecordings } from './table.ts'

/** The recordings of some calls, by session, with links for whoever may listen. */
export async function findCallRecordings(
  ctx: Ctx,
  sessions: readonly string[],
): Promise<Map<string, CallRecording[]>> {
  const found = new Map<string, CallRecording[]>()
  if (sessions.length === 0) return found
  const rows = await ctx.db.query
    .select()
    .from(callRecordings)
    .where(
      and(
        eq(callRecordings.organizationId, ctx.organizationId),
        inArray(callRecordings.session, [...sessions]),
      ),
    )
    .orderBy(callRecordings.recordedAt, callRecordings.id)
  for (const row of rows) {
    const { id, seconds, status, reason } = row
    const url = audioLinkFor(ctx, row)
    const deletedAt = (row.deletedAt ?? row.expiresAt)?.toISOString() ?? null
    const recording = { id, kind: 'call' as const, seconds, status, reason, url, deletedAt }
    found.set(row.session, [...(found.get(row.session) ?? []), recording])
  }
  return found
}

/** Which recording the platform tells of: whose, of which call, and who asked for it. */
export interface OrderedRecording {
  organizationId: string
  session: string
  isTrial: boolean
  order: RecordOrder
}

// No call lasts longer than a day, and its recording is made ready soon after.
const goodForMilliseconds = 3 * 86_400_000
/** Longer ones could not be a path parameter. */
const longestToken = 1_500

interface Payload {
  o: string
  s: string
  t: number
  trial: boolean
  order: RecordOrder
}

/** Goes to the platform in the address of a recording's callback. Form: `<base64url JSON>.<mac>`. */
export function sealOrder(
  { secrets }: { secrets: Secrets },
  { organizationId: o, session: s, isTrial: trial, order }: OrderedRecording,
  now: Date,
): string {
  const payload: Payload = { o, s, t: now.getTime(), trial, order }
  const signed = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `${signed}.${macOf(secrets, signed)}`
}

/** Null for what was not made here, was changed, or is too old. */
export function openOrder(
  { secrets }: { secrets: Secrets },
  token: string,
  now: Date,
): OrderedRecording | null {
  const [signed = '', mac = '', ...more] = token.split('.')
  if (token.length > longestToken || more.length > 0) return null
  const given = Buffer.from(mac)
  const right = Buffer.from(macOf(secrets, signed))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  const payload: Payload = JSON.parse(Buffer.from(signed, 'base64url').toString())
  if (now.getTime() - payload.t > goodForMilliseconds) return null
  const { o, s, trial, order } = payload
  return { organizationId: o, session: s, isTrial: trial, order }
}

function macOf(secrets: Secrets, signed: string): string {
  return createHmac('sha256', secrets.derive('recording callback'))
    .update(signed)
    .digest('base64url')
}
