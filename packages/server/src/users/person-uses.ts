import type { Reference } from '@opbx/contract/errors'
import { listExtensions } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { lockDraft } from '../flow-state/service.ts'

/**
 * The extensions of a person in the draft. Nobody gives her another one until the transaction ends. Those of the
 * live version do not count: somebody who has to leave at once must not wait for an Apply.
 */
export async function findPersonUses(ctx: Ctx, tx: Tx, userId: string): Promise<Reference[]> {
  await lockDraft(ctx, tx)
  const draft = await listExtensions(tx, ctx.organizationId)
  return draft
    .filter(({ config }) => config.userId === userId)
    .map(({ id, name }) => ({ kind: 'node', id, name, path: 'userId' }))
}
