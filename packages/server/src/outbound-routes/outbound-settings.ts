import type { OutboundSettings, OutboundSettingsResource } from '@opbx/contract/call-flow/flow'
import type { Ctx } from '../context.ts'
import { write } from '../db/write.ts'
import { findEmergencyTrunk, setEmergencyTrunk, touchDraft } from '../flow-state/service.ts'
import type { RevisionStore } from '../revisions/rules.ts'

/** `GET /api/v1/outbound-settings`: the draft's, compared with the live ones. */
export async function getOutboundSettings(
  ctx: Ctx,
  store: RevisionStore,
): Promise<OutboundSettingsResource> {
  const [emergencyTrunk, live] = await Promise.all([
    findEmergencyTrunk(ctx.db.query, ctx.organizationId),
    store.live(ctx.organizationId),
  ])
  const liveTrunk = live?.flow.flow.organization.emergencyTrunk ?? null
  return { emergencyTrunk, state: emergencyTrunk === liveTrunk ? 'live' : 'changed' }
}

/** `PUT /api/v1/outbound-settings`: of the draft, so it takes effect with Apply. */
export async function changeOutboundSettings(
  ctx: Ctx,
  { emergencyTrunk }: OutboundSettings,
): Promise<void> {
  const { organizationId } = ctx
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = { emergencyTrunk: await findEmergencyTrunk(tx, organizationId) }
    await setEmergencyTrunk(tx, organizationId, emergencyTrunk)
    audit({
      action: 'outbound_settings.update',
      subjectId: organizationId,
      subjectName: 'Calling outside',
      before,
      after: { emergencyTrunk },
    })
  })
}
