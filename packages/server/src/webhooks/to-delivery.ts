import type { WebhookDelivery } from '@opbx/contract/webhooks'
import type { DeliveryRow } from './table.ts'

export function toDelivery(row: DeliveryRow): WebhookDelivery {
  const { id, event, sourceKind, sourceId, sourceName, callId, isTest, state, attempts } = row
  return {
    id,
    event,
    source: { kind: sourceKind, id: sourceId, name: sourceName },
    callId,
    isTest,
    state,
    attempts,
    lastStatus: row.lastStatus,
    lastReason: row.lastReason,
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: row.nextAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
