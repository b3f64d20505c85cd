// npm run bench -- apply: how long checking and applying take, at 10, 100 and 1,000 nodes.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lintFlow } from '@opbx/contract/call-flow/lint'
import { createDatabase } from './database.mjs'
import { makeLargeFlow, prepareOwner } from './large-flow.mjs'
import { startMeasured, waitUntilReady } from './processes.mjs'
import { median, quantile } from './statistics.mjs'

const port = 18_083
const simulatorPort = 18_084
const sizes = (process.env.OPBX_BENCH_SIZES ?? '10,100,1000').split(',').map(Number)
const rounds = Number(process.env.OPBX_BENCH_ROUNDS ?? 12)
const warmUpRounds = 3

/** On the embedded database, or on the PostgreSQL server that `OPBX_BENCH_DATABASE_URL` names. */
export async function run() {
  const where = process.env.OPBX_BENCH_DATABASE_URL ? 'PostgreSQL' : 'embedded database'
  console.log(`Apply, ${where}, median and 90 % of ${rounds} rounds`)
  for (const size of sizes) await measureSize(size)
}

/** @param {number} size */
async function measureSize(size) {
  const dataDir = await mkdtemp(join(tmpdir(), 'opbx-bench-'))
  const database = await createDatabase(process.env.OPBX_BENCH_DATABASE_URL)
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    OPBX_DATA_DIR: dataDir,
    OPBX_SIMULATOR_PORT: String(simulatorPort),
    OPBX_SIMULATOR_DATA_DIR: join(dataDir, 'simulator'),
    LOG_LEVEL: 'warn',
    ...(database ? { DATABASE_URL: database.url } : {}),
  }
  const simulator = startMeasured('packages/simulator/dist/main.js', env)
  const server = startMeasured('packages/server/dist/main.js', env)
  try {
    await waitUntilReady(`http://127.0.0.1:${simulatorPort}/simulator/domains`)
    await waitUntilReady(`http://127.0.0.1:${port}/ready`)
    await measure(size, await prepareOwner({ port, simulatorPort }))
  } finally {
    await Promise.all([server.stop(), simulator.stop()])
    await database?.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** @param {number} size @param {import('./large-flow.mjs').Owner} owner */
async function measure(size, owner) {
  const flow = await makeLargeFlow(owner, size)
  /** @type {{ lint: number[], answered: number[], live: number[] }} */
  const took = { lint: [], answered: [], live: [] }
  for (let round = 1 - warmUpRounds; round <= rounds; round++) {
    const words = `Version ${round}.`
    await flow.say(words)
    const began = performance.now()
    await owner.api('POST', '/flow/apply', {})
    const answered = performance.now() - began
    for (let heard = ''; heard !== words; ) heard = await owner.call()
    const live = performance.now() - began
    if (round < 1) continue
    took.answered.push(answered)
    took.live.push(live)
  }
  const { items } = await owner.api('GET', '/revisions?limit=1')
  const revision = await owner.api('GET', `/revisions/${items[0].number}`)
  const now = new Date().toISOString()
  for (let round = 1 - warmUpRounds; round <= rounds; round++) {
    const began = performance.now()
    const { errors } = lintFlow(revision.flow, now)
    if (errors.length > 0) throw new Error(`The flow has errors: ${errors[0]?.message}`)
    if (round >= 1) took.lint.push(performance.now() - began)
  }
  const row = (/** @type {number[]} */ list) =>
    `${median(list).toFixed(1)} ms (${quantile(list, 0.9).toFixed(1)})`
  console.log(
    `${revision.flow.nodes.length} nodes: lint ${row(took.lint)}, Apply answered ${row(took.answered)}, a new call has it ${row(took.live)}`,
  )
}
