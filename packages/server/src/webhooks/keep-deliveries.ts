import type { FoldedCall } from '../calls/rules.ts'
import type { Deps } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { idPrefixes, newId } from '../ids.ts'
import { componentEvent } from './rules.ts'
import { webhookDeliveries } from './table.ts'

/** Keeps what webhook nodes of folded calls have to tell, each once for good, in the fold's transaction. */
export async function keepDeliveries(
  deps: Deps,
  tx: Tx,
  folded: readonly FoldedCall[],
): Promise<void> {
  const rows = folded.flatMap((call) => rowsOf(deps, call))
  if (rows.length > 0) await tx.insert(webhookDeliveries).values(rows).onConflictDoNothing()
}

function rowsOf(deps: Deps, call: FoldedCall): (typeof webhookDeliveries.$inferInsert)[] {
  // The engine sends nothing for a trial; a second look costs nothing and what is sent cannot be taken back.
  if (call.isTrial) return []
  const now = deps.clock.now()
  const startedAt = new Date(call.record.startedAt).toISOString()
  return call.record.webhooks.map((sent) => {
    const event = componentEvent(call, sent, startedAt)
    return {
      organizationId: call.organizationId,
      id: newId(idPrefixes.webhookDelivery, now),
      sourceKind: 'node',
      sourceId: sent.node,
      sourceName: sent.name,
      session: call.session,
      step: sent.step,
      index: sent.index,
      callId: call.id,
      event: event.type,
      body: JSON.stringify(event),
      isTest: false,
      state: 'pending',
      attempts: 0,
      retriesFrom: 0,
      nextAt: now,
      createdAt: now,
    }
  })
}
