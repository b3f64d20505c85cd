import type { Invitation } from '@opbx/contract/identity'
import { type Role, rolesManagedBy } from '@opbx/contract/permissions'
import type { Ctx } from '../context.ts'
import { write } from '../db/write.ts'
import { AppError } from '../errors.ts'
import {
  getInvitationRow,
  insertInvitation,
  markRevoked,
  type NewInvitation,
  renewInvitation,
} from './service.ts'

export async function createInvitation(
  ctx: Ctx,
  input: Pick<Invitation, 'name' | 'email' | 'role'>,
): Promise<NewInvitation> {
  return write(ctx, 'people.manage', async (tx, { audit }) => {
    requireManaged(ctx, input.role)
    return insertInvitation(ctx, tx, { ...input, audit })
  })
}

/** The same invitation under a new link. */
export async function resendInvitation(ctx: Ctx, id: string): Promise<NewInvitation> {
  return write(ctx, 'people.manage', async (tx, { audit }) => {
    const row = await getInvitationRow(tx, ctx.organizationId, id)
    requireManaged(ctx, row.role)
    return renewInvitation(ctx, tx, { row, audit })
  })
}

export async function revokeInvitation(ctx: Ctx, id: string): Promise<void> {
  await write(ctx, 'people.manage', async (tx, { audit }) => {
    const row = await getInvitationRow(tx, ctx.organizationId, id)
    requireManaged(ctx, row.role)
    await markRevoked(ctx, tx, id)
    audit({
      action: 'invitation.revoke',
      subjectId: id,
      subjectName: row.name,
      before: { name: row.name, email: row.email, role: row.role },
    })
  })
}

function requireManaged(ctx: Ctx, role: Role): void {
  if (ctx.role !== null && rolesManagedBy(ctx.role).includes(role)) return
  throw new AppError('not_allowed', 'Only an owner may invite people of this role.')
}
