import type { subscriberSyncSchema } from '@opbx/contract/pairing'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { listWantedExtensions } from '../call-flow/service.ts'
import type { Ctx, Deps } from '../context.ts'
import { announceMirrored, markMirrored } from '../db/mirror.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { openSubscriberDirectory, type SubscriberDirectory } from './directory.ts'
import { etaSeconds, wantedSubscribers } from './rules.ts'
import {
  type PairingKind,
  pairedDomains,
  type SubscriberRow,
  subscriberRemovals,
  subscribers,
} from './table.ts'
import { writeWanted } from './write-wanted.ts'

export type { SubscriberDirectory } from './directory.ts'
export type SubscriberSync = z.infer<typeof subscriberSyncSchema>

export const syncJob = 'subscribers.sync'

/** Payload of the job; `attempts` counts the tries in vain since the platform last answered. */
export interface SyncJob {
  kind: PairingKind
  attempts: number
}

/** What the platform has confirmed, from memory. One per process. */
export function createSubscriberDirectory(deps: Deps): Promise<SubscriberDirectory> {
  return openSubscriberDirectory(deps)
}

/**
 * After everything that changes devices, in the same transaction: writes what the platform should know and
 * leaves the rest to a job. The local change is kept and answered before the platform is asked.
 */
export async function requestSubscriberSync(ctx: Ctx, tx: Tx): Promise<void> {
  const { organizationId } = ctx
  const kinds = await tx
    .select({ kind: pairedDomains.kind })
    .from(pairedDomains)
    .where(eq(pairedDomains.organizationId, organizationId))
  if (kinds.length === 0) return
  // One at a time for each organization: two changes at once would give one ordinal twice.
  await markMirrored(tx, organizationId)
  const known = await tx
    .select()
    .from(subscribers)
    .where(eq(subscribers.organizationId, organizationId))
  const wanted = wantedSubscribers(await listWantedExtensions(tx, organizationId), known)
  for (const { kind } of kinds) {
    const rows = known.filter((row) => row.pairingKind === kind)
    await writeWanted(ctx, tx, { kind, rows, wanted })
    await ctx.jobs.enqueue(tx, syncJobOf(organizationId, { kind, attempts: 0 }))
  }
}

export function syncJobOf(organizationId: string, payload: SyncJob, runAt?: Date) {
  const job = { organizationId, kind: syncJob, key: payload.kind, payload }
  return runAt === undefined ? job : { ...job, runAt }
}

/** How the devices of these extensions stand at the platform, by device. */
export async function listDeviceStates(
  query: Query,
  organizationId: string,
  nodeIds?: readonly string[],
): Promise<Map<string, DeviceState>> {
  const rows = await query
    .select()
    .from(subscribers)
    .where(
      and(
        eq(subscribers.organizationId, organizationId),
        eq(subscribers.pairingKind, 'main'),
        nodeIds === undefined ? undefined : inArray(subscribers.nodeId, [...nodeIds]),
      ),
    )
  return new Map(rows.map((row) => [row.deviceId, toDeviceState(row)]))
}

export interface DeviceState {
  deviceId: string
  nodeId: string
  msisdn: string
  status: SubscriberRow['status']
  reason: string | null
  subscriberId: string | null
}

/** `GET /api/v1/subscribers/sync`: of the organization's own domain. */
export async function getSubscriberSync(ctx: Ctx): Promise<SubscriberSync> {
  return readSync(ctx.db.query, ctx.organizationId)
}

/** Counts of an organization's own domain. */
export async function readSync(
  query: Query,
  organizationId: string,
  kind: PairingKind = 'main',
): Promise<SubscriberSync> {
  const count = sql<number>`count(*)::int`
  const ours = and(
    eq(subscribers.organizationId, organizationId),
    eq(subscribers.pairingKind, kind),
  )
  const removalsOf = and(
    eq(subscriberRemovals.organizationId, organizationId),
    eq(subscriberRemovals.pairingKind, kind),
  )
  const rows = await query
    .select({ status: subscribers.status, count })
    .from(subscribers)
    .where(ours)
    .groupBy(subscribers.status)
  const removals = await query
    .select({ status: subscriberRemovals.status, count })
    .from(subscriberRemovals)
    .where(removalsOf)
    .groupBy(subscriberRemovals.status)
  const [newest] = await query
    .select({ reason: subscribers.reason })
    .from(subscribers)
    .where(and(ours, sql`${subscribers.reason} is not null`))
    .orderBy(desc(subscribers.changedAt))
    .limit(1)
  const of = (status: string) =>
    [...rows, ...removals].reduce((sum, row) => (row.status === status ? sum + row.count : sum), 0)
  const waiting = of('waiting')
  return {
    total: rows.reduce((sum, row) => sum + row.count, 0),
    synced: of('synced'),
    waiting,
    failed: of('failed'),
    etaSeconds: etaSeconds(waiting),
    reason: newest?.reason ?? null,
  }
}

/** `POST /api/v1/subscribers/sync`: tries again what failed, and what waits at once. */
export async function repairSubscribers(ctx: Ctx): Promise<SubscriberSync> {
  const { organizationId } = ctx
  const now = ctx.clock.now()
  const again = { status: 'waiting' as const, reason: null, attempts: 0, changedAt: now }
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    await requestSubscriberSync(ctx, tx)
    const failed = await tx
      .update(subscribers)
      .set(again)
      .where(and(eq(subscribers.organizationId, organizationId), eq(subscribers.status, 'failed')))
      .returning({ deviceId: subscribers.deviceId })
    await tx
      .update(subscriberRemovals)
      .set(again)
      .where(
        and(
          eq(subscriberRemovals.organizationId, organizationId),
          eq(subscriberRemovals.status, 'failed'),
        ),
      )
    audit({
      action: 'subscribers.repair',
      subjectId: organizationId,
      subjectName: 'Subscribers',
      after: { again: failed.length },
    })
    const { waiting, failed: rest } = await readSync(tx, organizationId)
    emit({ name: 'subscribers', data: { waiting, failed: rest } })
  })
  ctx.jobs.wake()
  return getSubscriberSync(ctx)
}

/**
 * The domain is no longer ours, or another one: nothing is confirmed any more. Names and passwords are kept,
 * so that phones need no new settings when the organization is paired again.
 */
export async function forgetConfirmed(ctx: Ctx, tx: Tx, kind: PairingKind): Promise<void> {
  const { organizationId } = ctx
  await tx
    .update(subscribers)
    .set({
      msisdn: null,
      active: null,
      platformId: null,
      status: 'waiting',
      reason: null,
      attempts: 0,
      changedAt: ctx.clock.now(),
    })
    .where(and(eq(subscribers.organizationId, organizationId), eq(subscribers.pairingKind, kind)))
  await tx
    .delete(subscriberRemovals)
    .where(
      and(
        eq(subscriberRemovals.organizationId, organizationId),
        eq(subscriberRemovals.pairingKind, kind),
      ),
    )
}

/** Platform ids of all subscribers that are ours there, those to be removed included. */
export async function listPlatformIds(
  query: Query,
  organizationId: string,
  kind: PairingKind,
): Promise<string[]> {
  const rows = await query
    .select({ id: subscribers.platformId })
    .from(subscribers)
    .where(and(eq(subscribers.organizationId, organizationId), eq(subscribers.pairingKind, kind)))
  const removals = await query
    .select({ id: subscriberRemovals.platformId })
    .from(subscriberRemovals)
    .where(
      and(
        eq(subscriberRemovals.organizationId, organizationId),
        eq(subscriberRemovals.pairingKind, kind),
      ),
    )
  return [...rows, ...removals].flatMap(({ id }) => (id === null ? [] : [id]))
}

/** Told to the viewers, and to the directories of all processes. */
export async function announceSubscribers(deps: Deps, organizationId: string): Promise<void> {
  announceMirrored(deps, organizationId)
  const { waiting, failed } = await readSync(deps.db.query, organizationId)
  deps.live.publish(organizationId, { name: 'subscribers', data: { waiting, failed } })
}

function toDeviceState(row: SubscriberRow): DeviceState {
  return {
    deviceId: row.deviceId,
    nodeId: row.nodeId,
    msisdn: row.wantedMsisdn,
    status: row.status,
    reason: row.reason,
    subscriberId: row.platformId,
  }
}
