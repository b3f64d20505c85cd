import type { Flow, FlowNode } from '@opbx/contract/call-flow/flow'
import {
  makeAiAssistant,
  makeAnnouncement,
  makeApplication,
  makeCallerFilter,
  makeCallerId,
  makeCallRecording,
  makeConference,
  makeExtension,
  makeExternal,
  makeFlow,
  makeHangUp,
  makeHours,
  makeHttpRequest,
  makeMenu,
  makeOutboundRoute,
  makePhoneNumber,
  makeQueue,
  makeRingGroup,
  makeVoicemail,
  makeWebhook,
  voicemailDefaults,
} from '@opbx/contract/testing/flow-factories'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderCxml, withSecrets } from '../cxml/render.ts'
import { parseCxml, problemsOfCxml } from '../testing/cxml-check.ts'
import { fuzzRuns } from '../testing/fuzz-runs.ts'
import { advance } from './advance.ts'
import { type CompiledFlow, compileFlow } from './compile-flow.ts'
import { type Continuation, continuationSchema } from './continuation.ts'
import type { QueueAnswer } from './queue-line.ts'
import type {
  CallInfo,
  Decision,
  Facts,
  HttpAnswer,
  HttpRequest,
  Input,
  Need,
  NeedAnswer,
  StepResult,
} from './types.ts'

const ids = Array.from({ length: 12 }, (_, index) => `ann_${String(index).padStart(6, '0')}`)
const anyTarget = fc.constantFrom<(string | null)[]>(...ids, ...ids, null, 'vm_gone00')
const anyName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.constantFrom(']]>', 'a & b', '😀', '\u0007', '\ud800', '</Say><Hangup/>'),
)
const hours = { weekly: makeHours('x').config.weekly, exceptions: [], timeZone: 'Asia/Kolkata' }

/** A node of any type whose exits lead anywhere: to itself, to nothing, to what was deleted. */
const anyNode = fc
  .record({
    type: fc.constantFrom(
      'extension',
      'ring_group',
      'queue',
      'ivr_menu',
      'business_hours',
      'caller_filter',
      'caller_id',
      'announcement',
      'call_recording',
      'voicemail',
      'external',
      'conference',
      'application',
      'ai_assistant',
      'webhook',
      'http_request',
      'hang_up',
    ),
    name: anyName,
    enabled: fc.integer({ min: 0, max: 9 }).map((value) => value > 0),
    targets: fc.array(anyTarget, { minLength: 6, maxLength: 6 }),
    flag: fc.boolean(),
    small: fc.integer({ min: 1, max: 3 }),
    strategy: fc.constantFrom(
      'simultaneous' as const,
      'sequential' as const,
      'round_robin' as const,
      'random' as const,
      'least_recent' as const,
    ),
  })
  .map((seed) => (index: number): FlowNode => {
    const [a = null, b = null, c = null] = seed.targets
    const common = { id: ids[index] ?? '', name: seed.name, enabled: seed.enabled }
    const prompt = { text: seed.name }
    switch (seed.type) {
      case 'extension':
        return makeExtension(String(100 + index), seed.name, {
          ...common,
          exits: { no_answer: a, busy: b, unreachable: c },
          config: {
            voicemail: seed.flag ? voicemailDefaults : false,
            concurrentCalls: seed.small === 3 ? 1 : null,
          },
        })
      case 'ring_group':
        return makeRingGroup(seed.name, [], {
          ...common,
          exits: { no_answer: a },
          config: {
            strategy: seed.strategy,
            rounds: seed.small,
            members: seed.targets.map((id, place) => {
              const usual = { priority: 1 + (place % 2), ringSeconds: null }
              // One in three of them abroad, where no route leads.
              const number = place === 2 ? '+442079460000' : `+1202555019${place}`
              return seed.flag && place > 0 ? { number, ...usual } : { node: id ?? '', ...usual }
            }),
          },
        })
      case 'queue':
        return makeQueue(
          seed.name,
          seed.targets.map((id) => ({ id: id ?? '' })),
          {
            ...common,
            exits: { timeout: a, full: b, no_agents: c, key_pressed: a },
            config: {
              maxWaitSeconds: seed.small * 60,
              exitKey: seed.flag ? '1' : null,
              holdMusic: seed.flag ? 'silence' : 'music',
              welcome: seed.small === 2 ? prompt : null,
              announcePosition: seed.flag,
              periodic: seed.flag ? null : { prompt, everySeconds: 15 },
            },
          },
        )
      case 'ivr_menu':
        return makeMenu(seed.name, ['1', '#', '23'], {
          ...common,
          exits: { '1': a, '#': b, timeout: c, invalid: a },
          config: { prompt, directDial: seed.flag, attempts: seed.small },
        })
      case 'business_hours':
        return makeHours(seed.name, {
          ...common,
          exits: { open: a, closed: b, holiday: c },
          config: hours,
        })
      case 'caller_filter':
        return makeCallerFilter(
          seed.name,
          [
            { id: 'blocked', name: seed.name, kind: 'block_list' },
            { id: 'here', name: seed.name, kind: 'prefix', prefix: seed.flag ? '+1' : '+44' },
          ],
          { ...common, exits: { blocked: a, here: b, otherwise: c } },
        )
      case 'caller_id':
        return makeCallerId(seed.name, {
          ...common,
          exits: { next: a },
          config: {
            callerName: { mode: seed.flag ? 'set' : 'prefix', text: seed.name },
            tags: [seed.strategy],
            variables: [{ name: `v_${index}`, value: 'x'.repeat(seed.small * 60) }],
          },
        })
      case 'announcement':
        return makeAnnouncement(seed.name, {
          ...common,
          exits: { next: a },
          config: { prompt, skippable: seed.flag },
        })
      case 'call_recording':
        return makeCallRecording(seed.name, {
          ...common,
          exits: { next: a },
          config: { mode: seed.small === 1 ? 'off' : 'on', consent: seed.flag ? prompt : null },
        })
      case 'voicemail':
        return makeVoicemail(seed.name, { ...common, config: { greeting: prompt } })
      case 'external':
        return makeExternal(seed.name, {
          ...common,
          exits: { no_answer: a, busy: b, failed: c },
          config: { number: outsideNumbers[seed.small] ?? '+442079460000' },
        })
      case 'conference':
        return makeConference(seed.name, {
          ...common,
          exits: { ended: a, refused: b },
          config: { pin: seed.flag ? '1234' : null, pinPrompt: prompt, joinMuted: seed.flag },
        })
      case 'ai_assistant':
        return makeAiAssistant(seed.name, {
          ...common,
          exits: { ended: a, failed: b },
          config: seed.flag
            ? { password: 'sec_01K9ABCDEFGHJKMNPQRSTVWXYZ' }
            : {
                connection: 'stream',
                url: 'wss://agent.acme.example/{{session}}?from={{from}}',
                parameters: [{ name: 'caller', value: '{{caller_name}}', secret: false }],
              },
        })
      case 'application':
        return makeApplication(seed.name, { ...common, config: { sendVariables: seed.flag } })
      case 'webhook':
        return makeWebhook(seed.name, { ...common, exits: { next: a } })
      case 'http_request':
        return makeHttpRequest(seed.name, {
          ...common,
          exits: { success: a, failed: b, vip: c },
          config: {
            method: seed.flag ? 'GET' : 'POST',
            url: 'https://crm.acme.example/{{caller_name}}?v={{v_1}}',
            body: '{"name":"{{caller_name}}","v":{{v_1}}}',
            namedExits: ['vip'],
            variables: ['v_1', 'v_2'],
            filler: prompt,
          },
        })
      case 'hang_up':
        return makeHangUp(seed.name, {
          ...common,
          config: { reason: 'busy', message: seed.flag ? prompt : null },
        })
    }
  })

const outsideNumbers = ['', '+12025550190', 'sip:sales@pbx.acme.example;transport=tls']

const anyFlow: fc.Arbitrary<Flow> = fc
  .array(anyNode, { minLength: 1, maxLength: ids.length })
  .map((makers) =>
    makeFlow({
      nodes: makers.map((make, index) => make(index)),
      phoneNumbers: [makePhoneNumber('+12025550100', { id: ids[0] ?? '' })],
      outboundRoutes: [
        makeOutboundRoute('Home', {
          countries: ['US'],
          sipDomains: ['pbx.acme.example'],
          trunks: ['a,b'],
        }),
      ],
    }),
  )

interface Behaviour {
  digits: string | null
  dialStatus: string | null
  recordingUrl: string | null
  fallsThrough: boolean
  seconds: number
}
const anyBehaviour: fc.Arbitrary<Behaviour> = fc.record({
  digits: fc.constantFrom(null, '', '1', '#', '23', '7', '101', '1#', 'x'),
  dialStatus: fc.constantFrom(null, 'no-answer', 'busy', 'failed', 'unknown', 'NOANSWER'),
  recordingUrl: fc.constantFrom(null, 'https://platform.example/r/1'),
  fallsThrough: fc.boolean(),
  seconds: fc.integer({ min: 0, max: 40_000 }),
})
const anyCaller = fc.record({
  /** Repeated until the call ends. */
  behaviours: fc.array(anyBehaviour, { minLength: 1, maxLength: 6 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  confirmed: fc.boolean(),
  isBlocked: fc.boolean(),
  answer: fc.constantFrom<HttpAnswer[]>(
    { kind: 'failed', reason: 'it answered 500' },
    { kind: 'pending' },
    { kind: 'not_sent' },
    { kind: 'answered', status: 200, exit: 'vip', variables: { v_1: 'x'.repeat(200), v_3: 'y' } },
    { kind: 'answered', status: 200, exit: 'nowhere', variables: {} },
    { kind: 'answered', status: 204, exit: null, variables: { v_2: '\ud800"' } },
  ),
})
type Caller = typeof anyCaller extends fc.Arbitrary<infer T> ? T : never

const callInfo: CallInfo = {
  session: '0123456789abcdef0123456789abcdef',
  direction: 'inbound',
  origin: 'trunk',
  from: { kind: 'e164', number: '+12025550105', country: 'US' },
  to: { kind: 'e164', number: '+12025550100', country: 'US' },
  callerName: null,
  callerNode: null,
  dialed: '+12025550100',
  isTrial: false,
}

/** Every decision of a call, to its end. More than 2,010 would mean that it has none. */
function play(flow: Flow, caller: Caller): Decision[] {
  const compiled = compileFlow(flow)
  const decisions: Decision[] = []
  let at: Continuation | undefined
  let now = Date.UTC(2026, 10, 17, 15, 42)
  while (decisions.length < 2_010) {
    const behaviour = caller.behaviours[decisions.length % caller.behaviours.length]
    now += (behaviour?.seconds ?? 0) * 1000
    const input = inputOf(at, behaviour)
    const decision = decide(compiled, input, {
      facts: factsOf(flow, caller, now),
      http: caller.answer,
    })
    decisions.push(decision)
    at = decision.verbs.flatMap((verb) => ('next' in verb ? [verb.next] : []))[0]
    if (!at) return decisions
  }
  throw new Error('The call does not end')
}

function decide(
  compiled: CompiledFlow,
  input: Input,
  { facts, http }: { facts: Facts; http: HttpAnswer },
): Decision {
  let answers: Record<string, NeedAnswer> = {}
  for (;;) {
    const outcome = advance(compiled, callInfo, input, { ...facts, answers })
    if (outcome.kind === 'respond') return outcome
    if (Object.hasOwn(answers, outcome.need.key)) throw new Error('Asked twice')
    const { need } = outcome
    if (need.kind === 'http_request') checkRequest(need.request)
    const answer = need.kind === 'http_request' ? http : answerOf(need, facts)
    answers = { ...answers, [need.key]: answer }
  }
}

/** A line answers anything, at any time. */
function answerOf(need: Need, { now, seed }: Facts): NeedAnswer {
  if (need.kind !== 'queue') return need.fallback
  const { agents, ready } = need.line
  const answers: QueueAnswer[] = [
    need.line.mayOffer ? { is: 'offer', agents: ready } : { is: 'soon' },
    { is: 'line', position: (seed % 3) + 1, agents: { [agents[0]?.node ?? '']: 'on_call' } },
    { is: 'soon' },
    { is: 'full', waiting: 3 },
    { is: 'no_agents' },
  ]
  return answers[(Date.parse(now) / 1000 + seed) % answers.length] ?? need.fallback
}

function factsOf(flow: Flow, caller: Caller, now: number): Facts {
  const devices = flow.nodes.flatMap((node) =>
    node.type === 'extension' ? node.config.devices : [],
  )
  const names = devices.map((device) => [device.id ?? '', device.name])
  return {
    now: new Date(now).toISOString(),
    seed: caller.seed,
    subscribers: caller.confirmed ? Object.fromEntries(names) : {},
    personal: {},
    hours: {},
    blockListEntry: caller.isBlocked ? { note: '' } : null,
    fraudGuard: { hours: null, allowed: [], stopped: null },
    connectedSinceDial: false,
    answers: {},
  }
}

function inputOf(at: Continuation | undefined, behaviour: Behaviour | undefined): Input {
  if (!at || !behaviour) return { kind: 'start', ended: false }
  const via = behaviour.fallsThrough ? 'fell_through' : 'action'
  const { digits, dialStatus, recordingUrl } = behaviour
  const result: StepResult = { digits, dialStatus, recordingUrl, recordingSeconds: null }
  return { kind: 'continue', at: { ...at, via }, result, ended: false }
}

describe('random flows and callers', () => {
  test('every call ends, with one story entry per node and no empty answer', {
    timeout: 600_000,
  }, () => {
    fc.assert(
      fc.property(anyFlow, anyCaller, (flow, caller) => {
        for (const decision of play(flow, caller)) checkStory(decision)
      }),
      { numRuns: fuzzRuns(10_000) },
    )
  })

  test('every answer is well-formed, documented CXML', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(anyFlow, anyCaller, (flow, caller) => {
        for (const decision of play(flow, caller).slice(0, 12)) {
          const document = withSecrets(
            renderCxml(decision.verbs, {
              next: (next) => `/${next.step}?${next.via}&x`,
              audio: () => '/a.wav?&x',
              recording: () => '/r?&x',
            }),
          )
          expect(problemsOfCxml(parseCxml(document))).toEqual([])
        }
      }),
      { numRuns: fuzzRuns(1000) },
    )
  })

  test('the same call told twice is the same, and its continuations survive JSON', {
    timeout: 600_000,
  }, () => {
    fc.assert(
      fc.property(anyFlow, anyCaller, (flow, caller) => {
        const decisions = play(flow, caller)
        expect(play(structuredClone(flow), caller)).toEqual(decisions)
        for (const verb of decisions.flatMap((decision) => decision.verbs).slice(0, 50)) {
          if (!('next' in verb)) continue
          expect(continuationSchema.parse(JSON.parse(JSON.stringify(verb.next)))).toEqual(verb.next)
        }
      }),
      { numRuns: fuzzRuns(500) },
    )
  })
})

function checkRequest(request: HttpRequest | null) {
  if (request === null) return
  if (new URL(request.url).host !== 'crm.acme.example') throw new Error(request.url)
  if (request.body !== null) JSON.parse(request.body.text)
}

// Not `expect`: called hundreds of thousands of times it would take most of the time.
function checkStory({ verbs, trace }: Decision) {
  const isOnHold = verbs.some((verb) => 'next' in verb && verb.next.state.kind === 'hold')
  if (verbs.length === 0 || (trace.length === 0 && !isOnHold)) throw new Error('An empty answer')
  if (trace.length > 200) throw new Error(`${trace.length} entries for one answer`)
  for (const { because } of trace) {
    if (!because.startsWith('Because ') || !because.endsWith('.')) throw new Error(because)
  }
}
