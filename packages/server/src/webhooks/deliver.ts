import type { Deps } from '../context.ts'
import { type Outcome, writeOutcome } from './delivery-store.ts'
import type { Receiver } from './receivers.ts'
import { judgeAttempt } from './rules.ts'
import { sendOnce } from './send.ts'
import type { DeliveryRow } from './table.ts'

/** One attempt at a delivery that this process has taken, and what it makes of it. `receiver` null: nobody. */
export async function deliver(
  deps: Deps,
  row: DeliveryRow,
  receiver: Receiver | null,
): Promise<void> {
  const now = deps.clock.now()
  const outcome = receiver === null ? cancelled : await attempt(deps, row, { receiver, now })
  await writeOutcome(deps.db, { row, outcome, now })
  const { organizationId, id, sourceId } = row
  const facts = { organizationId, deliveryId: id, sourceId, attempt: row.attempts }
  deps.log.info({ ...facts, state: outcome.state, status: outcome.status }, 'webhook sent')
}

const cancelled: Outcome = {
  state: 'cancelled',
  nextAt: null,
  status: null,
  reason: 'The webhook was removed or switched off.',
  attempt: null,
}

async function attempt(
  deps: Deps,
  row: DeliveryRow,
  { receiver, now }: { receiver: Receiver; now: Date },
): Promise<Outcome> {
  const startedAt = performance.now()
  const result = await sendOnce(deps.config, { row, receiver, now })
  const milliseconds = Math.round(performance.now() - startedAt)
  const attempts = row.attempts - row.retriesFrom
  const { isTest } = row
  const verdict = judgeAttempt(result, { attempts, isTest, chance: Math.random() })
  const after = verdict.afterMilliseconds
  return {
    state: verdict.state,
    nextAt: after === null ? null : new Date(now.getTime() + after),
    status: result.status,
    reason: result.reason,
    attempt: { ...result, at: now, milliseconds },
  }
}
