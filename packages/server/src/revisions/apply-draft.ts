import type { Applied } from '@opbx/contract/call-flow/draft'
import { lintFlow } from '@opbx/contract/call-flow/lint'
import { draftOf } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { type WriteTools, write } from '../db/write.ts'
import { AppError } from '../errors.ts'
import { type FlowState, lockDraft, setAtOnce } from '../flow-state/service.ts'
import { findRedTests, type RedTest } from '../flow-tests/service.ts'
import { holidayBook } from '../holidays/service.ts'
import { type Edition, insertLiveRevision } from './publish.ts'
import { type RevisionStore, toFieldErrors } from './rules.ts'
import { findRevisionSummary, snapshotOf, toRevision } from './stored-flows.ts'

export interface ApplyOrder {
  note: string
  /** Null: whichever it is. */
  draftVersion: number | null
  /** Why it is applied although tests are red; null or left out: it is not. */
  overrideReason?: string | null
  /** Nobody pressed Apply: it follows a change. */
  isAtOnce?: boolean
}

/** Checks the whole draft, stores it as a revision and makes that one live, all or nothing. */
export async function applyNow(
  ctx: Ctx,
  store: RevisionStore,
  order: ApplyOrder,
): Promise<Applied> {
  const { applied, content } = await write(ctx, 'flow.write', async (tx, tools) => {
    const state = await lockDraft(ctx, tx)
    refuseOlder(state, order.draftVersion)
    const draft = await draftOf(tx, ctx.organizationId)
    const findings = lintFlow(
      draft.flow,
      ctx.clock.now().toISOString(),
      ctx.config.allowedPrivateNetworks,
      holidayBook,
    )
    refuseErrors(findings.errors)
    const red = await findRedTests(draft.flow)
    refuseRed(ctx, red, order)
    const content = { ...draft, ...snapshotOf(draft.flow) }
    const made = await makeLive(ctx, tx, { tools, state, content, order, red })
    await noteTried(ctx, tx, { tools, state, order, made })
    return { applied: { ...made, warnings: findings.warnings, missing: [] }, content }
  })
  if (!applied.unchanged) {
    const { flow, snapshot } = content
    await store.publish(ctx.organizationId, { number: applied.revision.number, flow, snapshot })
    ctx.jobs.wake()
  }
  return applied
}

type Content = Pick<Edition, 'flow' | 'positions' | 'snapshot' | 'contentHash'>

async function makeLive(
  ctx: Ctx,
  tx: Tx,
  input: {
    tools: WriteTools
    state: FlowState
    content: Content
    order: ApplyOrder
    red: RedTest[]
  },
): Promise<Pick<Applied, 'revision' | 'unchanged'>> {
  const { content, order, tools } = input
  const { note } = order
  const { liveRevision, draftVersion } = input.state
  const live =
    liveRevision === null ? null : await findRevisionSummary(tx, ctx.organizationId, liveRevision)
  const about = { action: 'flow.apply', subjectName: 'Call flow' }
  if (live !== null && live.contentHash === content.contentHash) {
    tools.audit({ ...about, subjectId: String(live.number), after: { unchanged: true } })
    return { revision: toRevision(live, liveRevision), unchanged: true }
  }
  const number = (liveRevision ?? 0) + 1
  const row = await insertLiveRevision(ctx, tx, { ...content, number, note, restoredFrom: null })
  tools.audit({
    ...about,
    subjectId: String(number),
    before: { revision: liveRevision },
    after: {
      revision: number,
      note,
      contentHash: content.contentHash,
      ...(input.red.length > 0 && {
        override: { reason: order.overrideReason, tests: input.red.map(({ name }) => name) },
      }),
    },
  })
  tools.emit({ name: 'flow', data: { draftVersion, liveRevision: number } })
  return { revision: toRevision(row, number), unchanged: false }
}

/** This version needs no Apply at once any more. Told also where nothing was to change: the console waits for it. */
async function noteTried(
  ctx: Ctx,
  tx: Tx,
  {
    tools,
    state: { draftVersion },
    order,
    made,
  }: {
    tools: WriteTools
    state: FlowState
    order: ApplyOrder
    made: Pick<Applied, 'revision'>
  },
): Promise<void> {
  await setAtOnce(tx, ctx.organizationId, { atOnceTried: { draftVersion, problem: null } })
  if (!order.isAtOnce) return
  tools.emit({ name: 'flow', data: { draftVersion, liveRevision: made.revision.number } })
}

function refuseOlder(state: FlowState, draftVersion: number | null): void {
  if (draftVersion === null || draftVersion === state.draftVersion) return
  // When is in `changedAt` of the changes, which are to be read again: a sentence has no time zone.
  throw new AppError(
    'conflict',
    `${state.changedBy} changed the draft meanwhile. Look at the changes and apply again.`,
  )
}

function refuseErrors(errors: ReturnType<typeof lintFlow>['errors']): void {
  if (errors.length === 0) return
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors`
  throw new AppError('flow_has_errors', `Nothing was applied: the call flow has ${count}.`, {
    fields: toFieldErrors(errors),
  })
}

/** Red tests stop Apply, unless somebody who may says why they do not matter. */
function refuseRed(ctx: Ctx, red: readonly RedTest[], { overrideReason = null }: ApplyOrder): void {
  if (red.length === 0) return
  if (overrideReason !== null) {
    if (ctx.permissions.has('flow.override')) return
    throw new AppError(
      'not_allowed',
      'Only the owner may apply although tests are red. Repair them, or ask the owner.',
    )
  }
  const count = red.length === 1 ? 'one flow test is red' : `${red.length} flow tests are red`
  throw new AppError('flow_tests_failed', `Nothing was applied: ${count}.`, {
    fields: red.map(({ id, name, failures }) => ({
      path: `tests.${id}`,
      message: `“${name}”: ${failures.join(' ')}`,
    })),
  })
}
