import { type FeatureCodes, usualFeatureCodes } from '@opbx/contract/call-flow/feature-codes'
import type { Ctx } from '../context.ts'
import { write } from '../db/write.ts'
import { AppError } from '../errors.ts'
import { touchDraft } from '../flow-state/service.ts'
import { codesOf, findRow, storeFeatureCodes } from './service.ts'

/** Replaces the codes of the draft; phones follow with the next Apply. */
export async function changeFeatureCodes(
  ctx: Ctx,
  version: number,
  codes: FeatureCodes,
): Promise<void> {
  const { organizationId } = ctx
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    // Holds the draft: two changes of the codes come one after the other.
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const row = await findRow(tx, organizationId)
    if ((row?.version ?? 0) !== version)
      throw new AppError(
        'outdated',
        'Somebody changed the feature codes meanwhile. Load them again.',
      )
    await storeFeatureCodes(tx, {
      organizationId,
      codes,
      version: version + 1,
      now: ctx.clock.now(),
    })
    audit({
      action: 'feature_codes.update',
      subjectId: organizationId,
      subjectName: 'Feature codes',
      before: row === null ? usualFeatureCodes : codesOf(row),
      after: codes,
    })
  })
}
