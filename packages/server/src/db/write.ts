import type { Permission } from '@opbx/contract/permissions'
import { auditLog } from '../audit-log/table.ts'
import type { Ctx } from '../context.ts'
import { AppError } from '../errors.ts'
import { idPrefixes, newId } from '../ids.ts'
import type { LiveEvent } from '../realtime/live-bus.ts'
import { runInTransaction, type Tx } from './transaction.ts'

/** One change, for the audit log. `before` and `after` hold no secrets. */
interface Change {
  /** `<noun>.<verb>`, such as `ring_group.update`. */
  action: string
  subjectId: string
  subjectName: string
  before?: unknown
  after?: unknown
}

export interface WriteTools {
  /** Adds a row to the audit log in the same transaction. Each write has at least one. */
  audit(change: Change): void
  /** Told to the viewers of this organization once the transaction is committed. */
  emit(event: LiveEvent): void
}

/**
 * The one door for changes of the control plane: permission, transaction, audit row, events. Throws
 * `not_allowed` without the permission; nothing is kept when `change` throws.
 */
export async function write<T>(
  ctx: Ctx,
  permission: Permission | 'self',
  change: (tx: Tx, tools: WriteTools) => Promise<T>,
): Promise<T> {
  if (permission !== 'self' && !ctx.permissions.has(permission)) {
    throw new AppError('not_allowed', 'Your role does not permit this. Ask the owner.')
  }
  const events: LiveEvent[] = []
  const changes: Change[] = []
  const result = await runInTransaction(ctx.db, async (tx) => {
    const value = await change(tx, {
      audit: (entry) => changes.push(entry),
      emit: (event) => events.push(event),
    })
    if (changes.length === 0) throw new Error('A write must say what it changed.')
    await tx.insert(auditLog).values(changes.map((entry) => toRow(ctx, entry)))
    return value
  })
  for (const event of events) ctx.live.publish(ctx.organizationId, event)
  // A changed draft may have to be applied at once.
  if (events.some(({ name }) => name === 'flow')) ctx.jobs.wake()
  return result
}

function toRow(ctx: Ctx, change: Change): typeof auditLog.$inferInsert {
  const now = ctx.clock.now()
  return {
    organizationId: ctx.organizationId,
    id: newId(idPrefixes.auditEntry, now),
    at: now,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action: change.action,
    subjectId: change.subjectId,
    subjectName: change.subjectName,
    before: change.before ?? null,
    after: change.after ?? null,
  }
}
