import type { userChangeSchema } from '@opbx/contract/identity'
import type { Role } from '@opbx/contract/permissions'
import { and, eq, or } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, inUse } from '../errors.ts'
import { revokeInvitationsBy } from '../invitations/service.ts'
import { endSignInsOf } from '../sign-in/service.ts'
import { findPersonUses } from './person-uses.ts'
import { type Manager, whyNotManage } from './rules.ts'
import { findMember, getMember, type Member } from './service.ts'
import { members } from './table.ts'

type Change = z.infer<typeof userChangeSchema>

/** Another name or role. A new role ends the member's sign-ins in this organization. */
export async function changeMember(
  ctx: Ctx,
  { id, version }: { id: string; version: number },
  change: Change,
): Promise<Member> {
  const after = await write(ctx, 'people.manage', async (tx, { audit }) => {
    const { before, manager } = await lockForManaging(ctx, tx, { id, version })
    const role = change.role ?? before.role
    const isNewRole = role !== before.role
    if (isNewRole || manager.userId !== id) refuseUnless(manager, before, role)
    if (isNewRole) await takeRights(ctx, tx, id, role)
    await tx
      .update(members)
      .set({ name: change.name, role, version: before.version + 1 })
      .where(memberIs(ctx, id))
    const changed = await getMember(ctx, id, tx)
    audit({
      action: 'user.update',
      subjectId: id,
      subjectName: before.name,
      before: { name: before.name, role: before.role },
      after: { name: changed.name, role: changed.role },
    })
    return changed
  })
  ctx.revocations.announce({ organizationId: ctx.organizationId, userId: id })
  return after
}

/** Ends the membership, not the account. */
export async function removeMember(
  ctx: Ctx,
  { id, version }: { id: string; version: number },
): Promise<void> {
  await write(ctx, 'people.manage', async (tx, { audit }) => {
    const { before, manager } = await lockForManaging(ctx, tx, { id, version })
    refuseUnless(manager, before, null)
    const references = await findPersonUses(ctx, tx, id)
    if (references.length > 0) throw inUse(references, (users) => stillHas(before, users))
    await takeRights(ctx, tx, id, null)
    await tx.delete(members).where(memberIs(ctx, id))
    audit({
      action: 'user.remove',
      subjectId: id,
      subjectName: before.name,
      before: { name: before.name, email: before.email, role: before.role },
    })
  })
  ctx.revocations.announce({ organizationId: ctx.organizationId, userId: id })
}

/**
 * Locks both and all owners, in one order: of two owners who take each other's role at the same time, the
 * second must find herself no owner any more.
 */
async function lockForManaging(
  ctx: Ctx,
  tx: Tx,
  { id, version }: { id: string; version: number },
): Promise<{ before: Member; manager: Manager }> {
  const managerId = ctx.userId ?? ''
  await tx
    .select({ userId: members.userId })
    .from(members)
    .where(
      and(
        eq(members.organizationId, ctx.organizationId),
        or(eq(members.role, 'owner'), eq(members.userId, id), eq(members.userId, managerId)),
      ),
    )
    .orderBy(members.userId)
    .for('update')
  const before = await getMember(ctx, id, tx)
  if (before.version !== version)
    throw new AppError('outdated', `Somebody changed ${before.name} meanwhile. Load it again.`)
  const manager = await findMember(tx, ctx.organizationId, managerId)
  if (manager === null) throw new AppError('not_allowed', 'You are no longer in this organization.')
  return { before, manager: { userId: managerId, role: manager.role } }
}

function refuseUnless(manager: Manager, before: Member, role: Role | null): void {
  const reason = whyNotManage(manager, { userId: before.id, role: before.role }, role)
  if (reason !== null) throw new AppError('not_allowed', reason)
}

function stillHas({ name }: Member, extensions: string): string {
  return `${name} still has ${extensions}. Choose another person there, or none, and apply it first.`
}

/** Her links must not give back what she has lost. */
async function takeRights(ctx: Ctx, tx: Tx, userId: string, role: Role | null): Promise<void> {
  await endSignInsOf(tx, userId, ctx.organizationId)
  await revokeInvitationsBy(ctx, tx, { userId, role })
}

function memberIs(ctx: Ctx, userId: string) {
  return and(eq(members.organizationId, ctx.organizationId), eq(members.userId, userId))
}
