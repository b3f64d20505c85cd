import type { Flow } from '@opbx/contract/call-flow/flow'
import { extensionsOf } from '../call-flow/rules.ts'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { setLiveRevision } from '../flow-state/service.ts'
import { requestSubscriberSync } from '../subscribers/service.ts'
import type { RevisionRow } from './stored-flows.ts'
import { revisions } from './table.ts'

/** What a new revision holds. */
export type Edition = Pick<
  RevisionRow,
  'number' | 'note' | 'snapshot' | 'contentHash' | 'positions' | 'restoredFrom'
> & { flow: Flow }

/** Stores a revision and points to it. The caller holds the lock of the draft. */
export async function insertLiveRevision(ctx: Ctx, tx: Tx, edition: Edition): Promise<RevisionRow> {
  const { flow, ...stored } = edition
  const row: RevisionRow = {
    ...stored,
    organizationId: ctx.organizationId,
    authorKind: ctx.actor.kind,
    authorId: ctx.actor.id,
    authorName: ctx.actor.name,
    createdAt: ctx.clock.now(),
    schemaVersion: flow.schemaVersion,
    nodeCount: flow.nodes.length,
    phoneNumberCount: flow.phoneNumbers.length,
    outboundRouteCount: flow.outboundRoutes.length,
  }
  await tx.insert(revisions).values(row)
  await setLiveRevision(tx, ctx.organizationId, {
    number: row.number,
    extensions: extensionsOf(flow),
  })
  await requestSubscriberSync(ctx, tx)
  return row
}
