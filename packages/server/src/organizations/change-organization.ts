import type { Organization, organizationChangeSchema } from '@opbx/contract/identity'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { announceMirrored, markMirrored } from '../db/mirror.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, notFound } from '../errors.ts'
import { touchDraft } from '../flow-state/service.ts'
import { toOrganization } from './service.ts'
import { organizations } from './table.ts'

type Change = z.infer<typeof organizationChangeSchema>

/** Name, zone and country are part of what calls are answered from: the draft becomes a newer one. */
export async function changeOrganization(
  ctx: Ctx,
  version: number,
  change: Change,
): Promise<Organization> {
  const after = await write(ctx, 'organization.manage', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    // Zone and country stand in what the voice edge keeps in memory.
    await markMirrored(tx, ctx.organizationId)
    const before = await lockOrganization(tx, ctx.organizationId, version)
    const changed = await updateOrganization(tx, before, change)
    audit({
      action: 'organization.update',
      subjectId: before.id,
      subjectName: before.name,
      before: pickChanged(before, change),
      after: change,
    })
    return changed
  })
  announceMirrored(ctx, ctx.organizationId)
  ctx.revocations.announce({ organizationId: ctx.organizationId })
  return after
}

/** By an operator, in the context of the organization concerned. */
export async function setOrganizationStatus(
  ctx: Ctx,
  version: number,
  status: Organization['status'],
): Promise<Organization> {
  const after = await write(ctx, 'self', async (tx, { audit }) => {
    const before = await lockOrganization(tx, ctx.organizationId, version)
    const changed = await updateOrganization(tx, before, { status })
    audit({
      action: status === 'suspended' ? 'organization.suspend' : 'organization.activate',
      subjectId: before.id,
      subjectName: before.name,
      before: { status: before.status },
      after: { status },
    })
    return changed
  })
  ctx.revocations.announce({ organizationId: ctx.organizationId })
  return after
}

async function lockOrganization(tx: Tx, id: string, version: number): Promise<Organization> {
  const [row] = await tx.select().from(organizations).where(eq(organizations.id, id)).for('update')
  if (row === undefined) throw notFound('Organization')
  if (row.version !== version)
    throw new AppError('outdated', 'Somebody changed the organization meanwhile. Load it again.')
  return toOrganization(row)
}

async function updateOrganization(
  tx: Tx,
  before: Organization,
  change: Change & { status?: Organization['status'] },
): Promise<Organization> {
  const [row] = await tx
    .update(organizations)
    .set({ ...change, version: before.version + 1 })
    .where(and(eq(organizations.id, before.id), eq(organizations.version, before.version)))
    .returning()
  if (row === undefined) throw notFound('Organization')
  return toOrganization(row)
}

function pickChanged(before: Organization, change: Change) {
  return {
    ...(change.name === undefined ? {} : { name: before.name }),
    ...(change.timeZone === undefined ? {} : { timeZone: before.timeZone }),
    ...(change.country === undefined ? {} : { country: before.country }),
  }
}
