import type { WebhookDelivery, WebhookDeliveryDetail } from '@opbx/contract/webhooks'
import { and, asc, eq } from 'drizzle-orm'
import { findNode } from '../call-flow/service.ts'
import type { FoldedCall } from '../calls/rules.ts'
import type { Ctx, Deps } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, notFound } from '../errors.ts'
import { idPrefixes, newId } from '../ids.ts'
import type { RevisionStore } from '../revisions/service.ts'
import { deliver } from './deliver.ts'
import { createDeliveryWorker, type DeliveryWorker } from './delivery-worker.ts'
import { keepDeliveries } from './keep-deliveries.ts'
import { findReceiver, receiverOf } from './receivers.ts'
import { sampleEvent } from './rules.ts'
import { type DeliveryRow, webhookAttempts, webhookDeliveries } from './table.ts'
import { toDelivery } from './to-delivery.ts'

/** Keeps and sends what webhook nodes have to tell. One per process. */
export interface Webhooks extends DeliveryWorker {
  keep(tx: Tx, folded: readonly FoldedCall[]): Promise<void>
}

export function createWebhooks(deps: Deps, revisions: RevisionStore): Webhooks {
  return {
    ...createDeliveryWorker(deps, (row) => findReceiver(deps, revisions, row)),
    keep: (tx, folded) => keepDeliveries(deps, tx, folded),
  }
}

export async function getDelivery(ctx: Ctx, id: string): Promise<WebhookDeliveryDetail> {
  const row = await findRow(ctx, id)
  const tries = await ctx.db.query
    .select()
    .from(webhookAttempts)
    .where(
      and(
        eq(webhookAttempts.organizationId, ctx.organizationId),
        eq(webhookAttempts.deliveryId, id),
      ),
    )
    .orderBy(asc(webhookAttempts.number))
  return {
    ...toDelivery(row),
    body: row.body,
    tries: tries.map(({ number, at, milliseconds, status, reason, answer }) => ({
      number,
      at: at.toISOString(),
      milliseconds,
      status,
      reason,
      answer,
    })),
  }
}

/** Sends it once more, with the same id, and from now on as often as a new one. */
export async function resendDelivery(ctx: Ctx, id: string): Promise<WebhookDelivery> {
  const delivery = await write(ctx, 'integration.manage', async (tx, { audit }) => {
    const [before] = await tx
      .select()
      .from(webhookDeliveries)
      .where(isDelivery(ctx, id))
      .for('update')
    if (before === undefined) throw notFound('Delivery')
    if (before.state === 'delivering') {
      throw new AppError('conflict', 'This is being sent just now. Wait for what comes of it.')
    }
    const [row] = await tx
      .update(webhookDeliveries)
      .set({
        state: 'pending',
        retriesFrom: before.attempts,
        nextAt: ctx.clock.now(),
        finishedAt: null,
      })
      .where(isDelivery(ctx, id))
      .returning()
    if (row === undefined) throw notFound('Delivery')
    audit({ action: 'webhook_delivery.resend', subjectId: id, subjectName: row.sourceName })
    return toDelivery(row)
  })
  return delivery
}

/**
 * Sends a sample to the address that the draft has, by the same way as all else, and answers what came of it.
 * It is not tried again.
 */
export async function testNode(ctx: Ctx, nodeId: string): Promise<WebhookDeliveryDetail> {
  const node = await findNode(ctx.db.query, ctx.organizationId, nodeId)
  if (node?.type !== 'webhook') throw notFound('Webhook')
  const row = await write(ctx, 'flow.write', async (tx, { audit }) => {
    const made = testRow(ctx, { id: node.id, name: node.name })
    const [inserted] = await tx.insert(webhookDeliveries).values(made).returning()
    if (inserted === undefined) throw new Error('The delivery was not returned')
    audit({ action: 'webhook.test', subjectId: node.id, subjectName: node.name })
    return inserted
  })
  await deliver(ctx, row, await receiverOf(ctx, ctx.organizationId, node))
  return getDelivery(ctx, row.id)
}

const testLeaseMilliseconds = 60_000

function testRow(
  ctx: Ctx,
  { id, name }: { id: string; name: string },
): typeof webhookDeliveries.$inferInsert {
  const now = ctx.clock.now()
  const event = sampleEvent(name, now)
  return {
    organizationId: ctx.organizationId,
    id: newId(idPrefixes.webhookDelivery, now),
    sourceKind: 'node',
    sourceId: id,
    sourceName: name,
    event: event.type,
    body: JSON.stringify(event),
    isTest: true,
    state: 'delivering',
    attempts: 1,
    retriesFrom: 0,
    leaseUntil: new Date(now.getTime() + testLeaseMilliseconds),
    createdAt: now,
  }
}

async function findRow(ctx: Ctx, id: string): Promise<DeliveryRow> {
  const [row] = await ctx.db.query.select().from(webhookDeliveries).where(isDelivery(ctx, id))
  if (row === undefined) throw notFound('Delivery')
  return row
}

function isDelivery(ctx: Ctx, id: string) {
  return and(eq(webhookDeliveries.organizationId, ctx.organizationId), eq(webhookDeliveries.id, id))
}
