import { usualPersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import {
  makeExtension,
  makeExternal,
  makeFlow,
  makeHours,
  makeOutboundRoute,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { type CallSetting, startCall } from '../testing/call-story.ts'
import type { AllowanceAnswer } from './outside-allowance.ts'
import type { Need, NeedAnswer } from './types.ts'

const ada = makeExtension('101', 'Ada')
const office = makeHours('Office')
const mobile = makeExternal('Mobile')
const flow = makeFlow({
  nodes: [ada, office, mobile],
  phoneNumbers: [makePhoneNumber('+12025550100', mobile), makePhoneNumber('+12025550101', ada)],
  outboundRoutes: [
    makeOutboundRoute('World', {
      countries: ['US', 'GB', 'JM'],
      prefixes: [],
      trunks: ['one', 'two'],
    }),
  ],
})

function asking(setting: Partial<CallSetting>, answer?: AllowanceAnswer) {
  const needs: Need[] = []
  const meet = (need: Need): NeedAnswer => {
    needs.push(need)
    return answer ?? need.fallback
  }
  const call = startCall(flow, { to: '', from: '101', callerNode: ada.id, meet, ...setting })
  return { call, needs }
}

const granted: AllowanceAnswer = { is: 'granted' }
const fromOutside: Partial<CallSetting> = { from: '+12025550150', callerNode: undefined }

test('a phone that calls outside asks for its person', () => {
  const { call, needs } = asking({ to: '2025550190' }, granted)
  expect(needs).toMatchObject([
    {
      kind: 'outside_allowance',
      ask: {
        number: '+12025550190',
        node: ada.id,
        name: 'Ada',
        step: 0,
        highRisk: null,
        outsideHours: false,
      },
    },
  ])
  expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['+12025550190'] }])
})

test('the next trunk for the same call asks for nothing', () => {
  const { call, needs } = asking({ to: '2025550190' }, granted)
  const second = call.dialResult('failed')
  expect(second.says).toMatchObject([{ kind: 'Dial', trunks: ['two'] }])
  expect(needs).toHaveLength(1)
  expect(second.next?.state).toMatchObject({ counted: { step: 0, node: ada.id } })
})

test('a forwarded call counts for who forwards, a step of the call flow for nobody', () => {
  const forwardAlways = { ...usualPersonalSettings, forwardAlways: '+12025550190' }
  const personal = { [ada.id]: forwardAlways }
  const forwarded = asking({ ...fromOutside, to: '+12025550101', personal }, granted)
  expect(forwarded.needs).toMatchObject([{ ask: { node: ada.id } }])
  const external = asking({ ...fromOutside, to: '+12025550100' }, granted)
  expect(external.needs).toMatchObject([{ ask: { node: null, name: null } }])
})

test('a forward that is refused leaves the call with the phone', () => {
  const forwardAlways = { ...usualPersonalSettings, forwardAlways: '+12025550190' }
  const refused: AllowanceAnswer = { is: 'high_risk', destination: 'Jamaica' }
  const { call } = asking(
    { ...fromOutside, to: '+12025550101', personal: { [ada.id]: forwardAlways } },
    refused,
  )
  expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['101'] }])
  expect(call.told).toContain('Ada: Refused to call +12025550190')
})

describe('the story', () => {
  const reached = { outsideHours: false, most: 20, used: 20 }
  const hour: AllowanceAnswer = {
    is: 'capped',
    reached: { ...reached, cap: 'callsPerHour', who: 'Ada' },
  }
  test.each<[AllowanceAnswer, string]>([
    [hour, 'Because Ada has made 20 outside calls within an hour, and 20 is the most.'],
    [
      {
        is: 'capped',
        reached: { cap: 'concurrent', who: null, outsideHours: true, most: 1, used: 1 },
      },
      'Because the organization has 1 outside call outside business hours going on, and 1 is the most.',
    ],
    [
      { is: 'capped', reached: { ...reached, cap: 'minutesPerDay', who: null } },
      'Because the organization has talked 20 minutes with the outside today, and 20 is the most.',
    ],
    [
      {
        is: 'stopped',
        stop: {
          at: '2026-11-17T15:00:00Z',
          until: null,
          reached: { ...reached, cap: 'callsPerHour', who: null },
        },
      },
      'Because the fraud guard stopped all calls to the outside when the organization has made 20 outside calls within an hour, and 20 is the most; the owner can release them.',
    ],
  ])('names the cap and its value: %j', (answer, because) => {
    const { call } = asking({ to: '2025550190' }, answer)
    expect(call.says).toMatchObject([{ kind: 'Say' }, { kind: 'Hangup' }])
    expect(call.reasons).toEqual([because])
  })
})

test('a high risk is named unless it is allowed', () => {
  const of = (allowed: string[]) =>
    asking({ to: '+18765550123', fraudGuard: { hours: null, allowed, stopped: null } }, granted)
  expect(of([]).needs).toMatchObject([{ ask: { highRisk: 'Jamaica' } }])
  expect(of(['jamaica']).needs).toMatchObject([{ ask: { highRisk: null } }])
})

test.each([
  ['2026-11-17T15:42:00Z', false],
  ['2026-11-18T03:42:00Z', true],
])('at %s it is outside business hours: %s', (at, outsideHours) => {
  const fraudGuard = { hours: office.id, allowed: [], stopped: null }
  const { needs } = asking({ to: '2025550190', at, fraudGuard }, granted)
  expect(needs).toMatchObject([{ ask: { outsideHours } }])
})

test('business hours that are gone count as closed', () => {
  const fraudGuard = { hours: 'nd_gone', allowed: [], stopped: null }
  const { needs } = asking({ to: '2025550190', fraudGuard }, granted)
  expect(needs).toMatchObject([{ ask: { outsideHours: true } }])
})

test('a guard that is off is not asked', () => {
  const { call, needs } = asking({ to: '+18765550123', fraudGuard: null })
  expect(needs).toEqual([])
  expect(call.says).toMatchObject([{ kind: 'Dial' }])
})

describe('with the store away', () => {
  test('the own country passes, another one is refused in words, a high risk too', () => {
    expect(asking({ to: '2025550190' }).call.says).toMatchObject([{ kind: 'Dial' }])
    const abroad = asking({ to: '+442079460000' }).call
    expect(abroad.says).toMatchObject([{ kind: 'Say' }, { kind: 'Hangup' }])
    expect(abroad.reasons[0]).toContain('the database is away')
    expect(asking({ to: '+18765550123' }).call.reasons[0]).toContain('high risk (Jamaica)')
  })

  test('a stop that is known holds, but not for an emergency', () => {
    const reached = {
      cap: 'callsPerHour' as const,
      who: null,
      outsideHours: false,
      most: 1,
      used: 1,
    }
    const stopped = { at: '2026-11-17T15:00:00Z', until: null, reached }
    const fraudGuard = { hours: null, allowed: [], stopped }
    expect(asking({ to: '2025550190', fraudGuard }).call.says).toMatchObject([
      { kind: 'Say' },
      { kind: 'Hangup' },
    ])
    const help = asking({ to: '911', fraudGuard })
    expect(help.needs).toEqual([])
    expect(help.call.says).toMatchObject([{ kind: 'Dial', numbers: ['911'] }])
  })
})
