import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Flow } from '@opbx/contract/call-flow/flow'
import type { FlowTest } from '@opbx/contract/call-flow/flow-tests'
import { type CompiledFlow, compileFlow } from '../engine/compile-flow.ts'
import { createFlowTester, type FlowTestRun } from '../engine/flow-tests.ts'

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
  await runTests(compileFlow(flow), tests, ({ id, name }, { failures }) => {
    if (failures.length > 0) red.push({ id, name, failures })
  })
  return red
}
