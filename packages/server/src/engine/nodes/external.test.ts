import type { Flow } from '@opbx/contract/call-flow/flow'
import {
  makeExtension,
  makeExternal,
  makeFlow,
  makeHangUp,
  makeOutboundRoute,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const busy = makeHangUp('Busy')
const failed = makeHangUp('Failed')
const home = makeOutboundRoute('Home', { countries: ['US'], trunks: ['voip-1', 'voip-2'] })

function callOutside(
  settings: Parameters<typeof makeExternal>[1] = {},
  parts: Partial<Flow> = { outboundRoutes: [home] },
) {
  const mobile = makeExternal('Mobile', settings)
  const phoneNumbers = [makePhoneNumber('+12025550101', mobile), makePhoneNumber(to, mobile)]
  const nodes = [mobile, busy, failed]
  return startCall(makeFlow({ nodes, phoneNumbers, ...parts }), { to })
}

test('a permitted number is rung over the first trunk of its route, as the number that was called', () => {
  const call = callOutside()
  expect(call.says).toEqual([
    {
      kind: 'Dial',
      numbers: ['+12025550190'],
      ringSeconds: 40,
      timeLimitSeconds: 43_200,
      callerId: to,
      trunks: ['voip-1'],
    },
  ])
  expect(call.reasons[1]).toBe('Because outbound route Home permits numbers in US.')
  expect(call.effects).toEqual([])
})

test('a route without trunks leaves the choice to the platform', () => {
  const call = callOutside(
    {},
    { outboundRoutes: [makeOutboundRoute('P', { prefixes: ['+1202'] })] },
  )
  expect(call.says[0]).toMatchObject({ trunks: undefined })
  expect(call.reasons[1]).toBe('Because outbound route P permits numbers that begin with +1202.')
})

describe('the number that is shown', () => {
  test('is the one that is set, if it is ours', () => {
    const own = callOutside({ config: { callerId: '+12025550101' } })
    expect(own.says).toMatchObject([{ callerId: '+12025550101' }])
    const foreign = callOutside({ config: { callerId: '+12025550177' } })
    expect(foreign.says).toMatchObject([{ callerId: to }])
  })

  test('is the first of ours when a phone calls, never its extension number', () => {
    const ann = makeExtension('101', 'Ann')
    const mobile = makeExternal('Mobile', { extension: '500' })
    const flow = makeFlow({
      nodes: [ann, mobile],
      phoneNumbers: [makePhoneNumber('+12025550101', ann)],
      outboundRoutes: [home],
    })
    const call = startCall(flow, { to: '500', from: '101', callerNode: ann.id })
    expect(call.says).toMatchObject([{ callerId: '+12025550101' }])
  })
})

describe('refused', () => {
  test('without a route, in words and with the reason', () => {
    const call = callOutside({}, {})
    expect(call.says).toEqual([
      { kind: 'Say', text: 'Sorry, calls to this number are not permitted. Goodbye.' },
      { kind: 'Hangup' },
    ])
    expect(call.reasons[1]).toBe('Because no outbound route permits +12025550190.')
  })

  test('in another country unless a route names it', () => {
    const number = '+442079460000'
    const flow = makeFlow({
      nodes: [makeExternal('London', { config: { number } })],
      outboundRoutes: [makeOutboundRoute('Home', { countries: ['US'] })],
    })
    const [london] = flow.nodes
    const call = (countries: string[]) =>
      startCall(
        {
          ...flow,
          phoneNumbers: [makePhoneNumber(to, london ?? busy)],
          outboundRoutes: [makeOutboundRoute('Some', { countries })],
        },
        { to, meet: () => ({ is: 'granted' }) },
      )
    expect(call(['US']).reasons[1]).toBe(`Because no outbound route permits ${number}.`)
    expect(call(['GB']).says).toMatchObject([{ kind: 'Dial', numbers: [number] }])
  })

  test('goes on by exit failed where that is connected', () => {
    const call = callOutside({ exits: { failed: failed.id } }, {})
    expect(call.trace[1]).toMatchObject({ exit: 'failed' })
    expect(call.trace[2]).toMatchObject({ node: failed.id })
  })
})

test.each([
  ['no-answer', 'no_answer'],
  ['busy', 'busy'],
])('result %s leaves by %s', (status, exit) => {
  const exits = { no_answer: busy.id, busy: busy.id, failed: failed.id }
  expect(callOutside({ exits }).dialResult(status).trace[2]).toMatchObject({ exit })
})

test('a trunk that fails is followed by the next one, the last one by exit failed', () => {
  const second = callOutside({ exits: { failed: failed.id } }).dialResult('failed')
  expect(second.says).toMatchObject([{ kind: 'Dial', trunks: ['voip-2'] }])
  expect(second.reasons).toEqual([
    'Because trunk voip-1 could not reach it, and voip-2 is the next trunk of the route.',
  ])
  const last = second.dialResult('unknown')
  expect(last.trace.at(-2)).toMatchObject({ name: 'Mobile', exit: 'failed' })
})

test('an answered call ends, and nobody inside answered it', () => {
  const call = callOutside().dialResult('completed')
  expect(call.says).toEqual([{ kind: 'Hangup' }])
  expect(call.effects).toEqual([{ kind: 'answered', node: null, rang: [] }])
})

describe('a SIP address', () => {
  const number = 'sip:sales@pbx.acme.example;transport=tls'
  const partner = makeOutboundRoute('Partner', {
    sipDomains: ['pbx.acme.example'],
    trunks: ['voip-1', 'voip-2'],
    strip: 1,
    prepend: '0',
  })
  const callSip = (outboundRoutes = [partner], exits = {}) => {
    const mobile = makeExternal('Partner', { config: { number }, exits })
    const nodes = [mobile, failed]
    const flow = makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, mobile)], outboundRoutes })
    return startCall(flow, { to, meet: () => ({ is: 'granted' }) })
  }

  test('that a route permits is rung as it is, by no trunk', () => {
    const call = callSip()
    expect(call.says).toMatchObject([
      { kind: 'Dial', numbers: [number], callerId: to, trunks: undefined },
    ])
    expect(call.told[1]).toBe(`Partner: Rang ${number} for up to 40 seconds`)
    expect(call.reasons[1]).toBe(
      'Because outbound route Partner permits SIP addresses at pbx.acme.example.',
    )
    expect(call.next?.state).toMatchObject({ counted: { step: 0, node: null } })
  })

  test('that fails has no next trunk', () => {
    const call = callSip([partner], { failed: failed.id }).dialResult('failed')
    expect(call.trace.at(-2)).toMatchObject({ name: 'Partner', exit: 'failed' })
  })

  test('is refused without a route for its domain', () => {
    expect(callSip([home]).reasons[1]).toBe(`Because no outbound route permits ${number}.`)
  })

  test('is not called while nobody can tell what was used', () => {
    const mobile = makeExternal('Partner', { config: { number } })
    const flow = makeFlow({
      nodes: [mobile],
      phoneNumbers: [makePhoneNumber(to, mobile)],
      outboundRoutes: [partner],
    })
    expect(startCall(flow, { to }).says).toMatchObject([{ kind: 'Say' }, { kind: 'Hangup' }])
  })

  test('with a number of high risk in it is of high risk', () => {
    const risky = makeExternal('Risky', { config: { number: 'sip:+8816000000@pbx.acme.example' } })
    const flow = makeFlow({
      nodes: [risky],
      phoneNumbers: [makePhoneNumber(to, risky)],
      outboundRoutes: [partner],
    })
    expect(startCall(flow, { to }).reasons[1]).toContain('is of a high risk')
  })
})
