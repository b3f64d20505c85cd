import type { Reference } from '@opbx/contract/errors'
import { listExtensions, lockDraft } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { extensionsOfRevision } from '../revisions/service.ts'

/**
 * The extensions of a person: those of the draft (`userId`), then those that only the live version still
 * gives her (`live.userId`): an Apply takes them away. Nobody gives her another one until the transaction ends.
 */
export async function findPersonUses(ctx: Ctx, tx: Tx, userId: string): Promise<Reference[]> {
  const { organizationId } = ctx
  const { liveRevision } = await lockDraft(ctx, tx)
  const draft = await listExtensions(tx, organizationId)
  const live = await extensionsOfRevision(tx, organizationId, liveRevision)
  const own = draft.filter(({ config }) => config.userId === userId)
  const known = new Set(own.map(({ id }) => id))
  const onlyLive = live.filter(({ id, config }) => config.userId === userId && !known.has(id))
  const toReference = (path: string) => (node: { id: string; name: string }) => ({
    kind: 'node' as const,
    id: node.id,
    name: node.name,
    path,
  })
  return [...own.map(toReference('userId')), ...onlyLive.map(toReference('live.userId'))]
}
