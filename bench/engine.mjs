import { nodeTypes } from '../packages/contract/dist/call-flow/node-types.js'
import { advance } from '../packages/server/dist/engine/advance.js'
import { compileFlow } from '../packages/server/dist/engine/compile-flow.js'
import { quantile } from './statistics.mjs'

const nodeCount = 1000
const numberCount = 10_000
const measuredSeconds = 5

/** The decision core alone: whole calls through a mixed flow, one core, no token, no XML. */
export async function run() {
  const flow = compileFlow(makeFlow())
  const random = makeRandom(42)
  play(flow, random, 1, [])
  /** @type {number[]} */
  const microseconds = []
  const before = process.cpuUsage()
  const startedAt = performance.now()
  play(flow, random, measuredSeconds, microseconds)
  const seconds = (performance.now() - startedAt) / 1000
  const cpu = process.cpuUsage(before)
  console.log(
    `Decision core: ${numberCount} numbers, ${nodeCount} nodes, ${microseconds.length} decisions in ${seconds.toFixed(1)} s on one core`,
  )
  console.log(
    `${Math.round(microseconds.length / seconds)} decisions/s (${((cpu.user + cpu.system) / microseconds.length).toFixed(1)} µs CPU each)`,
  )
  console.log(
    `p50 ${quantile(microseconds, 0.5).toFixed(1)} µs  p99 ${quantile(microseconds, 0.99).toFixed(1)} µs  p99.9 ${quantile(microseconds, 0.999).toFixed(1)} µs`,
  )
}

/** Places calls one after the other until the time is over; each is decided to its end. */
function play(flow, random, seconds, microseconds) {
  const until = performance.now() + seconds * 1000
  while (performance.now() < until) {
    const call = makeCall(random)
    let input = { kind: 'start', ended: false }
    for (let step = 0; step < 20; step++) {
      const facts = makeFacts(flow, random)
      const startedAt = performance.now()
      let outcome = advance(flow, call, input, facts)
      while (outcome.kind === 'need') {
        facts.answers = { ...facts.answers, [outcome.need.key]: outcome.need.fallback }
        outcome = advance(flow, call, input, facts)
      }
      microseconds.push((performance.now() - startedAt) * 1000)
      const next = outcome.verbs
        .map((verb) => verb.next)
        .find((continuation) => continuation !== undefined && continuation !== null)
      if (next === undefined) break
      input = { kind: 'continue', at: next, ended: false, result: makeResult(random) }
    }
  }
}

function makeResult(random) {
  return {
    digits: random() < 0.7 ? String(1 + Math.floor(random() * 3)) : null,
    dialStatus: random() < 0.5 ? 'no-answer' : 'completed',
    recordingUrl: null,
    recordingSeconds: null,
  }
}

let subscribers = null
function makeFacts(flow, random) {
  subscribers ??= Object.fromEntries(
    flow.flow.nodes.flatMap((node) =>
      node.type === 'extension'
        ? node.config.devices.map((device) => [device.id, node.extension])
        : [],
    ),
  )
  const hour = Math.floor(random() * 24 * 365)
  return {
    now: new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000).toISOString(),
    seed: Math.floor(random() * 2 ** 32),
    subscribers,
    personal: {},
    hours: {},
    blockListEntry: null,
    fraudGuard: null,
    connectedSinceDial: false,
    answers: {},
  }
}

function makeCall(random) {
  return {
    session: Math.floor(random() * 2 ** 48).toString(16),
    direction: 'inbound',
    origin: 'trunk',
    from: {
      kind: 'e164',
      number: `+1202555${String(Math.floor(random() * 10_000)).padStart(4, '0')}`,
      country: 'US',
    },
    to: { kind: 'e164', number: numberAt(Math.floor(random() * numberCount)), country: 'US' },
    callerName: null,
    callerNode: null,
  }
}

function numberAt(index) {
  return `+1303${String(5_000_000 + index)}`
}

/** Every tenth of the nodes is of one type; exits lead on to the next ones, never back. */
export function makeFlow() {
  const types = [
    'business_hours',
    'ivr_menu',
    'announcement',
    'ring_group',
    'extension',
    'extension',
    'extension',
    'voicemail',
    'external',
    'hang_up',
  ]
  const idOf = (index) => `nd_${String(index).padStart(8, '0')}`
  const nodes = Array.from({ length: nodeCount }, (_, index) => {
    const type = types[index % types.length]
    const later = (distance) => (index + distance < nodeCount ? idOf(index + distance) : null)
    const { config, exits } = shapes[type](index, later, idOf)
    return {
      id: idOf(index),
      type,
      name: `${type} ${index}`,
      extension: type === 'extension' ? String(10_000 + index) : null,
      enabled: true,
      // What is left out has its default, as in a stored flow.
      config: nodeTypes[type].config.parse(config),
      exits,
    }
  })
  const phoneNumbers = Array.from({ length: numberCount }, (_, index) => ({
    id: `pn_${index}`,
    number: numberAt(index),
    label: '',
    entry: idOf(Math.floor((index % (nodeCount / 10)) * 10)),
    callerNamePrefix: '',
  }))
  return {
    schemaVersion: 1,
    organization: { name: 'Bench', timeZone: 'America/New_York', country: 'US' },
    nodes,
    phoneNumbers,
    outboundRoutes: [
      {
        id: 'obr_1',
        name: 'Home',
        enabled: true,
        countries: ['US'],
        prefixes: [],
        trunks: ['main'],
        accessDigits: '',
        strip: 0,
        prepend: '',
        callerId: null,
        permissionClasses: [],
        hours: null,
        position: 0,
      },
    ],
  }
}

const workday = [{ from: '09:00', to: '17:00' }]
const shapes = {
  business_hours: (_index, later) => ({
    config: {
      timeZone: null,
      weekly: {
        monday: workday,
        tuesday: workday,
        wednesday: workday,
        thursday: workday,
        friday: workday,
        saturday: [],
        sunday: [],
      },
      exceptions: [{ date: '2026-12-25', name: 'Christmas', type: 'closed', ranges: [] }],
    },
    exits: { open: later(1), closed: later(7), holiday: null },
  }),
  ivr_menu: (_index, later) => ({
    config: {
      prompt: { text: 'For sales press 1, for support press 2.' },
      invalidPrompt: null,
      timeoutPrompt: null,
      options: ['1', '2', '3'].map((digits) => ({ digits, label: digits })),
      directDial: false,
      firstDigitSeconds: 8,
      interDigitSeconds: 3,
      attempts: 3,
    },
    exits: { 1: later(1), 2: later(2), 3: later(3), timeout: later(6), invalid: later(6) },
  }),
  announcement: (_index, later) => ({
    config: { prompt: { text: 'Your call is important.' }, skippable: false },
    exits: { next: later(1) },
  }),
  ring_group: (index, later, idOf) => ({
    config: {
      strategy: ['simultaneous', 'sequential', 'round_robin', 'random', 'least_recent'][
        Math.floor(index / 10) % 5
      ],
      members: [1, 2, 3].map((step) => ({ node: idOf(index + step), priority: 1 })),
      ringSeconds: 20,
      rounds: 2,
    },
    exits: { no_answer: later(4) },
  }),
  extension: (index, later) => ({
    config: {
      userId: null,
      devices: [{ id: `dev_${index}`, name: 'Phone' }],
      ringSeconds: 20,
      voicemail: false,
    },
    exits: { no_answer: later(3), busy: later(3), unreachable: later(3) },
  }),
  voicemail: () => ({
    config: { greeting: { text: 'Leave a message.' }, maxSeconds: 120, beep: true },
    exits: {},
  }),
  external: (_index, later) => ({
    config: { number: '+12025550123', ringSeconds: 30, callerId: null },
    exits: { no_answer: later(1), busy: later(1), failed: later(1) },
  }),
  hang_up: () => ({ config: { reason: 'normal', message: null }, exits: {} }),
}

/** Small repeatable generator (mulberry32). */
function makeRandom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
