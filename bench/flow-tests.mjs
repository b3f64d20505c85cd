import { compileFlow } from '../packages/server/dist/engine/compile-flow.js'
import { createFlowTester } from '../packages/server/dist/engine/flow-tests.js'
import { makeFlow } from './engine.mjs'

const measuredSeconds = 3

/** Flow tests in process: how long 100 take, and how many calls a second. */
export async function run() {
  const flow = makeFlow()
  const tests = makeTests(flow, 100)
  createFlowTester(compileFlow(flow))(tests[0])
  const began = performance.now()
  const fresh = createFlowTester(compileFlow(flow))
  for (const test of tests) fresh(test)
  console.log(
    `100 flow tests, ${flow.nodes.length} nodes, flow compiled anew: ${(performance.now() - began).toFixed(1)} ms`,
  )
  const until = performance.now() + measuredSeconds * 1000
  const startedAt = performance.now()
  let calls = 0
  let decisions = 0
  while (performance.now() < until) {
    const { trace } = fresh(tests[calls % tests.length])
    calls += 1
    decisions += new Set(trace.map((entry) => entry.step)).size
  }
  const seconds = (performance.now() - startedAt) / 1000
  console.log(
    `${Math.round(calls / seconds)} calls/s, ${(decisions / calls).toFixed(1)} decisions each, on one core`,
  )
}

/** Calls of all days and hours, through menus and groups. */
function makeTests(flow, count) {
  return Array.from({ length: count }, (_, index) => ({
    origin: 'trunk',
    from: `+1202555${String(index).padStart(4, '0')}`,
    to: flow.phoneNumbers[index * 7].number,
    at: `2026-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}T${String(index % 24).padStart(2, '0')}:15`,
    actions: [
      { does: 'press', keys: '1' },
      { does: 'speak', seconds: 10 },
    ],
    facts: { notReady: [], personal: {}, blocked: false, seed: 1, answers: {} },
    expect: { path: null, rings: null, says: [], ends: 'message', tags: [] },
  }))
}
