import type { AtOnce } from '@opbx/contract/call-flow/draft'
import { z } from 'zod'
import { type Ctx, type Deps, systemCtx } from '../context.ts'
import { write } from '../db/write.ts'
import { AppError } from '../errors.ts'
import { applyAtOnceJob, lockDraft, readFlowState, setAtOnce } from '../flow-state/service.ts'
import { applyNow } from './apply-draft.ts'
import { type RevisionStore, toAtOnce } from './rules.ts'

/** Who changed the draft last. */
const actorSchema = z.object({
  kind: z.enum(['user', 'api_key', 'system']),
  id: z.string(),
  name: z.string(),
})

/** Follows each change of the draft with Apply, where that is wanted. Never two of one organization at a time. */
export function handleApplyAtOnce(deps: Deps, store: RevisionStore): void {
  deps.jobs.handle(applyAtOnceJob, async ({ organizationId, payload }) => {
    const actor = actorSchema.parse(payload)
    await followChange({ ...systemCtx(deps, organizationId, ['flow.write']), actor }, store)
  })
}

async function followChange(ctx: Ctx, store: RevisionStore): Promise<void> {
  const { appliesAtOnce, atOnceTried, draftVersion } = await readFlowState(
    ctx.db.query,
    ctx.organizationId,
  )
  if (!appliesAtOnce || atOnceTried?.draftVersion === draftVersion) return
  try {
    await applyNow(ctx, store, { note: 'Applied at once', draftVersion, isAtOnce: true })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // Changed meanwhile: that change is followed by a job of its own.
    if (error.code === 'conflict') return
    if (error.code !== 'flow_has_errors' && error.code !== 'flow_tests_failed') throw error
    await noteProblem(ctx, { draftVersion, problem: error.message })
  }
}

/** Tells the console, too: it says why the change stays in the draft. */
async function noteProblem(
  ctx: Ctx,
  tried: { draftVersion: number; problem: string },
): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    const { draftVersion, liveRevision } = await lockDraft(ctx, tx)
    await setAtOnce(tx, ctx.organizationId, { atOnceTried: tried })
    audit({
      action: 'flow.not_applied',
      subjectId: ctx.organizationId,
      subjectName: 'Call flow',
      after: tried,
    })
    emit({ name: 'flow', data: { draftVersion, liveRevision } })
  })
}

/** What waits in the draft goes on waiting, until the next change or Apply. */
export async function switchAtOnce(ctx: Ctx, on: boolean): Promise<AtOnce> {
  return await write(ctx, 'organization.manage', async (tx, { audit, emit }) => {
    const { draftVersion, liveRevision, appliesAtOnce } = await lockDraft(ctx, tx)
    const atOnceTried = { draftVersion, problem: null }
    await setAtOnce(tx, ctx.organizationId, { appliesAtOnce: on, atOnceTried })
    audit({
      action: 'flow.apply_at_once',
      subjectId: ctx.organizationId,
      subjectName: 'Call flow',
      before: { on: appliesAtOnce },
      after: { on },
    })
    emit({ name: 'flow', data: { draftVersion, liveRevision } })
    return toAtOnce({ draftVersion, appliesAtOnce: on, atOnceTried })
  })
}
