import type {
  FlowTest,
  FlowTestResult,
  FlowTestRunResult,
  flowTestRunSchema,
} from '@opbx/contract/call-flow/flow-tests'
import type { z } from 'zod'
import { flowOf } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import { type CompiledFlow, compileFlow } from '../engine/compile-flow.ts'
import { fieldError } from '../errors.ts'
import { holidayBook } from '../holidays/service.ts'
import { liveFlow, type RevisionStore } from '../revisions/service.ts'
import { listFlowTests, runTests } from './service.ts'

type Order = z.infer<typeof flowTestRunSchema>

/** Runs tests of the draft, or one that is not stored, through the draft or what is live. Nothing is stored. */
export async function runFlowTests(
  ctx: Ctx,
  store: RevisionStore,
  order: Order,
): Promise<FlowTestRunResult> {
  const compiled = await findFlow(ctx, store, order)
  const tests = order.test === undefined ? await findTests(ctx, order) : [unsaved(order.test)]
  const results: FlowTestResult[] = []
  await runTests(compiled, tests, ({ id, name, enabled }, run) => {
    const trace = order.trace ? run.trace : []
    results.push({ ...run, trace, id: id === '' ? null : id, name, enabled })
  })
  const green = results.filter((result) => result.passed).length
  return { green, red: results.length - green, results }
}

async function findFlow(
  ctx: Ctx,
  store: RevisionStore,
  { revision }: Order,
): Promise<CompiledFlow> {
  if (revision === 'draft')
    return compileFlow(await flowOf(ctx.db.query, ctx.organizationId), holidayBook)
  return await liveFlow(ctx, store)
}

async function findTests(ctx: Ctx, { ids }: Order): Promise<FlowTest[]> {
  const all = await listFlowTests(ctx.db.query, ctx.organizationId)
  if (ids === undefined) return all
  const known = new Set(all.map(({ id }) => id))
  const unknown = ids.findIndex((id) => !known.has(id))
  if (unknown >= 0) throw fieldError(`ids.${unknown}`, 'There is no such flow test. Leave it out.')
  return all.filter(({ id }) => ids.includes(id))
}

function unsaved(test: NonNullable<Order['test']>): FlowTest {
  return { ...test, id: '' }
}
