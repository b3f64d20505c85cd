import type { FlowNode } from '@opbx/contract/call-flow/flow'
import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeAiAssistant,
  makeCallRecording,
  makeConference,
  makeExtension,
  makeExternal,
  makeFlow,
  makeOutboundRoute,
  makePhoneNumber,
  makeQueue,
  makeRingGroup,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const home = makeOutboundRoute('Home', { countries: ['US'] })
type Recording = NodeConfig<'extension'>['recording']

function person(number: string, name: string, recording: Recording = 'none') {
  return makeExtension(number, name, { config: { recording } })
}
const ann = person('101', 'Ann')
const bob = person('102', 'Bob')

/** A call that comes by the recording step to a target. */
function callBy(
  config: Partial<NodeConfig<'call_recording'>>,
  target: FlowNode = ann,
  others = [ann, bob],
) {
  const rule = makeCallRecording('Rule', { config, exits: { next: target.id } })
  const nodes = [...new Set([...others, target, rule])]
  const phoneNumbers = [makePhoneNumber(to, rule)]
  return startCall(makeFlow({ nodes, phoneNumbers, outboundRoutes: [home] }), { to })
}

const byRule = { node: 'rec_Rule00', name: 'Rule', retentionDays: null }

describe('a recording step', () => {
  test('announces the recording, then the Dial is recorded', () => {
    const call = callBy({ consent: { text: 'We record.' }, retentionDays: 90 })
    expect(call.says).toEqual([{ kind: 'Say', text: 'We record.' }, { kind: 'Redirect' }])
    expect(call.reasons.at(-1)).toBe('Because Rule tells callers before it records them.')
    const after = call.listen()
    expect(after.says).toMatchObject([
      { kind: 'Dial', record: { ...byRule, step: 1, retentionDays: 90 } },
    ])
    expect(after.told[0]).toBe('Rule: Recording is on from here')
  })

  test('says nothing where no announcement is set', () => {
    const call = callBy({})
    expect(call.says).toMatchObject([{ kind: 'Dial', record: { ...byRule, step: 0 } }])
    expect(call.reasons).toContain(
      'Because calls that come by Rule are recorded from the moment somebody answers.',
    )
  })

  test('is about every later Dial: of a group, a queue, a number outside, an assistant', () => {
    const targets = [
      makeRingGroup('Sales', [ann, bob]),
      makeQueue('Line', [ann]),
      makeExternal('Away', { config: { number: '+12025550190' } }),
      makeAiAssistant('Robot'),
    ]
    for (const target of targets) {
      expect(callBy({}, target).says, target.name).toMatchObject([{ record: byRule }])
    }
  })

  test('is about the room that the call comes into', () => {
    expect(callBy({}, makeConference('Board')).says).toMatchObject([
      { kind: 'Conference', record: byRule },
    ])
  })

  test('is carried through a group that rings one after the other', () => {
    const config = { strategy: 'sequential' as const }
    const call = callBy({}, makeRingGroup('Sales', [ann, bob], { config }))
    const second = call.dialResult('no-answer', 20)
    expect(second.says).toMatchObject([{ numbers: ['102'], record: { ...byRule, step: 1 } }])
  })

  test('switches off what an extension and a room ask for', () => {
    const call = callBy(
      { mode: 'off', consent: { text: 'Never said.' } },
      person('101', 'Ann', 'all'),
    )
    expect(call.says[0]).not.toHaveProperty('record')
    expect(call.reasons).toContain(
      'Because Rule switches it off for the rest of the call, whatever is set elsewhere.',
    )
    const room = makeConference('Board', { config: { record: true } })
    expect(callBy({ mode: 'off' }, room).says[0]).not.toHaveProperty('record')
  })
})

describe('the setting of an extension', () => {
  const call = (recording: Recording, others: Recording = 'none') => {
    const one = person('101', 'Ann', recording)
    const other = person('102', 'Bob', others)
    const group = makeRingGroup('Sales', [one, other])
    const nodes = [one, other, group]
    return startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, group)] }), { to })
  }

  test('is about calls that ring it: whoever of a group asks for it decides', () => {
    expect(call('none', 'inbound').says).toMatchObject([
      { kind: 'Dial', record: { name: 'Bob', retentionDays: null } },
    ])
    expect(call('all').reasons.at(-1)).toBe('Because calls that ring Ann are recorded.')
    expect(call('none').says[0]).not.toHaveProperty('record')
    expect(call('outbound').says[0]).not.toHaveProperty('record')
  })

  test('is about calls that its phone makes, inside and outside', () => {
    for (const dialed of ['102', '+12025550190']) {
      const dial = (recording: Recording) =>
        startCall(
          makeFlow({
            nodes: [person('101', 'Ann', recording), bob],
            outboundRoutes: [home],
            phoneNumbers: [makePhoneNumber(to, bob)],
          }),
          { to: dialed, from: '101', callerNode: ann.id },
        )
      const recorded = dial('outbound')
      expect(recorded.says).toMatchObject([{ kind: 'Dial', record: { name: 'Ann' } }])
      expect(recorded.reasons.at(-1)).toBe(
        'Because calls that the phones of Ann make are recorded.',
      )
      expect(dial('inbound').says[0]).not.toHaveProperty('record')
    }
  })

  test('records no emergency call', () => {
    const flow = makeFlow({ nodes: [person('101', 'Ann', 'all')] })
    const call = startCall(flow, { to: '911', from: '101', callerNode: ann.id })
    expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['911'] }])
    expect(call.says[0]).not.toHaveProperty('record')
  })
})

test('a conference room records by itself where it is set', () => {
  const room = makeConference('Board', { config: { record: true } })
  const flow = makeFlow({ nodes: [room], phoneNumbers: [makePhoneNumber(to, room)] })
  const call = startCall(flow, { to })
  expect(call.says).toMatchObject([{ kind: 'Conference', record: { name: 'Board' } }])
  expect(call.reasons.at(-1)).toBe('Because Board records what is said in it.')
})
