import type { AuditEntry, auditLogQuerySchema } from '@opbx/contract/identity'
import type { Page } from '@opbx/contract/pagination'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { auditLog } from './table.ts'

/** Newest first. */
export async function listAuditEntries(
  ctx: Ctx,
  { limit, cursor, actor, action, subject }: z.infer<typeof auditLogQuerySchema>,
): Promise<Page<AuditEntry>> {
  const before = readCursor(cursor, 1)?.[0]
  const rows = await ctx.db.query
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.organizationId, ctx.organizationId),
        before === undefined ? undefined : lt(auditLog.id, before),
        actor === undefined ? undefined : eq(auditLog.actorId, actor),
        action === undefined ? undefined : isAction(action),
        subject === undefined ? undefined : eq(auditLog.subjectId, subject),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit + 1)
  return pageFrom(rows, limit, { keyOf: (row) => [row.id], toItem: toEntry })
}

/** `ring_group.update`, or `ring_group` for everything that was done to ring groups. */
function isAction(action: string) {
  return action.includes('.')
    ? eq(auditLog.action, action)
    : sql`split_part(${auditLog.action}, '.', 1) = ${action}`
}

function toEntry(row: typeof auditLog.$inferSelect): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    subjectId: row.subjectId,
    subjectName: row.subjectName,
    before: row.before,
    after: row.after,
  }
}
