import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from './database.mjs'
import { sendCalls } from './load.mjs'
import { startMeasured, waitUntilReady } from './processes.mjs'
import { latencyRow, median } from './statistics.mjs'

const serverPort = 18_080
const simulatorPort = 18_081
const referencePort = 18_082
const key = 'bench-requests-key-0123456789'
const number = '+12025550100'
const ratePerSecond = Number(process.env.OPBX_BENCH_RATE ?? 500)
const slices = Number(process.env.OPBX_BENCH_SLICES ?? 12)
const sliceSeconds = 2
const warmUpSlices = 5

/** The voice route beside its reference: alternating slices, CPU per request and latency. */
export async function run() {
  const dataDir = await mkdtemp(join(tmpdir(), 'opbx-bench-'))
  const database = await createDatabase(process.env.OPBX_BENCH_DATABASE_URL)
  const env = {
    PORT: String(serverPort),
    HOST: '127.0.0.1',
    OPBX_DATA_DIR: dataDir,
    OPBX_SIMULATOR_PORT: String(simulatorPort),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    ...(database ? { DATABASE_URL: database.url } : {}),
  }
  const simulator = startMeasured('packages/simulator/dist/main.js', env)
  const server = startMeasured('packages/server/dist/main.js', env)
  const reference = startMeasured('bench/reference-server.mjs', {
    PORT: String(referencePort),
    REFERENCE_KEY: key,
  })
  try {
    await waitUntilReady(`http://127.0.0.1:${serverPort}/ready`)
    const domain = await prepareOrganization()
    const candidateLoad = {
      port: serverPort,
      key,
      domain,
      to: number.slice(1),
      ratePerSecond,
      seconds: sliceSeconds,
    }
    const referenceLoad = { ...candidateLoad, port: referencePort }
    // Both compiled and warm before anything counts.
    for (let slice = 0; slice < warmUpSlices; slice++) {
      await sendCalls(referenceLoad)
      await sendCalls(candidateLoad)
    }
    const referenceSlices = []
    const candidateSlices = []
    for (let slice = 0; slice < slices; slice++) {
      referenceSlices.push(await measure(reference, referenceLoad))
      candidateSlices.push(await measure(server, candidateLoad))
    }
    report(referenceSlices, candidateSlices, await server.usage())
  } finally {
    await Promise.all([server.stop(), simulator.stop(), reference.stop()])
    await database?.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** @param {ReturnType<typeof startMeasured>} process_ @param {Parameters<typeof sendCalls>[0]} load */
async function measure(process_, load) {
  const before = await process_.usage()
  const { milliseconds, failures } = await sendCalls(load)
  const after = await process_.usage()
  return {
    milliseconds,
    failures,
    cpuPerRequest: (after.cpuMicroseconds - before.cpuMicroseconds) / milliseconds.length,
  }
}

/** @typedef {Awaited<ReturnType<typeof measure>>} Slice */

/** @param {Slice[]} referenceSlices @param {Slice[]} candidateSlices @param {{ residentBytes: number }} usage */
function report(referenceSlices, candidateSlices, usage) {
  const failures = [...referenceSlices, ...candidateSlices].flatMap((slice) => slice.failures)
  const cpu = (/** @type {Slice[]} */ list) => median(list.map((slice) => slice.cpuPerRequest))
  const all = (/** @type {Slice[]} */ list) => list.flatMap((slice) => slice.milliseconds)
  const ratios = candidateSlices.map(
    (slice, index) => slice.cpuPerRequest / (referenceSlices[index]?.cpuPerRequest ?? Number.NaN),
  )
  console.log(
    `Voice route, ${ratePerSecond} calls/s, ${slices} slices of ${sliceSeconds} s each, ${process.env.OPBX_BENCH_DATABASE_URL ? 'PostgreSQL' : 'embedded database'}`,
  )
  console.log(
    `answered 200 with CXML: reference ${all(referenceSlices).length}, OPBX ${all(candidateSlices).length}; failed: ${failures.length}`,
  )
  if (failures.length > 0) console.log(`first failure: ${failures[0]}`)
  console.log(
    `CPU per request (median of slices): reference ${cpu(referenceSlices).toFixed(0)} µs, OPBX ${cpu(candidateSlices).toFixed(0)} µs`,
  )
  console.log(
    `ratio ${(cpu(candidateSlices) / cpu(referenceSlices)).toFixed(2)} (pairs: min ${Math.min(...ratios).toFixed(2)}, median ${median(ratios).toFixed(2)}, max ${Math.max(...ratios).toFixed(2)})`,
  )
  console.log(`latency reference: ${latencyRow(all(referenceSlices))}`)
  console.log(`latency OPBX:      ${latencyRow(all(candidateSlices))}`)
  console.log(`memory of the OPBX process: ${(usage.residentBytes / 1e6).toFixed(0)} MB`)
}

/** An organization with one number that enters a menu, paired with an empty simulator domain. */
async function prepareOrganization() {
  const domain = await api(
    `http://127.0.0.1:${simulatorPort}/simulator/domains`,
    'POST',
    { name: `bench-${Date.now()}.cloudonix.net` },
    '',
  )
  const origin = `http://127.0.0.1:${serverPort}`
  const response = await fetch(`${origin}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      organization: 'Bench',
      timeZone: 'America/New_York',
      country: 'US',
      name: 'Bench',
      email: 'bench@acme.example',
      password: 'a long enough password',
    }),
  })
  if (response.status !== 201)
    throw new Error(`Set-up answered ${response.status}: ${await response.text()}`)
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  await api(
    `${origin}/api/v1/settings/cloudonix`,
    'PUT',
    {
      platform: 'simulator',
      domainUuid: domain.uuid,
      domainApiKey: domain.apiKey,
      requestsApiKey: key,
    },
    cookie,
  )
  const hangUp = await api(`${origin}/api/v1/hang-ups`, 'POST', { name: 'End', config: {} }, cookie)
  const menu = {
    name: 'Welcome',
    config: {
      prompt: { text: 'Welcome to Acme Supplies. For sales press 1.' },
      options: [{ digits: '1', label: 'Sales' }],
    },
    exits: { 1: hangUp.id, timeout: hangUp.id, invalid: hangUp.id },
  }
  const created = await api(`${origin}/api/v1/ivr-menus`, 'POST', menu, cookie)
  await api(`${origin}/api/v1/phone-numbers`, 'POST', { number, entry: created.id }, cookie)
  await api(`${origin}/api/v1/flow/apply`, 'POST', { note: 'bench' }, cookie)
  return domain.domain
}

/** @param {string} url @param {string} method @param {unknown} body @param {string} cookie */
async function api(url, method, body, cookie) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  })
  if (!response.ok)
    throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`)
  return response.json()
}
