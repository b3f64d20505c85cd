import type { FlowPhoneNumber } from '@opbx/contract/call-flow/flow'
import type { Reference } from '@opbx/contract/errors'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { newRows, rowsBack, stepsBack } from '../call-flow/rules.ts'
import { insertRows } from '../db/insert-rows.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { phoneNumbers } from './table.ts'

/** The phone numbers of the draft, by number. */
export async function listFlowPhoneNumbers(
  query: Query,
  organizationId: string,
): Promise<FlowPhoneNumber[]> {
  return (await selectPhoneNumbers(query, organizationId)).map(toFlowPhoneNumber)
}

/** The same with the values for `If-Match`. */
export async function listDraftPhoneNumbers(
  query: Query,
  organizationId: string,
): Promise<(FlowPhoneNumber & { version: number })[]> {
  const rows = await selectPhoneNumbers(query, organizationId)
  return rows.map((row) => ({ ...toFlowPhoneNumber(row), version: row.version }))
}

async function selectPhoneNumbers(query: Query, organizationId: string) {
  return await query
    .select()
    .from(phoneNumbers)
    .where(eq(phoneNumbers.organizationId, organizationId))
    .orderBy(asc(phoneNumbers.number))
}

/** The phone numbers that enter one of these nodes. */
export async function findPhoneNumbersInto(
  query: Query,
  organizationId: string,
  nodeIds: readonly string[],
): Promise<{ target: string; reference: Reference }[]> {
  const rows = await query
    .select()
    .from(phoneNumbers)
    .where(
      and(
        eq(phoneNumbers.organizationId, organizationId),
        inArray(phoneNumbers.entry, [...nodeIds]),
      ),
    )
    .orderBy(asc(phoneNumbers.number))
  return rows.map((row) => ({
    target: row.entry ?? '',
    reference: { kind: 'phone_number', id: row.id, name: row.number, path: 'entry' },
  }))
}

/** Adds numbers to the draft; one that it has already gets the new entry and stays as it is. */
export async function importPhoneNumbers(
  tx: Tx,
  items: readonly FlowPhoneNumber[],
  at: { organizationId: string; now: Date },
): Promise<void> {
  const { organizationId, now } = at
  for (const { number, entry } of items) {
    await tx
      .update(phoneNumbers)
      .set({ entry, version: sql`${phoneNumbers.version} + 1`, updatedAt: now })
      .where(and(eq(phoneNumbers.organizationId, organizationId), eq(phoneNumbers.number, number)))
  }
  const known = new Set(
    (await listFlowPhoneNumbers(tx, organizationId)).map(({ number }) => number),
  )
  const added = items.filter(({ number }) => !known.has(number))
  await insertRows(tx, phoneNumbers, newRows(added, at))
}

/** Makes the draft's phone numbers those of a revision, with their ids. */
export async function resetPhoneNumbers(
  tx: Tx,
  wanted: readonly FlowPhoneNumber[],
  at: { organizationId: string; version: number; now: Date },
): Promise<void> {
  const ofOrganization = eq(phoneNumbers.organizationId, at.organizationId)
  const rows = await tx.select().from(phoneNumbers).where(ofOrganization)
  const { removed, added } = stepsBack(rows, wanted, toFlowPhoneNumber)
  if (removed.length > 0)
    await tx.delete(phoneNumbers).where(and(ofOrganization, inArray(phoneNumbers.id, removed)))
  await insertRows(tx, phoneNumbers, rowsBack(added, at))
}

export function toFlowPhoneNumber(row: typeof phoneNumbers.$inferSelect): FlowPhoneNumber {
  return {
    id: row.id,
    number: row.number,
    label: row.label,
    entry: row.entry,
    callerNamePrefix: row.callerNamePrefix,
  }
}
