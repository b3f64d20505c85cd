import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Flow } from '@opbx/contract/call-flow/flow'
import { type FlowTest, flowTestSchema } from '@opbx/contract/call-flow/flow-tests'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { newRows, rowsBack, stepsBack } from '../call-flow/rules.ts'
import { insertRows } from '../db/insert-rows.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { type CompiledFlow, compileFlow } from '../engine/compile-flow.ts'
import { createFlowTester, type FlowTestRun } from '../engine/flow-tests.ts'
import { holidayBook } from '../holidays/service.ts'
import { flowTests } from './table.ts'

/** The tests of the draft, by name. */
export async function listFlowTests(query: Query, organizationId: string): Promise<FlowTest[]> {
  const rows = await query
    .select()
    .from(flowTests)
    .where(eq(flowTests.organizationId, organizationId))
    .orderBy(asc(flowTests.name))
  return rows.map(toFlowTest)
}

export async function insertFlowTests(
  tx: Tx,
  tests: readonly FlowTest[],
  at: { organizationId: string; now: Date },
): Promise<void> {
  await insertRows(tx, flowTests, newRows(tests.map(toContentColumns), at))
}

/** Makes the draft's tests those of a revision, with their ids. */
export async function resetFlowTests(
  tx: Tx,
  wanted: readonly FlowTest[],
  at: { organizationId: string; version: number; now: Date },
): Promise<void> {
  const ofOrganization = eq(flowTests.organizationId, at.organizationId)
  const rows = await tx.select().from(flowTests).where(ofOrganization)
  const { removed, added } = stepsBack(rows, wanted, toFlowTest)
  if (removed.length > 0)
    await tx.delete(flowTests).where(and(ofOrganization, inArray(flowTests.id, removed)))
  const back = rowsBack(added, at).map(
    ({ organizationId, version, createdAt, updatedAt, ...test }) => ({
      ...toContentColumns(test),
      organizationId,
      version,
      createdAt,
      updatedAt,
    }),
  )
  await insertRows(tx, flowTests, back)
}

// Parsed, not trusted: a row that is older than a field gets the field's default.
export function toFlowTest(row: typeof flowTests.$inferSelect): FlowTest {
  const { id, name, enabled, script } = row
  return flowTestSchema.parse({ ...script, id, name, enabled })
}

/** The columns that hold a test's content. */
export function toContentColumns({ id, name, enabled, ...script }: FlowTest) {
  return { id, name, enabled, script }
}

/** Calls are answered between two stretches of work, so none may be long. */
const mostMillisecondsAtOnce = 10

/** Runs tests through a flow, letting others work in between. `told` gets each result when it is there. */
export async function runTests(
  compiled: CompiledFlow,
  tests: readonly FlowTest[],
  told: (test: FlowTest, run: FlowTestRun) => void,
): Promise<void> {
  const run = createFlowTester(compiled)
  let since = performance.now()
  for (const test of tests) {
    told(test, run(test))
    if (performance.now() - since < mostMillisecondsAtOnce) continue
    await nextTurn()
    since = performance.now()
  }
}

/** A test of the draft that would stop Apply, and why. */
export interface RedTest {
  id: string
  name: string
  failures: string[]
}

/** Those of the flow's own tests that are switched on and red. */
export async function findRedTests(flow: Flow): Promise<RedTest[]> {
  const tests = (flow.tests ?? []).filter((test) => test.enabled)
  const red: RedTest[] = []
  if (tests.length === 0) return red
  await runTests(compileFlow(flow, holidayBook), tests, ({ id, name }, { failures }) => {
    if (failures.length > 0) red.push({ id, name, failures })
  })
  return red
}
