import {
  makeExtension,
  makeFlow,
  makeHangUp,
  makePhoneNumber,
  makeVoicemail,
  voicemailDefaults,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { startCall } from '../../testing/call-story.ts'

const box = makeVoicemail('Main box')
const exits = { no_answer: box.id, busy: box.id, unreachable: box.id }
const tom = makeExtension('102', 'Tom', {
  exits,
  config: {
    devices: [
      { id: 'dev_102', name: 'Desk phone' },
      { id: 'dev_102-2', name: 'Mobile' },
    ],
  },
})
const phoneNumbers = [makePhoneNumber('+12025550100', tom, { label: 'Main' })]
const flow = makeFlow({ nodes: [tom, box], phoneNumbers })
const to = '+12025550100'
const hangup = [{ kind: 'Hangup' }]

test('all devices of an extension ring together, with a time limit and the caller as she is', () => {
  const call = startCall(flow, { to })
  expect(call.says).toEqual([
    { kind: 'Dial', numbers: ['102', '102-2'], ringSeconds: 30, timeLimitSeconds: 43_200 },
  ])
  expect(call.effects).toEqual([{ kind: 'rang', nodes: [tom.id] }])
  expect(call.told).toEqual([
    'Call: Called Main (+12025550100)',
    'Tom: Rang Tom for up to 30 seconds',
  ])
  expect(call.reasons).toEqual([
    'Because calls to Main (+12025550100) enter Tom.',
    'Because the devices Desk phone and Mobile of Tom are ready at the platform.',
  ])
})

test('a Dial is followed by a Redirect to the same step', () => {
  const { verbs } = startCall(flow, { to }).decision
  const [dial, redirect] = verbs
  expect(verbs).toHaveLength(2)
  if (dial?.kind !== 'Dial') throw new Error('another verb')
  expect(dial.next).toMatchObject({ step: 1, via: 'action', node: tom.id, connected: false })
  expect(redirect).toEqual({ kind: 'Redirect', next: { ...dial.next, via: 'fell_through' } })
})

test('an answered call is over when the conversation is', () => {
  const call = startCall(flow, { to }).dialResult('completed', 95)
  expect(call.says).toEqual(hangup)
  expect(call.effects).toEqual([{ kind: 'answered', node: tom.id, rang: [tom.id] }])
  expect(call.told).toEqual(['Tom: Tom answered'])
})

test.each([
  ['no-answer', 'no_answer', 'Because the phone of Tom rang 20 seconds and nobody picked up.'],
  ['noanswer', 'no_answer', 'Because the phone of Tom rang 20 seconds and nobody picked up.'],
  ['BUSY', 'busy', 'Because the line of Tom was busy.'],
  ['failed', 'unreachable', 'Because the platform could not reach the phone of Tom.'],
  ['unknown', 'unreachable', 'Because the platform could not reach the phone of Tom.'],
  ['in-progress', 'unreachable', 'Because the platform could not reach the phone of Tom.'],
  ['', 'unreachable', 'Because the platform could not reach the phone of Tom.'],
])('result %j leaves by %s', (status, exit, because) => {
  const call = startCall(flow, { to }).dialResult(status)
  expect(call.trace[2]).toMatchObject({ node: tom.id, exit, because })
  expect(call.says[0]).toEqual({ kind: 'Say', text: 'Leave a message after the tone.' })
})

test.each(['canceled', 'cancelled'])('result %s means that the caller is gone', (status) => {
  const call = startCall(flow, { to }).dialResult(status)
  expect(call.says).toEqual(hangup)
  expect(call.effects).toEqual([])
  expect(call.told).toEqual(['Tom: The caller hung up'])
})

describe('a Dial that fell through', () => {
  test('was answered when the session became connected after it was sent', () => {
    const call = startCall(flow, { to }).fallThrough({ connectedSinceDial: true })
    expect(call.says).toEqual(hangup)
    expect(call.decision.facts.connectedSinceDial).toBe(true)
  })

  test('is unreachable otherwise', () => {
    const call = startCall(flow, { to }).fallThrough()
    expect(call.trace[2]).toMatchObject({ exit: 'unreachable' })
    expect(call.decision.facts.connectedSinceDial).toBe(false)
  })
})

describe('devices that the platform has not confirmed', () => {
  test('are not rung', () => {
    const call = startCall(flow, { to, subscribers: { 'dev_102-2': '102-2' } })
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['102-2'] }])
    expect(call.reasons[1]).toBe(
      'Because the device Mobile of Tom is ready at the platform; not ready yet: Desk phone.',
    )
    expect(call.decision.facts.subscribers).toEqual({ dev_102: null, 'dev_102-2': '102-2' })
  })

  test('are rung under the name that the platform knows, such as the old number', () => {
    const call = startCall(flow, { to, subscribers: { dev_102: '4711' } })
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['4711'] }])
  })

  test('make the extension unreachable when none is left', () => {
    const call = startCall(flow, { to, subscribers: {} })
    expect(call.trace[1]).toMatchObject({
      exit: 'unreachable',
      because: 'Because the platform has confirmed none of the 2 devices of Tom yet.',
    })
    expect(call.effects).toEqual([])
  })

  test('a property of every object is no confirmed device', () => {
    const odd = makeExtension('103', 'Odd', {
      config: { devices: [{ id: 'constructor', name: 'Phone' }] },
    })
    const phoneNumber = makePhoneNumber(to, odd)
    const call = startCall(makeFlow({ nodes: [odd], phoneNumbers: [phoneNumber] }), {
      to,
      subscribers: {},
    })
    expect(call.trace[1]?.exit).toBe('unreachable')
  })
})

describe('the own voicemail box', () => {
  const ann = makeExtension('101', 'Ann', {
    config: { voicemail: voicemailDefaults },
    exits: { busy: box.id },
  })
  const annFlow = makeFlow({ nodes: [ann, box], phoneNumbers: [makePhoneNumber(to, ann)] })

  test('takes the call where an exit is not connected', () => {
    const call = startCall(annFlow, { to }).dialResult('no-answer', 30)
    expect(call.says).toEqual([
      { kind: 'Say', text: 'Leave a message after the tone.' },
      { kind: 'Record', maxSeconds: 120, beep: true, silenceSeconds: 5 },
    ])
    expect(call.reasons[0]).toBe(
      "Because the phone of Ann rang 30 seconds and nobody picked up, and with nothing connected to exit no_answer the person's own voicemail answers.",
    )
    const after = call.record('https://platform.example/r/1', 12)
    expect(after.effects).toEqual([
      {
        kind: 'voicemail',
        box: ann.id,
        boxName: 'Ann',
        recordingUrl: 'https://platform.example/r/1',
        seconds: 12,
      },
    ])
  })

  test('does not take the call where an exit is connected', () => {
    const call = startCall(annFlow, { to }).dialResult('busy')
    expect(call.trace.at(-1)).toMatchObject({ node: box.id })
  })

  test('takes the call when no device can ring', () => {
    const call = startCall(annFlow, { to, subscribers: {} })
    expect(call.says[1]).toMatchObject({ kind: 'Record' })
    expect(call.told).toEqual([
      'Call: Called +12025550100',
      'Ann: Ann could not be rung',
      'Ann: Asked for a message',
    ])
  })

  test('switched off and nothing connected: the call ends', () => {
    const plain = makeExtension('101', 'Ann')
    const plainFlow = makeFlow({ nodes: [plain], phoneNumbers: [makePhoneNumber(to, plain)] })
    const call = startCall(plainFlow, { to }).dialResult('busy')
    expect(call.says).toEqual(hangup)
    expect(call.reasons.at(-1)).toBe('Because nothing is connected to exit busy of Ann.')
  })
})

describe('who is shown as the caller', () => {
  test("a phone's extension number, never the name of its device", () => {
    const ann = makeExtension('101', 'Ann')
    const call = startCall(makeFlow({ nodes: [tom, ann, box] }), {
      to: '102',
      from: '101-2',
      callerNode: ann.id,
    })
    expect(call.says).toMatchObject([{ kind: 'Dial', callerId: '101' }])
  })

  test('the prefix of the phone number before name or number', () => {
    const entry = makePhoneNumber(to, tom, { callerNamePrefix: 'Sales:' })
    const prefixed = makeFlow({ nodes: [tom, box], phoneNumbers: [entry] })
    const named = startCall(prefixed, { to, callerName: 'Maya' })
    expect(named.says).toMatchObject([{ callerName: 'Sales: Maya' }])
    const unnamed = startCall(prefixed, { to })
    expect(unnamed.says).toMatchObject([{ callerName: 'Sales: +12025550105' }])
  })
})

test('a refusal is still possible after a ring that nobody answered', () => {
  const busy = makeHangUp('Busy', { config: { reason: 'busy' } })
  const ann = makeExtension('101', 'Ann', { exits: { busy: busy.id } })
  const annFlow = makeFlow({ nodes: [ann, busy], phoneNumbers: [makePhoneNumber(to, ann)] })
  const call = startCall(annFlow, { to }).dialResult('busy')
  expect(call.says).toEqual([{ kind: 'Reject', reason: 'busy' }])
})
