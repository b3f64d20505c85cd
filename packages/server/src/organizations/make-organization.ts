import type { Organization, organizationCreateSchema } from '@opbx/contract/identity'
import type { z } from 'zod'
import { type Actor, type Ctx, type Deps, systemCtx } from '../context.ts'
import { write } from '../db/write.ts'
import { AppError, notFound } from '../errors.ts'
import {
  findUnusedOwnerInvitation,
  insertInvitation,
  type NewInvitation,
  renewInvitation,
} from '../invitations/service.ts'
import { hasOwner } from '../users/service.ts'
import { findOrganization, insertOrganization, newOrganization } from './service.ts'

/** By an operator, who is no member: her changes stand in the log of the organization concerned. */
export function operatorCtx(deps: Deps, operator: Actor, organizationId: string): Ctx {
  return { ...systemCtx(deps, organizationId, []), actor: operator }
}

/** The organization waits for its owner, who comes by the link of the invitation. */
export async function makeOrganization(
  deps: Deps,
  operator: Actor,
  input: z.infer<typeof organizationCreateSchema>,
): Promise<{ organization: Organization; invitation: NewInvitation }> {
  const organization = newOrganization(deps.clock.now(), input)
  const ctx = operatorCtx(deps, operator, organization.id)
  return write(ctx, 'self', async (tx, { audit }) => {
    await insertOrganization(tx, organization)
    const { id, name, timeZone, country } = organization
    audit({
      action: 'organization.create',
      subjectId: id,
      subjectName: name,
      after: { name, timeZone, country },
    })
    const owner = { name: input.ownerName, email: input.ownerEmail, role: 'owner' as const }
    return { organization, invitation: await insertInvitation(ctx, tx, { ...owner, audit }) }
  })
}

/** A new link for the owner who has not come yet. */
export async function renewOwnerInvitation(ctx: Ctx): Promise<NewInvitation> {
  return write(ctx, 'self', async (tx, { audit }) => {
    const organization = await findOrganization(tx, ctx.organizationId)
    if (organization === null) throw notFound('Organization')
    const row = await findUnusedOwnerInvitation(tx, ctx.organizationId)
    if (row === null || (await hasOwner(tx, ctx.organizationId)))
      throw new AppError('conflict', 'This organization has its owner, who can invite others.')
    return renewInvitation(ctx, tx, { row, audit })
  })
}
