import { resetNodes } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import { write } from '../db/write.ts'
import { AppError } from '../errors.ts'
import { resetFeatureCodes } from '../feature-codes/service.ts'
import type { FlowNews } from '../flow-state/service.ts'
import { lockDraft, setEmergencyTrunk, touchDraft } from '../flow-state/service.ts'
import { resetFlowTests } from '../flow-tests/service.ts'
import { resetOutboundRoutes } from '../outbound-routes/service.ts'
import { resetPhoneNumbers } from '../phone-numbers/service.ts'
import { resetPrompts } from '../prompts/service.ts'
import { requestSubscriberSync } from '../subscribers/service.ts'
import { findStoredFlow } from './stored-flows.ts'

/** Gives the draft the content of the live revision. Things keep their ids; new ones go. */
export async function discardDraft(ctx: Ctx): Promise<FlowNews> {
  const news = await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    const { organizationId } = ctx
    const { liveRevision, draftVersion } = await lockDraft(ctx, tx)
    const live =
      liveRevision === null ? null : await findStoredFlow(tx, organizationId, liveRevision)
    if (live === null) {
      throw new AppError('conflict', 'Nothing was applied yet, so there is nothing to go back to.')
    }
    const news = await touchDraft(ctx, tx)
    const to = { organizationId, version: news.draftVersion, now: ctx.clock.now() }
    await resetNodes(tx, live.flow.nodes, { ...to, positions: live.positions })
    await resetPhoneNumbers(tx, live.flow.phoneNumbers, to)
    await resetOutboundRoutes(tx, live.flow.outboundRoutes, to)
    await setEmergencyTrunk(tx, organizationId, live.flow.organization.emergencyTrunk ?? null)
    await resetFlowTests(tx, live.flow.tests ?? [], to)
    await resetFeatureCodes(tx, live.flow.featureCodes, to)
    await resetPrompts(tx, live.flow.prompts ?? [], to)
    await requestSubscriberSync(ctx, tx)
    audit({
      action: 'flow.discard',
      subjectId: organizationId,
      subjectName: 'Call flow',
      before: { draftVersion },
      after: { draftVersion: news.draftVersion, revision: liveRevision },
    })
    emit({ name: 'flow', data: news })
    return news
  })
  ctx.jobs.wake()
  return news
}
