// npm run bench -- kill-apply: a process that is killed while it applies a large flow leaves nothing half-applied.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { snapshotOf } from '../packages/server/dist/revisions/stored-flows.js'
import { createDatabase } from './database.mjs'
import { makeLargeFlow, prepareOwner } from './large-flow.mjs'
import { startMeasured, waitUntilReady } from './processes.mjs'
import { median } from './statistics.mjs'

const port = 18_085
const simulatorPort = 18_086
const ready = `http://127.0.0.1:${port}/ready`
const kills = Number(process.env.OPBX_BENCH_KILLS ?? 10)
const nodes = Number(process.env.OPBX_BENCH_NODES ?? 1_000)
const seed = Number(process.env.OPBX_BENCH_SEED ?? 1)

export async function run() {
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
  const start = async () => {
    const server = startMeasured('packages/server/dist/main.js', env)
    await waitUntilReady(ready)
    return server
  }
  let server = await start()
  try {
    await waitUntilReady(`http://127.0.0.1:${simulatorPort}/simulator/domains`)
    const owner = await prepareOwner({ port, simulatorPort })
    const flow = await makeLargeFlow(owner, nodes)
    const usual = await timeApply(owner, flow)
    const random = randomOf(seed)
    const found = { before: 0, after: 0, answered: 0 }
    let live = await checkLive(owner, null)
    for (let round = 1; round <= kills; round++) {
      const words = `Killed ${round}.`
      await flow.say(words)
      const applying = owner.api('POST', '/flow/apply', {}).then(
        () => true,
        () => false,
      )
      await new Promise((resolve) => setTimeout(resolve, random() * usual * 2))
      await server.kill()
      const answered = await applying
      server = await start()
      const now = await checkLive(owner, [live.words, words])
      if (answered && now.words !== words)
        throw new Error(`Round ${round}: Apply was answered and is not live`)
      if (now.words === words && now.number !== live.number + 1)
        throw new Error(`Round ${round}: revision ${now.number} follows ${live.number}`)
      found[now.words === words ? 'after' : 'before'] += 1
      if (answered) found.answered += 1
      await flow.say(`Applied ${round}.`)
      await owner.api('POST', '/flow/apply', {})
      live = await checkLive(owner, [`Applied ${round}.`])
    }
    console.log(
      `${kills} kills within ${Math.round(usual * 2)} ms of Apply, ${nodes} nodes, seed ${seed}, ${database ? 'PostgreSQL' : 'embedded database'}: ` +
        `the old revision whole ${found.before} times, the new one ${found.after} times (${found.answered} of them answered), half of one never`,
    )
  } finally {
    await Promise.all([server.stop(), simulator.stop()])
    await database?.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** @typedef {import('./large-flow.mjs').Owner} Owner */

/** How long Apply takes here, in milliseconds. @param {Owner} owner @param {{ say(text: string): Promise<void> }} flow */
async function timeApply(owner, flow) {
  const took = []
  for (let round = 0; round < 4; round++) {
    await flow.say(`Timed ${round}.`)
    const began = performance.now()
    await owner.api('POST', '/flow/apply', {})
    took.push(performance.now() - began)
  }
  return median(took)
}

/**
 * What is live: one revision, whole, with its own hash, the newest one, and what calls are answered by. Throws where
 * it is not.
 * @param {Owner} owner @param {string[] | null} allowed
 */
async function checkLive({ api, call }, allowed) {
  const { items } = await api('GET', '/revisions?limit=2')
  const lives = items.filter((/** @type {{ live: boolean }} */ one) => one.live)
  if (lives.length !== 1 || !items[0]?.live)
    throw new Error(`Not the newest revision is live: ${JSON.stringify(items)}`)
  const { number, contentHash, counts, flow } = await api('GET', `/revisions/${items[0].number}`)
  if (snapshotOf(flow).contentHash !== contentHash)
    throw new Error(`Revision ${number} is not what its hash says`)
  if (flow.nodes.length !== nodes || counts.nodes !== nodes)
    throw new Error(`Revision ${number} has ${flow.nodes.length} nodes`)
  const first = flow.nodes.find((/** @type {{ name: string }} */ node) => node.name === 'First')
  const words = first.config.prompt.text
  if (allowed !== null && !allowed.includes(words))
    throw new Error(`“${words}” is live, not ${allowed.join(' or ')}`)
  const heard = await call()
  if (heard !== words) throw new Error(`A call hears “${heard}”, though “${words}” is live`)
  return { number, words }
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). @param {number} from */
function randomOf(from) {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
