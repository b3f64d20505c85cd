import {
  type PersonalSettings,
  usualPersonalSettings,
} from '@opbx/contract/call-flow/personal-settings'
import { and, eq } from 'drizzle-orm'
import { findExtension } from '../call-flow/service.ts'
import type { Ctx, Deps } from '../context.ts'
import { announceMirrored, markMirrored } from '../db/mirror.ts'
import type { Query } from '../db/query.ts'
import { write } from '../db/write.ts'
import { AppError, notFound } from '../errors.ts'
import { openPersonalDirectory, type PersonalDirectory } from './directory.ts'
import { personalSettings } from './table.ts'

export type { PersonalDirectory } from './directory.ts'

export const createPersonalDirectory = (deps: Deps): Promise<PersonalDirectory> =>
  openPersonalDirectory(deps)

export async function getPersonalSettings(ctx: Ctx, nodeId: string): Promise<PersonalSettings> {
  const extension = await findExtension(ctx.db.query, ctx.organizationId, nodeId)
  if (extension === null) throw notFound('Extension')
  return readSettings(ctx.db.query, ctx.organizationId, nodeId)
}

/** A person changes the own extension, who writes the call flow any. */
export async function changePersonalSettings(
  ctx: Ctx,
  nodeId: string,
  settings: PersonalSettings,
): Promise<PersonalSettings> {
  const extension = await findExtension(ctx.db.query, ctx.organizationId, nodeId)
  if (extension === null) throw notFound('Extension')
  const isOwn = ctx.userId !== null && extension.config.userId === ctx.userId
  if (!isOwn && !ctx.permissions.has('flow.write')) {
    throw new AppError('not_allowed', 'Only the person of this extension may change this.')
  }
  await storeSettings(ctx, { nodeId, name: extension.name, change: () => settings })
  return settings
}

/** By a feature code: the phone is the proof. True once it is stored. */
export async function changeByPhone(
  ctx: Ctx,
  { nodeId, change }: { nodeId: string; change: Partial<PersonalSettings> },
): Promise<true> {
  const extension = await findExtension(ctx.db.query, ctx.organizationId, nodeId)
  const name = extension?.name ?? 'Extension'
  await storeSettings(ctx, { nodeId, name, change: (before) => ({ ...before, ...change }) })
  return true
}

async function storeSettings(
  ctx: Ctx,
  at: { nodeId: string; name: string; change(before: PersonalSettings): PersonalSettings },
): Promise<void> {
  const { organizationId } = ctx
  const { nodeId } = at
  await write(ctx, 'self', async (tx, { audit }) => {
    // Changes of one organization wait for each other here.
    await markMirrored(tx, organizationId)
    const before = await readSettings(tx, organizationId, nodeId)
    const after = at.change(before)
    const values = { ...after, updatedAt: ctx.clock.now() }
    await tx
      .insert(personalSettings)
      .values({ organizationId, nodeId, ...values })
      .onConflictDoUpdate({
        target: [personalSettings.organizationId, personalSettings.nodeId],
        set: values,
      })
    const subject = { subjectId: nodeId, subjectName: at.name }
    audit({ ...subject, action: 'personal_settings.update', before, after })
  })
  announceMirrored(ctx, organizationId)
}

async function readSettings(
  query: Query,
  organizationId: string,
  nodeId: string,
): Promise<PersonalSettings> {
  const [row] = await query
    .select()
    .from(personalSettings)
    .where(
      and(eq(personalSettings.organizationId, organizationId), eq(personalSettings.nodeId, nodeId)),
    )
  if (row === undefined) return usualPersonalSettings
  const { doNotDisturb, forwardAlways, forwardBusy, forwardNoAnswer, forwardUnreachable } = row
  return { doNotDisturb, forwardAlways, forwardBusy, forwardNoAnswer, forwardUnreachable }
}
