import { randomBytes } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import type { Ctx } from '../context.ts'
import { insertRows } from '../db/insert-rows.ts'
import type { Tx } from '../db/transaction.ts'
import { isSettled, type WantedSubscriber } from './rules.ts'
import { type PairingKind, type SubscriberRow, subscriberRemovals, subscribers } from './table.ts'

/** Writes what should be; the job sees to the platform. */
export async function writeWanted(
  ctx: Ctx,
  tx: Tx,
  change: { kind: PairingKind; rows: SubscriberRow[]; wanted: WantedSubscriber[] },
): Promise<void> {
  const { kind, rows, wanted } = change
  const now = ctx.clock.now()
  const byDevice = new Map(rows.map((row) => [row.deviceId, row]))
  const isWanted = new Set(wanted.map((subscriber) => subscriber.deviceId))
  await removeRows(ctx, tx, { kind, rows: rows.filter((row) => !isWanted.has(row.deviceId)) })
  const added = wanted.filter((subscriber) => !byDevice.has(subscriber.deviceId))
  await insertRows(
    tx,
    subscribers,
    added.map((subscriber) => toNewRow(ctx, kind, subscriber)),
  )
  for (const subscriber of wanted) {
    const row = byDevice.get(subscriber.deviceId)
    if (row === undefined || !differs(row, subscriber)) continue
    const next = { ...row, wantedMsisdn: subscriber.msisdn, wantedActive: subscriber.active }
    await tx
      .update(subscribers)
      .set({
        wantedMsisdn: subscriber.msisdn,
        wantedActive: subscriber.active,
        status: isSettled(next) ? 'synced' : 'waiting',
        reason: null,
        attempts: 0,
        changedAt: now,
      })
      .where(keyOf(row))
  }
}

function differs(row: SubscriberRow, wanted: WantedSubscriber): boolean {
  return row.wantedMsisdn !== wanted.msisdn || row.wantedActive !== wanted.active
}

/** Rows of devices that are gone; what the platform has of them is to be removed there. */
async function removeRows(
  ctx: Ctx,
  tx: Tx,
  { kind, rows }: { kind: PairingKind; rows: SubscriberRow[] },
): Promise<void> {
  if (rows.length === 0) return
  const devices = rows.map((row) => row.deviceId)
  await tx
    .delete(subscribers)
    .where(
      and(
        eq(subscribers.organizationId, ctx.organizationId),
        eq(subscribers.pairingKind, kind),
        inArray(subscribers.deviceId, devices),
      ),
    )
  for (const row of rows) await addRemoval(tx, row, ctx.clock.now())
}

/** What the platform has of this row is to be removed there. */
export async function addRemoval(tx: Tx, row: SubscriberRow, now: Date): Promise<void> {
  const { organizationId, pairingKind, platformId, msisdn } = row
  if (platformId === null || msisdn === null) return
  const waiting = { status: 'waiting' as const, attempts: 0, changedAt: now }
  await tx
    .insert(subscriberRemovals)
    .values({ organizationId, pairingKind, platformId, msisdn, ...waiting })
    .onConflictDoNothing()
}

function toNewRow(
  ctx: Ctx,
  pairingKind: PairingKind,
  wanted: WantedSubscriber,
): typeof subscribers.$inferInsert {
  return {
    organizationId: ctx.organizationId,
    pairingKind,
    deviceId: wanted.deviceId,
    nodeId: wanted.nodeId,
    ordinal: wanted.ordinal,
    wantedMsisdn: wanted.msisdn,
    wantedActive: wanted.active,
    // 144 random bits.
    sipPassword: ctx.secrets.encrypt(randomBytes(18).toString('base64url')),
    status: 'waiting',
    attempts: 0,
    changedAt: ctx.clock.now(),
  }
}

export function keyOf(row: SubscriberRow) {
  return and(
    eq(subscribers.organizationId, row.organizationId),
    eq(subscribers.pairingKind, row.pairingKind),
    eq(subscribers.deviceId, row.deviceId),
  )
}
