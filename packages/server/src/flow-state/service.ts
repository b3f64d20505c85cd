import { eq, sql } from 'drizzle-orm'
import type { LiveExtension } from '../call-flow/rules.ts'
import type { Ctx } from '../context.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { flowState } from './table.ts'

/** Where draft and live revision of an organization stand. */
export type FlowState = Pick<
  typeof flowState.$inferSelect,
  'draftVersion' | 'changedAt' | 'changedBy' | 'liveRevision' | 'appliesAtOnce' | 'atOnceTried'
>

/** What the live event `flow` tells. */
export type FlowNews = Pick<FlowState, 'draftVersion' | 'liveRevision'>

/** Applies the draft after a change, where the organization wants that at once. One for all who change it meanwhile. */
export const applyAtOnceJob = 'apply_at_once'

/**
 * First thing of every change of the draft: makes it one version newer and keeps others from changing it
 * until the transaction ends. Emit what it answers as live event `flow`.
 */
export async function touchDraft(ctx: Ctx, tx: Tx): Promise<FlowNews> {
  const changed = { changedAt: ctx.clock.now(), changedBy: ctx.actor.name }
  const [state] = await tx
    .insert(flowState)
    .values({
      organizationId: ctx.organizationId,
      draftVersion: 1,
      liveExtensions: [],
      ...changed,
    })
    .onConflictDoUpdate({
      target: flowState.organizationId,
      set: { ...changed, draftVersion: sql`${flowState.draftVersion} + 1` },
    })
    .returning({
      draftVersion: flowState.draftVersion,
      liveRevision: flowState.liveRevision,
      appliesAtOnce: flowState.appliesAtOnce,
    })
  if (state === undefined) throw new Error('The version of the draft was not returned')
  const { appliesAtOnce, ...news } = state
  if (appliesAtOnce) {
    const { organizationId, actor } = ctx
    const job = { organizationId, kind: applyAtOnceJob, key: 'draft', payload: actor }
    await ctx.jobs.enqueue(tx, job)
  }
  return news
}

/** Keeps the draft as it is until the transaction ends. */
export async function lockDraft(ctx: Ctx, tx: Tx): Promise<FlowState> {
  await tx
    .insert(flowState)
    .values({
      organizationId: ctx.organizationId,
      draftVersion: 0,
      changedAt: ctx.clock.now(),
      changedBy: ctx.actor.name,
      liveExtensions: [],
    })
    .onConflictDoNothing()
  const [state] = await tx
    .select()
    .from(flowState)
    .where(eq(flowState.organizationId, ctx.organizationId))
    .for('update')
  if (state === undefined) throw new Error('The state of the call flow is missing')
  return state
}

export async function readFlowState(
  query: Query,
  organizationId: string,
): Promise<FlowNews & Partial<FlowState>> {
  const { draftVersion, liveRevision, changedAt, changedBy, appliesAtOnce, atOnceTried } = flowState
  const [state] = await query
    .select({ draftVersion, liveRevision, changedAt, changedBy, appliesAtOnce, atOnceTried })
    .from(flowState)
    .where(eq(flowState.organizationId, organizationId))
  return state ?? { draftVersion: 0, liveRevision: null }
}

/** Whether each change is followed by Apply, or what came of it last. */
export async function setAtOnce(
  tx: Tx,
  organizationId: string,
  change: Partial<Pick<FlowState, 'appliesAtOnce' | 'atOnceTried'>>,
): Promise<void> {
  await tx.update(flowState).set(change).where(eq(flowState.organizationId, organizationId))
}

/** Moves the live pointer. */
export async function setLiveRevision(
  tx: Tx,
  organizationId: string,
  live: { number: number; extensions: LiveExtension[] },
): Promise<void> {
  await tx
    .update(flowState)
    .set({ liveRevision: live.number, liveExtensions: live.extensions })
    .where(eq(flowState.organizationId, organizationId))
}

/** The draft's trunk for emergency calls, or null. */
export async function findEmergencyTrunk(
  query: Query,
  organizationId: string,
): Promise<string | null> {
  const [state] = await query
    .select({ emergencyTrunk: flowState.emergencyTrunk })
    .from(flowState)
    .where(eq(flowState.organizationId, organizationId))
  return state?.emergencyTrunk ?? null
}

/** After `touchDraft`, which makes the row. */
export async function setEmergencyTrunk(
  tx: Tx,
  organizationId: string,
  emergencyTrunk: string | null,
): Promise<void> {
  await tx
    .update(flowState)
    .set({ emergencyTrunk })
    .where(eq(flowState.organizationId, organizationId))
}

/** The extensions of the live revision; none before the first Apply. */
export async function readLiveExtensions(
  query: Query,
  organizationId: string,
): Promise<LiveExtension[]> {
  const [state] = await query
    .select({ live: flowState.liveExtensions })
    .from(flowState)
    .where(eq(flowState.organizationId, organizationId))
  return state?.live ?? []
}
