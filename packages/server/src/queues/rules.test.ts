import type { QueueStrategy } from '@opbx/contract/call-flow/nodes/queue'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { QueueAnswer, QueueAsk } from '../engine/queue-line.ts'
import { fuzzRuns } from '../testing/fuzz-runs.ts'
import {
  type Agent,
  activityOf,
  answerLine,
  followVisit,
  type LineChange,
  offerToNext,
  type Place,
  visitName,
} from './rules.ts'

const start = Date.UTC(2026, 10, 17, 9, 0)
const people = ['ada', 'ben', 'cleo']

/** A line that is kept as the database keeps it, on a clock of its own. */
function makeLine(settings: Partial<QueueAsk['settings']> = {}, penalties: number[] = []) {
  let places: Place[] = []
  const agents = new Map<string, Agent>()
  const busy = new Set<string>()
  const steps = new Map<string, number>()
  let now = start
  const store = (session: string, { place, agents: changed }: LineChange) => {
    if (place !== undefined) places = places.filter((other) => other.session !== session)
    if (place) places.push(place)
    places.sort((a, b) => a.enteredAt - b.enteredAt || (a.session < b.session ? -1 : 1))
    for (const [node, agent] of changed) agents.set(node, agent)
  }
  const entered = new Map<string, number>()
  const ask = (session: string, change: Partial<QueueAsk> = {}): QueueAnswer => {
    if (!entered.has(session)) entered.set(session, now)
    const step = (steps.get(session) ?? -1) + 1
    steps.set(session, step)
    const line: QueueAsk = {
      what: step === 0 ? 'join' : 'wait',
      queue: 'que_1',
      visit: 0,
      step,
      since: new Date(entered.get(session) ?? now).toISOString(),
      now: new Date(now).toISOString(),
      today: 20_000,
      seed: 7,
      bySwitch: false,
      agents: people.map((node, index) => ({ node, penalty: penalties[index] ?? 0 })),
      ready: people,
      mayOffer: true,
      settings: {
        strategy: 'linear',
        maxCallers: 3,
        agentRingSeconds: 15,
        retrySeconds: 0,
        wrapUpSeconds: 10,
        joinEmpty: 'signed_in',
        autoPauseAfter: 0,
        ...settings,
      },
      ...change,
    }
    const answer = answerLine({ places, agents, busy }, session, line)
    store(session, answer)
    return answer.answer
  }
  return {
    ask,
    busy,
    agents,
    places: () => places,
    pass: (seconds: number) => {
      now += seconds * 1000
    },
    now: () => now,
    set: (node: string, change: Partial<Agent>) =>
      agents.set(node, { ...agentOf(agents, node), ...change }),
    handOver() {
      const all = new Set(places.map((place) => place.session))
      const change = offerToNext({ places, agents, busy }, now, all)
      if (change !== null) store(change.place.session, change)
      return change?.place ?? null
    },
    /** The call is over, or somebody picked up. */
    follow(session: string, news: { by: string | null; ended: boolean; answered?: boolean }) {
      for (const [node, agent] of agents) {
        const changed = followVisit(agent, node, {
          session,
          visit: visitName('que_1', 0),
          answeredBy: news.by,
          answeredAt: news.by !== null || news.answered ? now : null,
          endedAt: news.ended ? now : null,
        })
        if (changed !== null) agents.set(node, changed)
      }
      if (news.ended) places = places.filter((place) => place.session !== session)
    },
    activity: (node: string) => activityOf(agentOf(agents, node), now, busy.has(node)),
  }
}

function agentOf(agents: ReadonlyMap<string, Agent>, node: string): Agent {
  return (
    agents.get(node) ?? {
      signedOutAt: null,
      paused: null,
      missed: 0,
      reserved: null,
      wrapUp: null,
      lastRangAt: null,
      lastAnsweredAt: null,
      answered: { day: 0, calls: 0 },
    }
  )
}

const offered = (answer: QueueAnswer) => (answer.is === 'offer' ? answer.agents : answer.is)
const positionOf = (answer: QueueAnswer) => (answer.is === 'line' ? answer.position : answer.is)

describe('who is rung', () => {
  const cases: [QueueStrategy, Partial<Record<string, Partial<Agent>>>, string[]][] = [
    ['ring_all', {}, ['ada', 'ben', 'cleo']],
    ['linear', {}, ['ada']],
    [
      'least_recent',
      { ada: { lastAnsweredAt: 5 }, ben: { lastAnsweredAt: 3 }, cleo: { lastAnsweredAt: 4 } },
      ['ben'],
    ],
    ['least_recent', { ada: { lastAnsweredAt: 5 }, ben: { lastAnsweredAt: 3 } }, ['cleo']],
    [
      'round_robin',
      { ada: { lastRangAt: 5 }, ben: { lastRangAt: 6 }, cleo: { lastRangAt: 4 } },
      ['cleo'],
    ],
    [
      'fewest_calls',
      {
        ada: { answered: { day: 20_000, calls: 2 } },
        ben: { answered: { day: 20_000, calls: 1 } },
        cleo: { answered: { day: 20_000, calls: 1 } },
      },
      ['ben'],
    ],
    ['fewest_calls', { ada: { answered: { day: 19_999, calls: 9 } } }, ['ada']],
  ]
  test.each(cases)('%s with %j: %j', (strategy, states, wanted) => {
    const line = makeLine({ strategy })
    for (const [node, state] of Object.entries(states)) line.set(node, state ?? {})
    expect(offered(line.ask('a'))).toEqual(wanted)
  })

  test('random is drawn by the call and its step, always the same', () => {
    const rung = (step: number) => offered(makeLine({ strategy: 'random' }).ask('a', { step }))
    expect(rung(3)).toEqual(rung(3))
    expect(new Set(Array.from({ length: 20 }, (_, step) => String(rung(step)))).size).toBe(3)
  })

  test('who has a higher penalty is rung only while nobody else is free', () => {
    const line = makeLine({ strategy: 'ring_all' }, [1, 0, 1])
    expect(offered(line.ask('a'))).toEqual(['ben'])
    expect(offered(line.ask('b'))).toEqual(['ada', 'cleo'])
  })

  test.each<[string, Partial<Agent>]>([
    ['signed out', { signedOutAt: start }],
    ['paused', { paused: { at: start, reason: '' } }],
    ['wrapping up', { wrapUp: { from: start - 1000, until: start + 1000 } }],
  ])('who is %s is not rung', (_what, state) => {
    const line = makeLine()
    line.set('ada', state)
    expect(offered(line.ask('a'))).toEqual(['ben'])
  })

  test('who is in a call of no queue is not rung; a wrap-up of another time does not count', () => {
    const line = makeLine()
    line.busy.add('ada')
    line.set('ben', { wrapUp: { from: start + 86_400_000, until: start + 86_410_000 } })
    expect(offered(line.ask('a'))).toEqual(['ben'])
  })
})

describe('the line', () => {
  test('first come, first served; the place is kept when an agent does not answer', () => {
    const line = makeLine({ retrySeconds: 5 })
    for (const node of ['ben', 'cleo']) line.set(node, { signedOutAt: start })
    expect(offered(line.ask('a'))).toEqual(['ada'])
    line.pass(1)
    expect(positionOf(line.ask('b'))).toBe(1)
    line.pass(14)
    expect(positionOf(line.ask('a', { what: 'missed' }))).toBe(1)
    expect(line.activity('ada')).toBe('available')
    expect(line.ask('a')).toMatchObject({ is: 'line', retrySeconds: 5 })
    expect(positionOf(line.ask('b'))).toBe(2)
    line.pass(6)
    expect(positionOf(line.ask('b'))).toBe(2)
    expect(offered(line.ask('a'))).toEqual(['ada'])
  })

  test('another agent is tried before the one who did not answer', () => {
    const line = makeLine()
    expect(offered(line.ask('a'))).toEqual(['ada'])
    expect(offered(line.ask('a', { what: 'missed' }))).toEqual(['ben'])
    expect(offered(line.ask('a', { what: 'missed' }))).toEqual(['cleo'])
    expect(offered(line.ask('a', { what: 'missed' }))).toEqual(['ada'])
  })

  test('as many callers are served as agents are free, the others wait in order', () => {
    const line = makeLine({ maxCallers: 9 })
    const answers = ['a', 'b', 'c', 'd', 'e'].map((session) => line.ask(session))
    expect(answers.slice(0, 3).map(offered)).toEqual([['ada'], ['ben'], ['cleo']])
    expect(answers.slice(3).map(positionOf)).toEqual([1, 2])
  })

  test('a full line turns away; who is being served leaves room', () => {
    const line = makeLine({ maxCallers: 1 })
    for (const session of ['a', 'b', 'c']) line.ask(session)
    expect(line.ask('d').is).toBe('line')
    expect(line.ask('e')).toEqual({ is: 'full', waiting: 1 })
    expect(line.places().map((place) => place.session)).not.toContain('e')
  })

  test.each([
    ['always', 'line', 'line'],
    ['signed_in', 'no_agents', 'line'],
    ['working', 'no_agents', 'no_agents'],
  ] as const)('with %s: all signed out %s, all paused %s', (joinEmpty, out, paused) => {
    for (const [state, is] of [
      [{ signedOutAt: start }, out],
      [{ paused: { at: start, reason: '' } }, paused],
    ] as const) {
      const line = makeLine({ joinEmpty })
      for (const node of people) line.set(node, state)
      expect(line.ask('a').is).toBe(is)
    }
  })

  test('who waits leaves when the last agent signs out', () => {
    const line = makeLine()
    for (const node of people) line.busy.add(node)
    expect(line.ask('a').is).toBe('line')
    for (const node of people) line.set(node, { signedOutAt: start })
    expect(line.ask('a').is).toBe('no_agents')
    expect(line.places()).toEqual([])
  })

  test('a caller of whom nothing was heard for long holds up nobody', () => {
    const line = makeLine()
    for (const node of people) line.busy.add(node)
    line.ask('a')
    line.pass(601)
    expect(positionOf(line.ask('b'))).toBe(1)
  })

  test('the same step asked again, by another process, gets the same and reserves nobody else', () => {
    const line = makeLine()
    const first = line.ask('a', { step: 0 })
    expect(line.ask('a', { step: 0 })).toEqual(first)
    expect(people.filter((node) => line.activity(node) === 'ringing')).toEqual(['ada'])
  })

  test('the line tells what each agent does', () => {
    const line = makeLine()
    line.set('ada', { paused: { at: start, reason: '' } })
    line.busy.add('ben')
    line.set('cleo', { wrapUp: { from: start, until: start + 5000 } })
    expect(line.ask('a')).toEqual({
      is: 'line',
      position: 1,
      agents: { ada: 'paused', ben: 'busy', cleo: 'wrap_up' },
    })
  })
})

describe('missed calls', () => {
  test('an agent who misses too many, rung alone, is paused; one answered call counts anew', () => {
    const line = makeLine({ autoPauseAfter: 2 })
    for (const node of ['ben', 'cleo']) line.set(node, { signedOutAt: start })
    line.ask('a')
    line.ask('a', { what: 'missed' })
    expect(line.activity('ada')).toBe('ringing')
    line.ask('a', { what: 'missed' })
    expect(line.agents.get('ada')).toMatchObject({
      paused: { reason: 'Missed 2 calls' },
      missed: 2,
    })
    line.set('ada', { paused: null, missed: 1 })
    line.follow('a', { by: null, ended: true })
    line.ask('b')
    line.follow('b', { by: 'ada', ended: true })
    expect(line.agents.get('ada')?.missed).toBe(0)
  })

  test('nobody is paused for what all were rung for', () => {
    const line = makeLine({ strategy: 'ring_all', autoPauseAfter: 1 })
    line.ask('a')
    line.ask('a', { what: 'missed', mayOffer: false })
    expect(people.map(line.activity)).toEqual(['available', 'available', 'available'])
  })
})

describe('after the call', () => {
  test('an agent who answered is on the call, then wraps up; the others are free at once', () => {
    const line = makeLine({ strategy: 'ring_all' })
    line.ask('a')
    line.pass(3)
    line.follow('a', { by: 'ben', ended: false })
    expect(people.map(line.activity)).toEqual(['available', 'on_call', 'available'])
    line.pass(60)
    line.follow('a', { by: 'ben', ended: true })
    expect(line.activity('ben')).toBe('wrap_up')
    expect(line.agents.get('ben')?.answered).toEqual({ day: 20_000, calls: 1 })
    line.pass(10)
    expect(line.activity('ben')).toBe('available')
  })

  test('who of several answered is not known: all are free when the Dial ends', () => {
    const line = makeLine({ strategy: 'ring_all' })
    line.ask('a')
    line.follow('a', { by: null, ended: false, answered: true })
    expect(people.map(line.activity)).toEqual(['ringing', 'ringing', 'ringing'])
    line.follow('a', { by: null, ended: true, answered: true })
    expect(people.map(line.activity)).toEqual(['available', 'available', 'available'])
  })

  test('who was rung alone and long ago must have answered', () => {
    const line = makeLine()
    line.ask('a')
    expect(line.activity('ada')).toBe('ringing')
    line.pass(26)
    expect(line.activity('ada')).toBe('on_call')
  })

  test('news of an old visit frees nobody who serves another caller', () => {
    const line = makeLine()
    line.ask('a')
    line.follow('a', { by: null, ended: true })
    line.ask('b')
    line.follow('a', { by: 'ada', ended: true })
    expect(line.activity('ada')).toBe('ringing')
  })
})

describe('handing over', () => {
  const waiting = () => {
    const line = makeLine()
    for (const node of people) line.busy.add(node)
    for (const session of ['a', 'b']) {
      line.ask(session)
      line.pass(1)
    }
    return line
  }

  test('the first in line is offered who became free, and takes it when the platform moved it', () => {
    const line = waiting()
    expect(line.handOver()).toBeNull()
    line.busy.delete('ben')
    expect(line.handOver()).toMatchObject({ session: 'a', offer: { agents: ['ben'] } })
    expect(line.handOver()).toBeNull()
    expect(offered(line.ask('a', { bySwitch: true }))).toEqual(['ben'])
    expect(positionOf(line.ask('b'))).toBe(1)
  })

  test('while it is being moved its own question waits; then it takes the offer itself', () => {
    const line = waiting()
    line.busy.delete('ben')
    line.handOver()
    expect(line.ask('a').is).toBe('soon')
    expect(positionOf(line.ask('b'))).toBe(1)
    line.pass(3)
    expect(offered(line.ask('a'))).toEqual(['ben'])
  })

  test('an offer that nobody takes ends, and the agent is free', () => {
    const line = waiting()
    line.busy.delete('ben')
    line.handOver()
    line.pass(11)
    expect(offered(line.ask('a', { ready: [] }))).toBe('line')
    expect(line.activity('ben')).toBe('available')
  })

  test('a caller who came to the end of the waiting gives the agent back', () => {
    const line = waiting()
    line.busy.delete('ben')
    line.handOver()
    line.ask('a', { mayOffer: false })
    expect(line.activity('ben')).toBe('available')
  })
})

test('whatever happens, no agent serves two callers and nobody is served out of turn', {
  timeout: 120_000,
}, () => {
  const sessions = ['a', 'b', 'c', 'd']
  const anyEvent = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), session: fc.constantFrom(...sessions) }),
    fc.record({ kind: fc.constant('switched' as const), session: fc.constantFrom(...sessions) }),
    fc.record({ kind: fc.constant('answer' as const), session: fc.constantFrom(...sessions) }),
    fc.record({ kind: fc.constant('end' as const), session: fc.constantFrom(...sessions) }),
    fc.record({ kind: fc.constant('hand' as const) }),
    fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 0, max: 30 }) }),
    fc.record({ kind: fc.constant('pause' as const), node: fc.constantFrom(...people) }),
  )
  const anyStrategy = fc.constantFrom<QueueStrategy>('ring_all', 'linear', 'random', 'round_robin')
  fc.assert(
    fc.property(anyStrategy, fc.array(anyEvent, { maxLength: 60 }), (strategy, events) => {
      const line = makeLine({ strategy, maxCallers: 9, joinEmpty: 'always' })
      for (const event of events) {
        if (event.kind === 'pass') line.pass(event.seconds)
        else if (event.kind === 'hand') line.handOver()
        else if (event.kind === 'pause') {
          const paused = agentOf(line.agents, event.node).paused
          line.set(event.node, { paused: paused ? null : { at: line.now(), reason: '' } })
        } else if (event.kind === 'end') line.follow(event.session, { by: null, ended: true })
        else if (event.kind === 'answer') line.follow(event.session, { by: 'ada', ended: false })
        else askOnce(line, event.session, event.kind === 'switched')
        checkLine(line)
      }
    }),
    { numRuns: fuzzRuns(2_000) },
  )
})

type TestLine = ReturnType<typeof makeLine>

function askOnce(line: TestLine, session: string, bySwitch: boolean) {
  const place = line.places().find((one) => one.session === session)
  const ahead = line
    .places()
    .filter((one) => one.session !== session && one.offer === null && place !== undefined)
    .filter((one) => one.enteredAt < (place?.enteredAt ?? 0))
  const wasOffered = place?.offer?.taken === false
  const free = people.filter((node) => line.activity(node) === 'available')
  const mine = place?.offer?.taken ? place.offer.agents.length : 0
  const what = place?.offer?.taken ? ('missed' as const) : ('wait' as const)
  const answer = line.ask(session, place === undefined ? {} : { what, bySwitch })
  if (answer.is !== 'offer' || wasOffered || place === undefined) return
  if (ahead.length >= free.length + mine) throw new Error('Served before somebody who came earlier')
}

function checkLine(line: TestLine) {
  const held = new Map<string, string>()
  for (const place of line.places()) {
    for (const node of place.offer?.agents ?? []) {
      const reserved = line.agents.get(node)?.reserved
      if (reserved?.session !== place.session) continue
      if (held.has(node)) throw new Error(`${node} serves two callers`)
      held.set(node, place.session)
    }
  }
}
