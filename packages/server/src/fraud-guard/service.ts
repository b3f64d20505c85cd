import {
  type FraudGuard,
  type FraudGuardSettings,
  type OutsideStop,
  usualFraudGuard,
} from '@opbx/contract/fraud-guard'
import { eq } from 'drizzle-orm'
import { findNode } from '../call-flow/service.ts'
import { type FoldedCall, startOfDay } from '../calls/rules.ts'
import { findCallIds } from '../calls/service.ts'
import { type Ctx, type Deps, systemCtx } from '../context.ts'
import { announceMirrored, markMirrored } from '../db/mirror.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, fieldError } from '../errors.ts'
import { getOrganization } from '../organizations/service.ts'
import type { RevisionStore } from '../revisions/rules.ts'
import { type Allowances, createAllowances } from './allowances.ts'
import { type FraudGuardDirectory, openFraudGuardDirectory } from './directory.ts'
import { followOutsideCalls } from './follow-calls.ts'
import { readLedger } from './ledger.ts'
import { lockGuard } from './reserve.ts'
import { type Meter, stopAt, toUse } from './rules.ts'
import { fraudGuards } from './table.ts'

export type { Allowances } from './allowances.ts'
export type { FraudGuardDirectory } from './directory.ts'

/** One per process. */
export const createFraudGuardDirectory = (deps: Deps): Promise<FraudGuardDirectory> =>
  openFraudGuardDirectory(deps)

/** One per process. */
export const createOutsideAllowances = (deps: Deps): Allowances =>
  createAllowances(deps, (organizationId, stop) => stopOutside(deps, organizationId, stop))

/** Which calls to the outside go on and which are over. In the fold's transaction. */
export const followOutside = (tx: Tx, folded: readonly FoldedCall[]): Promise<void> =>
  followOutsideCalls(tx, folded)

/** `GET /api/v1/fraud-guard`: settings, what is used of the caps, and what was refused. */
export async function getFraudGuard(ctx: Ctx, revisions: RevisionStore): Promise<FraudGuard> {
  const { organizationId } = ctx
  const { timeZone } = await getOrganization(ctx)
  const now = ctx.clock.now()
  const dayStart = startOfDay(now.toISOString(), timeZone)
  const [[row], used, live] = await Promise.all([
    ctx.db.query.select().from(fraudGuards).where(eq(fraudGuards.organizationId, organizationId)),
    readLedger(ctx.db.query, organizationId, { now, dayStart }),
    revisions.live(organizationId),
  ])
  const mayLook = ctx.permissions.has('calls.read') && ctx.role !== 'pbx_user'
  const refusals = mayLook ? (row?.refusals ?? []) : []
  const callIds = await findCallIds(
    ctx,
    refusals.map(({ session }) => session),
  )
  const people = [...used.people]
    .filter(([, { total }]) => total.calls > 0 || total.seconds > 0 || total.concurrent > 0)
    .sort(([, a], [, b]) => b.total.calls - a.total.calls || b.total.seconds - a.total.seconds)
    .map(([node, meter]) => ({
      node,
      name: live?.flow.nodes.get(node)?.name ?? node,
      ...toMeter(meter),
    }))
  return {
    settings: row?.settings ?? usualFraudGuard,
    stopped: stopAt(row?.stopped ?? null, now.getTime()),
    organization: toMeter(used.organization),
    people: mayLook ? people : [],
    refusals: refusals.map((one) => ({ ...one, callId: callIds.get(one.session) ?? null })),
  }
}

function toMeter({ total, outsideHours }: Meter) {
  return { total: toUse(total), outsideHours: toUse(outsideHours) }
}

/** `PUT /api/v1/fraud-guard`: at once, no part of the draft. */
export async function changeFraudGuard(ctx: Ctx, settings: FraudGuardSettings): Promise<void> {
  const { organizationId } = ctx
  await requireHours(ctx, settings.outsideHours.hours)
  await write(ctx, 'organization.manage', async (tx, { audit, emit }) => {
    await markMirrored(tx, organizationId)
    const row = await lockGuard(tx, organizationId)
    await tx
      .update(fraudGuards)
      // A guard that is off has nothing to stop.
      .set({ settings, ...(!settings.enabled && { stopped: null, strikes: [] }) })
      .where(eq(fraudGuards.organizationId, organizationId))
    audit({
      action: 'fraud_guard.update',
      subjectId: organizationId,
      subjectName: 'Fraud guard',
      before: row.settings ?? usualFraudGuard,
      after: settings,
    })
    const stopped = stopAt(row.stopped, ctx.clock.now().getTime())
    emit({ name: 'fraud_guard', data: { stopped: settings.enabled ? stopped : null } })
  })
  announceMirrored(ctx, organizationId)
}

/** `POST /api/v1/fraud-guard/release`. What was used stays used. */
export async function releaseOutside(ctx: Ctx): Promise<void> {
  const { organizationId } = ctx
  await write(ctx, 'organization.manage', async (tx, { audit, emit }) => {
    await markMirrored(tx, organizationId)
    const row = await lockGuard(tx, organizationId)
    const stopped = stopAt(row.stopped, ctx.clock.now().getTime())
    if (stopped === null) {
      throw new AppError('conflict', 'Calls to the outside are not stopped: nothing to release.')
    }
    await tx
      .update(fraudGuards)
      .set({ stopped: null, strikes: [], releasedAt: ctx.clock.now() })
      .where(eq(fraudGuards.organizationId, organizationId))
    audit({
      action: 'fraud_guard.release',
      subjectId: organizationId,
      subjectName: 'Calls to the outside',
      before: stopped,
    })
    emit({ name: 'fraud_guard', data: { stopped: null } })
  })
  announceMirrored(ctx, organizationId)
}

/** The caps have been hit too often: until somebody looks, nobody calls outside. */
async function stopOutside(deps: Deps, organizationId: string, stop: OutsideStop): Promise<void> {
  await write(systemCtx(deps, organizationId, []), 'self', async (tx, { audit, emit }) => {
    await markMirrored(tx, organizationId)
    const row = await lockGuard(tx, organizationId)
    // Another process may have been first: then its stop stays, and the log has both.
    const stopped = stopAt(row.stopped, deps.clock.now().getTime()) ?? stop
    await tx
      .update(fraudGuards)
      .set({ stopped, strikes: [] })
      .where(eq(fraudGuards.organizationId, organizationId))
    audit({
      action: 'fraud_guard.stop',
      subjectId: organizationId,
      subjectName: 'Calls to the outside',
      after: stopped,
    })
    emit({ name: 'fraud_guard', data: { stopped } })
  })
  announceMirrored(deps, organizationId)
  deps.log.warn({ organizationId, cap: stop.reached.cap }, 'calls to the outside are stopped')
}

async function requireHours(ctx: Ctx, id: string | null): Promise<void> {
  if (id === null) return
  const node = await findNode(ctx.db.query, ctx.organizationId, id)
  if (node?.type === 'business_hours') return
  const message = 'Choose business hours of your call flow, or none.'
  throw fieldError('outsideHours.hours', message)
}
