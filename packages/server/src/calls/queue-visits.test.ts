import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuzzRuns } from '../testing/fuzz-runs.ts'
import { foldCall } from './fold-call.ts'
import type { CallEvent, DecisionEvent, Party, QueueStep, SessionUpdateEvent } from './rules.ts'

const start = Date.UTC(2026, 10, 17, 15, 42)
const at = (seconds: number) => start + seconds * 1000
const ada: Party = { node: 'ext_ada0000000', name: 'Ada', extension: '1001', user: null }
const ben: Party = { node: 'ext_ben0000000', name: 'Ben', extension: '1002', user: null }

const joined = (visit: number, queue = 'que_a'): QueueStep => ({
  kind: 'joined',
  queue,
  name: queue,
  visit,
})
const left = (
  visit: number,
  outcome: Extract<QueueStep, { kind: 'left' }>['outcome'],
  queue = 'que_a',
): QueueStep => ({
  kind: 'left',
  queue,
  visit,
  outcome,
})

function decision(
  step: number,
  seconds: number,
  parts: Partial<DecisionEvent> = {},
): DecisionEvent {
  return {
    kind: 'decision',
    key: `d${step}`,
    at: at(seconds),
    step,
    direction: 'inbound',
    from: '+12025550150',
    to: '+12025550100',
    callerName: null,
    caller: null,
    revision: 1,
    trace: [],
    dial: null,
    answered: null,
    messages: [],
    ended: false,
    ...parts,
  }
}
const offer = (rang: Party[], visit = 0, queue = 'que_a') => ({
  rang,
  outside: false,
  connectedBefore: true,
  visit: { queue, step: visit },
})
function update(
  state: SessionUpdateEvent['state'],
  seconds: number,
  node: string | null = null,
): SessionUpdateEvent {
  return {
    kind: 'session_update',
    key: `u${seconds}${state}`,
    at: at(seconds),
    direction: 'inbound',
    from: '+12025550150',
    to: '+12025550100',
    startedAt: at(0),
    answeredAt: null,
    endedAt: state === 'ended' ? at(seconds) : null,
    state,
    status: state,
    node,
  }
}
const visitsOf = (...events: CallEvent[]) => foldCall(events).queueVisits

describe('a visit', () => {
  test('that is answered has the agent, the wait and the talk', () => {
    const visits = visitsOf(
      decision(0, 0, { queues: [joined(0)] }),
      decision(1, 10, { dial: offer([ada, ben]) }),
      update('connected', 14, ben.node),
      decision(2, 60, { answered: { node: null }, queues: [left(0, 'answered')] }),
      update('ended', 60),
    )
    expect(visits).toEqual([
      {
        queue: 'que_a',
        name: 'que_a',
        step: 0,
        enteredAt: at(0),
        leftAt: at(60),
        outcome: 'answered',
        waitSeconds: 14,
        talkSeconds: 46,
        agent: ben,
        answeredAt: at(14),
      },
    ])
  })

  test('whose talk goes on is answered already; one that waits has no outcome', () => {
    const waiting = decision(0, 0, { queues: [joined(0)] })
    expect(visitsOf(waiting)).toMatchObject([{ outcome: null, leftAt: null }])
    const talking = [
      waiting,
      decision(1, 5, { dial: offer([ada]) }),
      update('connected', 9, ada.node),
    ]
    expect(visitsOf(...talking)).toMatchObject([
      { outcome: 'answered', waitSeconds: 9, talkSeconds: null, agent: ada, leftAt: null },
    ])
  })

  test('of a caller who hung up while talking is answered, though nobody asked again', () => {
    const visits = visitsOf(
      decision(0, 0, { queues: [joined(0)], dial: offer([ada]) }),
      update('connected', 4, ada.node),
      update('ended', 30),
    )
    expect(visits).toMatchObject([{ outcome: 'answered', talkSeconds: 26, agent: ada }])
  })

  test.each([true, false])('of a caller who hung up in line is abandoned (told: %s)', (told) => {
    const gone = decision(1, 7, { queues: [left(0, 'abandoned')], ended: true })
    const visits = visitsOf(
      decision(0, 0, { queues: [joined(0)] }),
      ...(told ? [gone] : []),
      update('ended', 7),
    )
    expect(visits).toMatchObject([{ outcome: 'abandoned', waitSeconds: 7, agent: null }])
  })

  test('leads to the next queue, each with its own outcome, in one step too', () => {
    const visits = visitsOf(
      decision(0, 0, { queues: [joined(0), left(0, 'full'), joined(0, 'que_b')] }),
      decision(1, 20, {
        queues: [left(0, 'timeout', 'que_b'), joined(1, 'que_c')],
        dial: offer([ben], 1, 'que_c'),
      }),
      decision(2, 50, { answered: { node: ben.node }, queues: [left(1, 'answered', 'que_c')] }),
    )
    expect(visits.map(({ queue, outcome, agent }) => [queue, outcome, agent?.name])).toEqual([
      ['que_a', 'full', undefined],
      ['que_b', 'timeout', undefined],
      ['que_c', 'answered', 'Ben'],
    ])
  })
})

test('in whatever order and however often its events come, a visit is the same', () => {
  const events: CallEvent[] = [
    decision(0, 0, { queues: [joined(0)] }),
    decision(1, 10, { dial: offer([ada]) }),
    decision(2, 25),
    decision(3, 35, { dial: offer([ben]) }),
    update('connected', 39, ben.node),
    decision(4, 90, { answered: { node: ben.node }, queues: [left(0, 'answered')] }),
    update('ended', 90),
  ]
  const wanted = visitsOf(...events)
  expect(wanted).toMatchObject([{ outcome: 'answered', agent: ben, waitSeconds: 39 }])
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      (mixed) => {
        expect(visitsOf(...mixed)).toEqual(wanted)
      },
    ),
    { numRuns: fuzzRuns(300) },
  )
})
