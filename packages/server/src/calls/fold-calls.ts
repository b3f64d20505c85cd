import { sql } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { runInTransaction, type Tx } from '../db/transaction.ts'
import { idPrefixes, newId, newUniqueCallId } from '../ids.ts'
import { foldCall } from './fold-call.ts'
import type { CallEvent, FoldedCall } from './rules.ts'

/** Keeps what folded calls bring beside their rows, in the same transaction. */
export type KeepBeside = (tx: Tx, folded: readonly FoldedCall[]) => Promise<void>

interface Due {
  organization_id: string
  session: string
}
interface Held extends Due {
  id: string
  unique_call_id: string
}
interface StoredEvent extends Due {
  key: string
  received_at: Date
  is_trial: boolean
  is_folded: boolean
  content: string
}

/**
 * Folds a batch of calls that have new events: locks their rows in the order of the key, reads all their
 * events, writes the result. A call that another process holds is left to the next batch.
 */
export async function foldBatch(
  deps: Deps,
  { most, keepBeside }: { most: number; keepBeside: KeepBeside },
): Promise<FoldedCall[]> {
  const { rows: due } = await deps.db.pool.query<Due>(
    {
      name: 'calls_to_fold',
      text: `select distinct organization_id, session collate "C" as session from call_events
        where not is_folded order by 1, 2 limit $1`,
    },
    [most],
  )
  if (due.length === 0) return []
  return runInTransaction(deps.db, async (tx) => {
    await insertMissing(deps, tx, due)
    const held = await lockCalls(tx, due)
    if (held.length === 0) return []
    const events = await readEvents(tx, held)
    const folded = held.flatMap((call) => foldOne(deps, call, events))
    await writeCalls(tx, folded, deps.clock.now())
    await markFolded(tx, events)
    await keepBeside(tx, folded)
    return folded
  })
}

async function insertMissing(deps: Deps, tx: Tx, due: readonly Due[]): Promise<void> {
  const now = deps.clock.now()
  const rows = due.map(({ organization_id, session }) => ({
    organization_id,
    session,
    id: newId(idPrefixes.call, now),
    unique_call_id: newUniqueCallId(now),
  }))
  await tx.execute(sql`
    insert into calls (organization_id, id, session, unique_call_id, started_at, heard_at, status,
      direction, from_number, to_number, is_trial, nodes, users, has_message, record)
    select organization_id, id, session, unique_call_id, ${now.toISOString()}::timestamptz,
      ${now.toISOString()}::timestamptz, 'ringing', 'inbound', '', '', false, '{}', '{}', false, '{}'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (organization_id text, id text, session text, unique_call_id text)
    on conflict (organization_id, session) do nothing`)
}

async function lockCalls(tx: Tx, due: readonly Due[]): Promise<Held[]> {
  const { rows } = await tx.execute<Held & Record<string, unknown>>(sql`
    select calls.organization_id, calls.session, calls.id, calls.unique_call_id from calls
    join jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as due (organization_id text, session text)
      on due.organization_id = calls.organization_id and due.session = calls.session
    order by calls.organization_id, calls.session collate "C"
    for update of calls skip locked`)
  return rows
}

async function readEvents(tx: Tx, held: readonly Held[]): Promise<StoredEvent[]> {
  const { rows } = await tx.execute<StoredEvent & Record<string, unknown>>(sql`
    select event.organization_id, event.session, event.key, event.received_at, event.is_trial,
      event.is_folded, event.content
    from call_events event
    join jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as held (organization_id text, session text)
      on held.organization_id = event.organization_id and held.session = event.session collate "C"`)
  return rows
}

function foldOne(deps: Deps, call: Held, events: readonly StoredEvent[]): FoldedCall[] {
  const own = events.filter(
    (event) => event.session === call.session && event.organization_id === call.organization_id,
  )
  if (own.length === 0) return []
  const { organization_id: organizationId, session, id, unique_call_id: uniqueCallId } = call
  const isTrial = own.some((event) => event.is_trial)
  try {
    const record = foldCall(own.map(parseEvent))
    return [{ organizationId, id, uniqueCallId, session, isTrial, record }]
  } catch (error) {
    // One call that cannot be folded must not hold up all others.
    deps.log.error({ err: error, organizationId, session }, 'a call could not be folded')
    return []
  }
}

/** Written by `storeEvents`. */
export function parseEvent(row: { content: string }): CallEvent {
  const event: CallEvent = JSON.parse(row.content)
  return event
}

async function writeCalls(tx: Tx, folded: readonly FoldedCall[], now: Date): Promise<void> {
  const rows = folded.map(toRow)
  await tx.execute(sql`
    update calls set
      started_at = row.started_at, answered_at = row.answered_at, ended_at = row.ended_at,
      heard_at = ${now.toISOString()}::timestamptz, status = row.status, direction = row.direction,
      disposition = row.disposition, from_number = row.from_number, to_number = row.to_number,
      is_trial = row.is_trial, nodes = row.nodes, users = row.users,
      answered_node = row.answered_node, has_message = row.has_message,
      has_recording = row.has_recording, record = row.record
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
      organization_id text, id text, started_at timestamptz, answered_at timestamptz,
      ended_at timestamptz, status text, direction text, disposition text, from_number text,
      to_number text, is_trial boolean, nodes text[], users text[], answered_node text,
      has_message boolean, has_recording boolean, record jsonb)
    where calls.organization_id = row.organization_id and calls.id = row.id`)
}

function toRow({ organizationId, id, isTrial, record }: FoldedCall) {
  const { trace: _1, legs: _2, webhooks: _3, outsideCalls: _4, ...others } = record
  const { messages, recordings, ...stored } = others
  const parties = [record.caller, record.answeredBy, ...record.rang].filter((one) => one !== null)
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString())
  return {
    organization_id: organizationId,
    id,
    started_at: iso(record.startedAt),
    answered_at: iso(record.answeredAt),
    ended_at: iso(record.endedAt),
    status: record.status,
    direction: record.direction,
    disposition: record.disposition,
    from_number: record.from,
    to_number: record.to,
    is_trial: isTrial,
    nodes: [...new Set(parties.map((party) => party.node))],
    users: [...new Set(parties.flatMap((party) => party.user ?? []))],
    answered_node: record.answeredBy?.node ?? null,
    has_message: messages.length > 0,
    has_recording: recordings.length > 0,
    record: stored,
  }
}

/** Only those that were read: an event that came meanwhile is folded with the next batch. */
async function markFolded(tx: Tx, events: readonly StoredEvent[]): Promise<void> {
  const fresh = events
    .filter((event) => !event.is_folded)
    .map(({ organization_id, session, key }) => ({ organization_id, session, key }))
  await tx.execute(sql`
    update call_events set is_folded = true
    from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb)
      as read (organization_id text, session text, key text)
    where call_events.organization_id = read.organization_id
      and call_events.session = read.session collate "C"
      and call_events.key = read.key collate "C"`)
}
