import { type FraudGuardSettings, usualFraudGuard } from '@opbx/contract/fraud-guard'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Asked,
  answerAll,
  judgeRefusals,
  type Ledger,
  newMeter,
  shareName,
  stopAt,
} from './rules.ts'

const noCaps = { callsPerHour: null, minutesPerDay: null, concurrent: null }
const open: FraudGuardSettings = {
  ...usualFraudGuard,
  person: noCaps,
  organization: noCaps,
  outsideHours: { hours: null, person: noCaps, organization: noCaps },
}
const nothing = (): Ledger => ({ organization: newMeter(), people: new Map(), held: new Set() })

function asks(session: string, ask: Partial<Asked['ask']> = {}): Asked {
  return {
    session,
    ask: {
      number: '+12025550190',
      step: 0,
      node: 'ext_ada',
      name: 'Ada',
      highRisk: null,
      outsideHours: false,
      ...ask,
    },
  }
}

test('never more are granted than the smallest cap that counts for them, whatever the order', () => {
  const cap = fc.option(fc.integer({ min: 0, max: 8 }), { nil: null })
  const caps = fc.record({
    callsPerHour: cap,
    minutesPerDay: fc.constant(null),
    concurrent: cap,
  })
  const call = fc.record({
    session: fc.integer({ min: 0, max: 30 }).map(String),
    node: fc.constantFrom('ext_ada', 'ext_ben', null),
    outsideHours: fc.boolean(),
  })
  fc.assert(
    fc.property(
      fc.record({ person: caps, organization: caps, latePerson: caps, late: caps }),
      fc.array(call, { maxLength: 40 }),
      (all, calls) => {
        const settings: FraudGuardSettings = {
          ...open,
          person: all.person,
          organization: all.organization,
          outsideHours: { hours: null, person: all.latePerson, organization: all.late },
        }
        const asked = calls.map(({ session, ...ask }) => asks(session, ask))
        const answers = answerAll({ settings, stopped: null }, nothing(), asked)
        const granted = asked.filter((_, index) => answers[index]?.is === 'granted')
        // The first ask of a share decides whose it is.
        const shares = [
          ...new Map([...granted].reverse().map((one) => [shareName(one), one])).values(),
        ]
        const most = ({ callsPerHour, concurrent }: typeof all.person) =>
          Math.min(callsPerHour ?? Infinity, concurrent ?? Infinity)
        const late = shares.filter(({ ask }) => ask.outsideHours)
        expect(shares.length).toBeLessThanOrEqual(most(all.organization))
        expect(late.length).toBeLessThanOrEqual(most(all.late))
        for (const node of ['ext_ada', 'ext_ben']) {
          const own = shares.filter(({ ask }) => ask.node === node)
          expect(own.length).toBeLessThanOrEqual(most(all.person))
          expect(own.filter(({ ask }) => ask.outsideHours).length).toBeLessThanOrEqual(
            most(all.latePerson),
          )
        }
        // And not fewer: a call is refused by nothing but a cap that is reached.
        const first = answers.find((answer) => answer.is !== 'granted')
        if (first !== undefined) expect(first).toMatchObject({ is: 'capped' })
        if (first?.is === 'capped') {
          expect(first.reached.used).toBeGreaterThanOrEqual(first.reached.most)
        }
      },
    ),
  )
})

test('who asks twice for the same call has one share', () => {
  const settings = { ...open, person: { ...noCaps, concurrent: 1 } }
  const twice = [asks('a'), asks('a'), asks('b')]
  const answers = answerAll({ settings, stopped: null }, nothing(), twice)
  expect(answers.map(({ is }) => is)).toEqual(['granted', 'granted', 'capped'])
})

test('minutes are spent when the last one is full', () => {
  const settings = { ...open, organization: { ...noCaps, minutesPerDay: 10 } }
  const after = (seconds: number) => {
    const ledger = nothing()
    ledger.organization.total.seconds = seconds
    return answerAll({ settings, stopped: null }, ledger, [asks('a')])[0]
  }
  expect(after(599)).toEqual({ is: 'granted' })
  expect(after(600)).toMatchObject({ is: 'capped', reached: { most: 10, used: 10, who: null } })
})

test('a guard that is off grants everything', () => {
  const settings = { ...open, enabled: false, person: { ...noCaps, concurrent: 0 } }
  const risky = asks('a', { highRisk: 'Cuba' })
  expect(answerAll({ settings, stopped: null }, nothing(), [risky])).toEqual([{ is: 'granted' }])
})

describe('stopping', () => {
  const now = Date.parse('2026-03-02T15:00:00Z')
  const hour = {
    cap: 'callsPerHour' as const,
    who: null,
    outsideHours: false,
    most: 10,
    used: 10,
  }
  const settings = { ...open, stop: { afterRefusals: 3, afterMinutes: true, hours: 12 } }
  const judge = (
    strikes: number[],
    reached: (
      | typeof hour
      | (Omit<typeof hour, 'cap' | 'who'> & {
          cap: 'concurrent' | 'minutesPerDay' | 'callsPerHour'
          who: string | null
        })
    )[],
    mayStopForMinutes = true,
  ) => judgeRefusals(settings, strikes, { reached, now, mayStopForMinutes })

  test('the last of so many refusals within an hour stops, for so long', () => {
    expect(judge([now - 10, now - 20], [])).toEqual({ strikes: [now - 10, now - 20], stop: null })
    expect(judge([now - 10, now - 20], [hour]).stop).toEqual({
      at: '2026-03-02T15:00:00.000Z',
      until: '2026-03-03T03:00:00.000Z',
      reached: hour,
    })
    expect(judge([now - 3_600_000, now - 20], [hour]).stop).toBeNull()
  })

  test('neither many at once nor one person stop the organization', () => {
    const many = [1, 2, 3, 4].map(() => ({ ...hour, cap: 'concurrent' as const }))
    expect(judge([], many)).toEqual({ strikes: [], stop: null })
    expect(
      judge(
        [],
        [1, 2, 3, 4].map(() => ({ ...hour, who: 'Ada' })),
      ),
    ).toEqual({
      strikes: [],
      stop: null,
    })
  })

  test('spent minutes stop at once, unless somebody released that today', () => {
    const spent = { ...hour, cap: 'minutesPerDay' as const }
    expect(judge([], [spent]).stop).toMatchObject({ reached: spent })
    expect(judge([], [spent], false).stop).toBeNull()
  })

  test('a stop ends by itself', () => {
    const stop = { at: '', until: '2026-03-02T15:00:00.000Z', reached: hour }
    expect(stopAt(stop, now - 1)).toBe(stop)
    expect(stopAt(stop, now)).toBeNull()
    expect(stopAt({ ...stop, until: null }, now)).not.toBeNull()
  })
})
