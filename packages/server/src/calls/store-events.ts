import type { Pool } from '../db/pool.ts'
import type { EventRecord } from './rules.ts'

/** Writes events in one statement. One that is there already stays as it was: the first counts for good. */
export async function storeEvents(pool: Pool, records: readonly EventRecord[]): Promise<void> {
  if (records.length === 0) return
  const rows = sortUnique(records)
  await pool.query(
    {
      name: 'store_call_events',
      text: `insert into call_events (organization_id, session, key, kind, at, received_at, is_trial,
          is_folded, content, body)
        select organization_id, session, key, kind, at, received_at, is_trial, false, content, body
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[],
          $6::timestamptz[], $7::boolean[], $8::text[], $9::text[])
          as row (organization_id, session, key, kind, at, received_at, is_trial, content, body)
        on conflict do nothing`,
    },
    [
      rows.map((row) => row.organizationId),
      rows.map((row) => row.session),
      rows.map((row) => row.event.key),
      rows.map((row) => row.event.kind),
      rows.map((row) => new Date(row.event.at).toISOString()),
      rows.map((row) => new Date(row.receivedAt).toISOString()),
      rows.map((row) => row.isTrial),
      rows.map((row) => JSON.stringify(row.event)),
      // PostgreSQL takes no NUL in a text.
      rows.map((row) => row.body.replaceAll('\0', '')),
    ],
  )
}

/** In the order of the key, each key once: two processes must not wait for each other in a circle. */
function sortUnique(records: readonly EventRecord[]): EventRecord[] {
  const unique = new Map<string, EventRecord>()
  for (const record of records) {
    const name = `${record.organizationId}\n${record.session}\n${record.event.key}`
    if (!unique.has(name)) unique.set(name, record)
  }
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record)
}

/** The event can never be stored, whatever the state of the database (SQLSTATE classes 22, 23 and 54). */
export function isRefusedByDatabase(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return error instanceof RangeError
  return typeof error.code === 'string' && /^(22|23|54)/.test(error.code)
}
