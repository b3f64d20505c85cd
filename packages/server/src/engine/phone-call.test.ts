import type { Flow } from '@opbx/contract/call-flow/flow'
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

const ann = makeExtension('101', 'Ann', {
  config: { outboundCallerId: '+12025550101', permissionClass: 'sales' },
})
const tom = makeExtension('102', 'Tom')
const home = makeOutboundRoute('Home', { countries: ['US'] })
const hangup = { kind: 'Hangup' }

function dial(to: string, parts: Partial<Flow> = {}, setting: Partial<CallSetting> = {}) {
  const flow = makeFlow({
    nodes: [ann, tom],
    phoneNumbers: [makePhoneNumber('+12025550100', tom), makePhoneNumber('+12025550101', ann)],
    outboundRoutes: [home],
    ...parts,
  })
  return startCall(flow, { to, from: '101', callerNode: ann.id, ...setting })
}

describe('a number outside', () => {
  test.each(['+12025550190', '12025550190', '2025550190', '(202) 555-0190'])(
    'dialed as %s is rung with the own number of who calls',
    (to) => {
      const call = dial(to)
      expect(call.says).toEqual([
        {
          kind: 'Dial',
          numbers: ['+12025550190'],
          ringSeconds: 60,
          timeLimitSeconds: 43_200,
          callerId: '+12025550101',
        },
      ])
      expect(call.reasons).toEqual(['Because outbound route Home permits numbers in US.'])
    },
  )

  test('shows the number of the route where it has one, else the first of the organization', () => {
    const shown = makeOutboundRoute('Home', { countries: ['US'], callerId: '+12025550100' })
    expect(dial('2025550190', { outboundRoutes: [shown] }).says).toMatchObject([
      { callerId: '+12025550100' },
    ])
    expect(dial('2025550190', {}, { callerNode: tom.id }).says).toMatchObject([
      { callerId: '+12025550100' },
    ])
  })

  test('is dialed as the trunks want it, over one trunk after the other', () => {
    const route = makeOutboundRoute('Home', {
      countries: ['US'],
      trunks: ['a', 'b'],
      strip: 1,
      prepend: '0',
    })
    const first = dial('2025550190', { outboundRoutes: [route] })
    expect(first.says).toMatchObject([{ numbers: ['02025550190'], trunks: ['a'] }])
    const second = first.dialResult('failed')
    expect(second.says).toMatchObject([{ numbers: ['02025550190'], trunks: ['b'] }])
    expect(second.dialResult('failed').says).toMatchObject([{ kind: 'Say' }, hangup])
    expect(first.dialResult('busy').says).toEqual([{ kind: 'Reject', reason: 'busy' }])
    expect(second.dialResult('completed').says).toEqual([hangup])
    expect(first.fallThrough({ connectedSinceDial: true }).says).toEqual([hangup])
  })

  test('that is not reached is told of in words that fit', () => {
    const words = (status: string) => dial('2025550190').dialResult(status).says[0]
    expect(words('no-answer')).toEqual({ kind: 'Say', text: 'Nobody answered. Goodbye.' })
    expect(words('failed')).toEqual({
      kind: 'Say',
      text: 'Sorry, this number cannot be reached at the moment. Goodbye.',
    })
  })

  test('of the organization itself is routed inside', () => {
    expect(dial('2025550100').told).toEqual([
      'Call: Called +12025550100',
      'Tom: Rang Tom for up to 30 seconds',
    ])
  })

  test('behind the digits for an outside line is found, an extension before it', () => {
    const nine = makeOutboundRoute('Nine', { countries: ['US'], accessDigits: '9' })
    const parts = { outboundRoutes: [nine] }
    expect(dial('92025550190', parts).says).toMatchObject([{ numbers: ['+12025550190'] }])
    expect(dial('92025550100', parts).told[0]).toBe('Call: Called +12025550100')
    expect(dial('2025550190', parts).says).toMatchObject([{ kind: 'Say' }, hangup])
    expect(dial('102', parts).says).toMatchObject([{ numbers: ['102'] }])
    expect(dial('9102', parts).says).toMatchObject([{ kind: 'Say' }, hangup])
    const off = { outboundRoutes: [home, { ...nine, enabled: false }] }
    expect(dial('92025550190', off).says).toMatchObject([{ kind: 'Say' }, hangup])
    expect(dial('2025550190', { outboundRoutes: [home, nine] }).says).toMatchObject([
      { numbers: ['+12025550190'] },
    ])
  })

  test('behind the digits for an outside line goes over the next trunk of the same route', () => {
    const nine = makeOutboundRoute('Nine', {
      countries: ['US'],
      accessDigits: '9',
      trunks: ['a', 'b'],
    })
    const call = dial('92025550190', { outboundRoutes: [nine] })
    expect(call.says).toMatchObject([{ trunks: ['a'] }])
    expect(call.dialResult('failed').says).toMatchObject([
      { numbers: ['+12025550190'], trunks: ['b'] },
    ])
  })
})

describe('refused', () => {
  const refused = [
    { kind: 'Say', text: 'Sorry, calls to this number are not permitted. Goodbye.' },
    hangup,
  ]

  test.each<[string, Partial<Flow>, string]>([
    ['without a route', { outboundRoutes: [] }, 'no outbound route permits +12025550190'],
    [
      'to who has another class',
      {
        outboundRoutes: [
          makeOutboundRoute('Boss', { countries: ['US'], permissionClasses: ['management'] }),
        ],
      },
      'outbound route Boss is for the class management, and the caller has another one',
    ],
  ])('%s, with the reason', (_what, parts, because) => {
    const call = dial('2025550190', parts)
    expect(call.says).toEqual(refused)
    expect(call.reasons).toEqual([`Because ${because}.`])
  })

  test('out of the hours of the route', () => {
    const office = makeHours('Office')
    const daily = makeOutboundRoute('Daily', { countries: ['US'], hours: office.id })
    const parts = { nodes: [ann, office], outboundRoutes: [daily] }
    expect(dial('2025550190', parts, { at: '2026-11-17T15:42:00Z' }).says).toMatchObject([
      { kind: 'Dial' },
    ])
    const late = dial('2025550190', parts, { at: '2026-11-18T03:42:00Z' })
    expect(late.says).toEqual(refused)
    expect(late.reasons).toEqual(['Because outbound route Daily is not open at this time.'])
  })

  test('to a phone that belongs to nobody, whatever number it shows', () => {
    const call = dial('2025550190', {}, { callerNode: undefined, origin: 'phone' })
    expect(call.says).toEqual(refused)
  })

  test('in words that fit: an extension that does not exist', () => {
    expect(dial('109').says).toMatchObject([
      { kind: 'Say', text: 'Sorry, that extension does not exist. Goodbye.' },
      hangup,
    ])
  })
})

describe('an emergency number', () => {
  test.each(['911', '+911', '9911'])('dialed as %s is called without any permission', (to) => {
    const nine = makeOutboundRoute('Nine', { prefixes: ['+44'], accessDigits: '9', trunks: ['a'] })
    const call = dial(to, { outboundRoutes: [nine] }, { callerNode: undefined, origin: 'phone' })
    expect(call.says).toEqual([
      {
        kind: 'Dial',
        numbers: ['911'],
        ringSeconds: 120,
        timeLimitSeconds: 43_200,
        callerId: '+12025550100',
      },
    ])
    expect(call.effects).toEqual([{ kind: 'emergency', number: '911' }])
    expect(call.reasons[0]).toContain('it needs no permission')
    expect(call.dialResult('completed').says).toEqual([hangup])
    expect(call.dialResult('failed').says).toMatchObject([{ kind: 'Say' }, hangup])
  })

  test('leaves by the emergency trunk first, and by whichever the platform chooses where that fails', () => {
    const { organization } = makeFlow()
    const parts = { organization: { ...organization, emergencyTrunk: 'e911' }, outboundRoutes: [] }
    const call = dial('911', parts)
    expect(call.says).toMatchObject([
      { kind: 'Dial', numbers: ['911'], callerId: '+12025550101', trunks: ['e911'] },
    ])
    expect(call.told).toEqual(['Call: Called the emergency services at 911 over trunk e911'])
    for (const again of [call.dialResult('failed'), call.dialResult('busy'), call.fallThrough()]) {
      expect(again.says).toMatchObject([
        { kind: 'Dial', numbers: ['911'], callerId: '+12025550101', trunks: undefined },
      ])
      expect(again.told[1]).toBe('Call: Called the emergency services at 911 again')
      expect(again.reasons[1]).toBe(
        'Because emergency trunk e911 did not get through, so the platform chooses another way.',
      )
      expect(again.effects).toEqual([])
      expect(again.dialResult('failed').says).toMatchObject([{ kind: 'Say' }, hangup])
    }
    expect(call.dialResult('completed').says).toEqual([hangup])
    expect(call.dialResult('canceled').says).toEqual([hangup])
    expect(dial('911', parts, { isTrial: true }).says).toMatchObject([{ kind: 'Say' }, hangup])
  })

  test('comes before an extension of the same number', () => {
    const trap = makeExtension('911', 'Trap')
    expect(dial('911', { nodes: [ann, trap] }).effects).toEqual([
      { kind: 'emergency', number: '911' },
    ])
  })

  test('is not called by a pretend call', () => {
    const call = dial('911', {}, { isTrial: true })
    expect(call.says).toMatchObject([{ kind: 'Say' }, hangup])
    expect(call.effects).toEqual([])
  })

  test('dialed by a caller from outside is an unknown number', () => {
    expect(dial('911', {}, { callerNode: undefined, origin: 'trunk' }).effects).toEqual([])
  })
})

test('an outside number that a phone reaches by its extension is checked as one of the call flow', () => {
  const mobile = makeExternal('Mobile', { extension: '500' })
  const boss = makeOutboundRoute('Boss', { countries: ['US'], permissionClasses: ['management'] })
  expect(dial('500', { nodes: [ann, mobile], outboundRoutes: [boss] }).says).toMatchObject([
    { kind: 'Dial', numbers: ['+12025550190'] },
  ])
})
