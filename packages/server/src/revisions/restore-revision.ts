import type { Applied } from '@opbx/contract/call-flow/draft'
import { lintFlow } from '@opbx/contract/call-flow/lint'
import type { Ctx } from '../context.ts'
import { write } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { lockDraft } from '../flow-state/service.ts'
import { holidayBook } from '../holidays/service.ts'
import { listMissing } from './missing.ts'
import { insertLiveRevision } from './publish.ts'
import type { RevisionStore } from './rules.ts'
import { findRevisionSummary, findStoredFlow, toRevision } from './stored-flows.ts'

/** A new revision with the content of an older one, live at once. The draft stays as it is. */
export async function restoreRevision(
  ctx: Ctx,
  store: RevisionStore,
  number: number,
): Promise<Applied> {
  const { applied, flow, snapshot } = await write(ctx, 'flow.write', async (tx, tools) => {
    const { liveRevision, draftVersion } = await lockDraft(ctx, tx)
    const found = await findStoredFlow(tx, ctx.organizationId, number)
    if (found === null || liveRevision === null) throw notFound(`Revision ${number}`)
    const { row, flow, positions } = found
    const missing = await listMissing(tx, ctx.organizationId, flow)
    const { warnings } = lintFlow(
      flow,
      ctx.clock.now().toISOString(),
      ctx.config.allowedPrivateNetworks,
      holidayBook,
    )
    const content = { snapshot: row.snapshot, contentHash: row.contentHash }
    const about = { action: 'flow.restore', subjectName: `Revision ${number}` }
    const live = await findRevisionSummary(tx, ctx.organizationId, liveRevision)
    if (live?.contentHash === row.contentHash) {
      tools.audit({ ...about, subjectId: String(number), after: { unchanged: true } })
      const revision = toRevision(live, liveRevision)
      return { applied: { revision, unchanged: true, warnings, missing }, flow, ...content }
    }
    const restored = await insertLiveRevision(ctx, tx, {
      ...content,
      number: liveRevision + 1,
      note: `Restored from revision ${number}`,
      restoredFrom: number,
      flow,
      positions,
    })
    tools.audit({
      ...about,
      subjectId: String(number),
      before: { revision: liveRevision },
      after: { revision: restored.number },
    })
    tools.emit({ name: 'flow', data: { draftVersion, liveRevision: restored.number } })
    const revision = toRevision(restored, restored.number)
    return { applied: { revision, unchanged: false, warnings, missing }, flow, ...content }
  })
  if (!applied.unchanged) {
    await store.publish(ctx.organizationId, { number: applied.revision.number, flow, snapshot })
    ctx.jobs.wake()
  }
  return applied
}
