import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCdr } from '../callbacks/parse-cdr.ts'
import { parseSessionUpdate } from '../callbacks/parse-session-update.ts'
import { foldCall } from './fold-call.ts'
import type { CallEvent, DecisionEvent, Party } from './rules.ts'
import { normalizeDisposition, startOfDay } from './rules.ts'

const start = Date.UTC(2026, 10, 17, 15, 42, 0)
const session = '0123456789abcdef0123456789abcdef'
const ada: Party = { node: 'ext_ada0000000', name: 'Ada', extension: '1001', user: 'usr_1' }
const grace: Party = { node: 'ext_grace00000', name: 'Grace', extension: '1002', user: 'usr_2' }
const parties = [ada, grace]
const options = { country: 'US', receivedAt: start }

const seconds = (count: number) => start + count * 1000
const iso = (count: number) => new Date(seconds(count)).toISOString()

function decision(step: number, at: number, parts: Partial<DecisionEvent> = {}): DecisionEvent {
  return {
    kind: 'decision',
    key: `d${step}`,
    at: seconds(at),
    step,
    direction: 'inbound',
    from: '+12025550150',
    to: '+12025550100',
    callerName: null,
    caller: null,
    revision: 3,
    trace: [
      {
        at: iso(at),
        step,
        node: 'rg_sales00000',
        name: 'Sales',
        type: 'ring_group',
        happened: `step ${step}`,
        exit: null,
        because: 'so',
      },
    ],
    dial: null,
    answered: null,
    messages: [],
    ended: false,
    ...parts,
  }
}

function update(status: string, at: number, parts: Record<string, unknown> = {}, node?: string) {
  const { event } = parseSessionUpdate(
    {
      token: session,
      eventId: `${status} ${at} ${JSON.stringify(parts)}`,
      status,
      callerId: '12025550150',
      destination: '12025550100',
      direction: 'incoming',
      modifiedAt: iso(at),
      callStartTime: start,
      ...parts,
    },
    options,
  )
  return { ...event, node: node ?? null }
}

function cdr(disposition: string, at: number, parts: Record<string, unknown> = {}) {
  return parseCdr(
    {
      timestamp: Math.floor(seconds(at) / 1000),
      from: '12025550150',
      to: '12025550100',
      disposition,
      duration: at,
      billsec: 0,
      call_id: 'leg-1@198.51.100.7:5060',
      session: { token: session, callStartTime: start, callEndTime: seconds(at) },
      ...parts,
    },
    options,
  ).event
}

const dialBoth = { rang: parties, outside: false, connectedBefore: false }

test('the record has the name and all tags that rules gave the call', () => {
  const events = [
    decision(0, 0, { callerName: 'Ann', label: { callerName: null, tags: ['vip'] } }),
    decision(1, 5, { callerName: 'Ann', label: { callerName: 'Shop', tags: ['vip', 'sales'] } }),
    decision(2, 9, { callerName: 'Ann' }),
  ]
  expect(foldCall(events)).toMatchObject({ callerName: 'Shop', tags: ['vip', 'sales'] })
  expect(foldCall([decision(0, 0, { callerName: 'Ann' })])).toMatchObject({
    callerName: 'Ann',
    tags: [],
  })
})

describe('who picked up, and when', () => {
  test('a Dial that connected the session was answered then', () => {
    const call = foldCall([
      decision(0, 1, { dial: { ...dialBoth, rang: [ada] } }),
      update('ringing', 2),
      update('connected', 8, { callAnswerTime: seconds(8) }),
    ])
    expect(call).toMatchObject({
      status: 'in_progress',
      answeredAt: seconds(8),
      answeredBy: ada,
      disposition: null,
    })
  })

  test('a caller who is connected to a menu is connected, not answered', () => {
    const call = foldCall([
      decision(0, 1),
      update('connected', 1, { callAnswerTime: seconds(1) }),
      decision(1, 9, { dial: { ...dialBoth, connectedBefore: true } }),
      update('connected', 10, { callAnswerTime: seconds(1) }),
    ])
    expect(call).toMatchObject({ connectedAt: seconds(1), answeredAt: null, answeredBy: null })
  })

  test('after a menu the platform tells by the subscriber who picked up', () => {
    const call = foldCall([
      decision(0, 1),
      update('connected', 1, { callAnswerTime: seconds(1) }),
      decision(1, 9, { dial: { ...dialBoth, connectedBefore: true } }),
      update('connected', 14, { callAnswerTime: seconds(1) }, grace.node),
    ])
    expect(call).toMatchObject({ answeredAt: seconds(14), answeredBy: grace })
  })

  test('a Dial that ended as answered was answered, also when nobody is named', () => {
    const call = foldCall([
      decision(0, 1, { dial: dialBoth }),
      decision(1, 60, { answered: { node: null } }),
      update('answer', 60, { callAnswerTime: seconds(8), callEndTime: seconds(60) }),
    ])
    expect(call).toMatchObject({
      answeredAt: seconds(8),
      answeredBy: null,
      disposition: 'answered',
      rang: parties,
    })
  })

  test('a Dial that nobody answered leads to voicemail: connected, not answered', () => {
    const call = foldCall([
      decision(0, 1, { dial: dialBoth }),
      decision(1, 21),
      update('connected', 21, { callAnswerTime: seconds(21) }),
      update('answer', 40, { callEndTime: seconds(40) }),
      cdr('ANSWER', 40, { billsec: 19 }),
    ])
    expect(call).toMatchObject({
      connectedAt: seconds(21),
      answeredAt: null,
      disposition: 'no_answer',
      rawDisposition: 'ANSWER',
      billableSeconds: 19,
    })
  })

  test('without a decision of ours the word of the platform counts', () => {
    const call = foldCall([cdr('ANSWER', 33, { billsec: 31 })])
    expect(call).toMatchObject({
      answeredAt: seconds(2),
      disposition: 'answered',
      durationSeconds: 33,
      status: 'ended',
    })
  })
})

describe('how it ended', () => {
  test.each([
    ['ANSWER', 'answered'],
    ['ANSWERED', 'answered'],
    ['CONNECTED', 'answered'],
    ['NO ANSWER', 'no_answer'],
    ['NOANSWER', 'no_answer'],
    ['no-answer', 'no_answer'],
    ['BUSY', 'busy'],
    ['CANCEL', 'canceled'],
    ['CANCELLED', 'canceled'],
    ['CONGESTION', 'congestion'],
    ['NOCREDIT', 'failed'],
    ['something new', 'failed'],
  ])('%s is %s', (raw, disposition) => {
    expect(normalizeDisposition(raw)).toBe(disposition)
  })

  test('answer is the end of a call, connected is not', () => {
    expect(foldCall([update('connected', 3)]).status).toBe('in_progress')
    expect(foldCall([update('connected', 3), update('answer', 9)]).status).toBe('ended')
  })

  test('a transfer leaves the call live and names the new party in the trace', () => {
    const call = foldCall([
      decision(0, 1),
      update('connected', 2),
      update('transferred', 5, { destination: '12025550177' }),
    ])
    expect(call.status).toBe('in_progress')
    expect(call.trace.at(-1)?.happened).toBe('The call was transferred to +12025550177.')
  })

  test('one event id with two contents gives one record in either order', () => {
    const dial = { rang: parties, outside: false, connectedBefore: true }
    const both = [ada, grace].map(({ node }) => update('connected', 4, {}, node))
    const fold = (updates: CallEvent[]) => foldCall([decision(0, 0, { dial }), ...updates])
    expect(fold(both)).toEqual(fold(both.toReversed()))
  })

  test('an unknown state changes nothing', () => {
    const events = [decision(0, 1), update('ringing', 2)]
    expect(foldCall([...events, update('levitating', 3)])).toEqual(foldCall(events))
  })

  test('a call that no node took has failed', () => {
    const [entry] = decision(0, 1).trace
    const lost = decision(0, 1, { trace: entry ? [{ ...entry, node: null, type: 'call' }] : [] })
    expect(foldCall([lost, cdr('ANSWER', 5)]).disposition).toBe('failed')
  })

  test('a caller who hangs up while it rings has canceled', () => {
    const events = [decision(0, 1, { dial: dialBoth }), decision(1, 7, { ended: true })]
    expect(foldCall(events).disposition).toBe('canceled')
    expect(foldCall([...events, cdr('CANCEL', 7)]).disposition).toBe('canceled')
  })

  test('several records are the legs of one call', () => {
    const call = foldCall([
      cdr('NOANSWER', 20, { call_id: 'a@x' }),
      cdr('ANSWER', 50, { call_id: 'b@x', billsec: 30 }),
    ])
    expect(call.legs.map((leg) => leg.disposition)).toEqual(['no_answer', 'answered'])
    expect(call).toMatchObject({
      disposition: 'answered',
      durationSeconds: 50,
      billableSeconds: 30,
    })
  })
})

describe('order and repetition do not matter', () => {
  const statuses = [
    'new',
    'NEW',
    'processing',
    'ringing',
    'connected',
    'answer',
    'busy',
    'noanswer',
    'cancel',
    'cancelled',
    'nocredit',
    'congestion',
    'failed',
    'error',
    'external',
    'denied',
    'timeout',
    'transferred',
    'somethingelse',
  ]
  const simpleStates = ['initiated', 'ringing', 'answered', 'transferred', 'completed', 'odd']
  const dispositions = ['ANSWER', 'BUSY', 'CANCEL', 'FAILED', 'CONGESTION', 'NOANSWER', 'NO ANSWER']
  // Few moments, so that many events share one.
  const moment = fc.integer({ min: 0, max: 6 })
  const party = fc.constantFrom(...parties)

  const realUpdate = fc
    .record({
      status: fc.constantFrom(...statuses),
      at: moment,
      answered: fc.option(moment),
      node: fc.option(party),
    })
    .map(({ status, at, answered, node }) =>
      update(
        status,
        at,
        answered === null ? {} : { callAnswerTime: seconds(answered) },
        node?.node,
      ),
    )
  const simpleUpdate = fc
    .record({ state: fc.constantFrom(...simpleStates), at: moment })
    .map(({ state, at }) =>
      parseSessionUpdate(
        {
          session_uuid: session,
          session_id: '1',
          state,
          timestamp: iso(at),
          from: '+12025550150',
          to: '+12025550100',
          direction: 'inbound',
        },
        options,
      ),
    )
    .map(({ event }) => event)
  const realCdr = fc
    .record({
      disposition: fc.constantFrom(...dispositions),
      at: moment,
      leg: fc.constantFrom('a@x', 'b@x'),
      billsec: moment,
      cost: fc.constantFrom(0.1, 0.2, 0.3),
    })
    .map(({ disposition, at, leg, billsec, cost }) =>
      cdr(disposition, at, { call_id: leg, billsec, rated_cost: cost }),
    )
  const simpleCdr = fc
    .record({ disposition: fc.constantFrom('answered', 'busy', 'no_answer'), at: moment })
    .map(
      ({ disposition, at }) =>
        parseCdr(
          {
            session_uuid: session,
            disposition,
            duration: at,
            start_time: iso(0),
            end_time: iso(at),
            from: '+12025550150',
            to: '+12025550100',
          },
          options,
        ).event,
    )
  const decisions = fc
    .array(
      fc.record({
        at: moment,
        dial: fc.option(
          fc.record({
            rang: fc.uniqueArray(party, { minLength: 1, selector: ({ node }) => node }),
            outside: fc.boolean(),
            connectedBefore: fc.boolean(),
          }),
        ),
        answered: fc.option(fc.record({ node: fc.option(party.map(({ node }) => node)) })),
        ended: fc.boolean(),
      }),
      { maxLength: 4 },
    )
    .map((list) => list.map(({ at, ...parts }, step): CallEvent => decision(step, at, parts)))
  // Read once: the law is about the fold, and reading is the slow part.
  const read = fc.sample(fc.oneof(realUpdate, simpleUpdate, realCdr, simpleCdr), {
    numRuns: 2_000,
    seed: 7,
  })
  const callback = fc.constantFrom(...read)
  const events = fc
    .tuple(decisions, fc.array<CallEvent>(callback, { minLength: 1, maxLength: 12 }))
    .map((lists) => lists.flat())

  test('10,000 permutations with repetitions give the same record', () => {
    fc.assert(
      fc.property(events, fc.integer(), (list, seed) => {
        expect(foldCall(shuffledWithRepeats(list, seed))).toEqual(foldCall(list))
      }),
      { numRuns: 10_000 },
    )
  }, 60_000)

  test('every call whose end was told is ended, with a disposition', () => {
    fc.assert(
      fc.property(events, realCdr, (list, end) => {
        const call = foldCall([...list, end])
        expect(call.status).toBe('ended')
        expect(call.disposition).not.toBeNull()
        expect(call.disposition === 'answered').toBe(call.answeredAt !== null)
      }),
      { numRuns: 2_000 },
    )
  })
})

test('the day begins in the time zone of the organization', () => {
  expect(startOfDay('2026-11-17T03:00:00.000Z', 'America/New_York')).toBe(
    '2026-11-16T05:00:00.000Z',
  )
})

/** Every event one to three times, in an order that the seed alone decides. */
function shuffledWithRepeats(list: readonly CallEvent[], seed: number): CallEvent[] {
  let state = seed >>> 0
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  const copies = list.flatMap((event) =>
    Array.from({ length: 1 + (random() % 3) }, () => ({ ...event })),
  )
  return copies
    .map((event) => ({ event, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ event }) => event)
}
