import type { FlowDraft } from '@opbx/contract/call-flow/draft'
import type { Ctx } from '../context.ts'
import { readFlowState } from '../flow-state/service.ts'
import { listFlowOutboundRoutes } from '../outbound-routes/service.ts'
import { listDraftPhoneNumbers } from '../phone-numbers/service.ts'
import { listPrompts } from '../prompts/service.ts'
import { selectNodes, toFlowNode } from './node-rows.ts'

/** The whole draft, with versions and places. */
export async function readDraft(ctx: Ctx): Promise<FlowDraft> {
  const { query } = ctx.db
  const { organizationId } = ctx
  // Read first: an Apply with this version is refused when one of the things is newer.
  const { draftVersion, liveRevision } = await readFlowState(query, organizationId)
  const rows = await selectNodes(query, organizationId)
  return {
    version: draftVersion,
    liveRevision,
    nodes: rows.map((row) => ({
      ...toFlowNode(row),
      position: { x: row.positionX, y: row.positionY },
      version: row.version,
    })),
    phoneNumbers: await listDraftPhoneNumbers(query, organizationId),
    outboundRoutes: await listFlowOutboundRoutes(query, organizationId),
    prompts: await listPrompts(query, organizationId),
  }
}
