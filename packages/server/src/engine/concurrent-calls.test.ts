import {
  makeExtension,
  makeFlow,
  makeOutboundRoute,
  makePhoneNumber,
  makeRingGroup,
  voicemailDefaults,
} from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { type CallSetting, startCall } from '../testing/call-story.ts'
import type { Need, NeedAnswer } from './types.ts'

const to = '+12025550100'
const ada = makeExtension('101', 'Ada', { config: { concurrentCalls: 2 } })
const ben = makeExtension('102', 'Ben')

/** `calls`: the extension of each call that goes on. */
function withCalls(calls: string[]) {
  const needs: Need[] = []
  const meet = (need: Need): NeedAnswer => {
    needs.push(need)
    return need.kind === 'busy' ? calls.filter((id) => need.nodes.includes(id)) : need.fallback
  }
  return { needs, meet }
}

function callAda(calls: string[], setting: Partial<CallSetting> = {}, node = ada) {
  const { needs, meet } = withCalls(calls)
  const flow = makeFlow({
    nodes: [node, ben],
    phoneNumbers: [makePhoneNumber(to, node)],
    outboundRoutes: [makeOutboundRoute('Home', { countries: ['US'] })],
  })
  return { needs, call: startCall(flow, { to, meet, ...setting }) }
}

test('an extension rings until it has as many calls as it may have, then it is busy', () => {
  expect(callAda([ada.id, ben.id]).call.says).toMatchObject([{ kind: 'Dial', numbers: ['101'] }])
  const { call } = callAda([ada.id, ada.id])
  expect(call.says).toEqual([{ kind: 'Hangup' }])
  expect(call.trace[1]).toMatchObject({
    happened: 'Ada was not rung',
    exit: 'busy',
    because: 'Because Ada has 2 calls going on, and that is the most at once.',
  })
})

test('the own voicemail box answers where exit busy is not connected', () => {
  const withBox = makeExtension('101', 'Ada', {
    config: {
      concurrentCalls: 1,
      voicemail: voicemailDefaults,
    },
  })
  const { call } = callAda([withBox.id], {}, withBox)
  expect(call.says).toMatchObject([{ kind: 'Say' }, { kind: 'Record' }])
  expect(call.reasons[1]).toBe(
    "Because Ada has a call going on, and that is the most at once, and with nothing connected to exit busy the person's own voicemail answers.",
  )
})

test('without a limit nobody is asked', () => {
  expect(callAda([], {}, makeExtension('101', 'Ada')).needs).toEqual([])
})

test('the limit lets the call pass when nobody knows who is in a call', () => {
  const { call } = callAda([], { meet: (need) => need.fallback })
  expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['101'] }])
})

test('a phone with as many calls as it may have is refused in words, inside and outside', () => {
  for (const dialed of ['102', '+12025550190']) {
    const { call } = callAda([ada.id, ada.id], { to: dialed, from: '101', callerNode: ada.id })
    expect(call.says).toEqual([
      {
        kind: 'Say',
        text: 'You have as many calls as this extension may have. End one of them first. Goodbye.',
      },
      { kind: 'Hangup' },
    ])
    expect(call.reasons).toEqual([
      'Because Ada has 2 calls going on, and that is the most at once.',
    ])
  }
})

test('an emergency call and a feature code are never refused for it', () => {
  const from = { from: '101', callerNode: ada.id }
  const emergency = callAda([ada.id, ada.id], { to: '911', ...from })
  expect(emergency.call.says).toMatchObject([{ kind: 'Dial', numbers: ['911'] }])
  expect(emergency.needs).toEqual([])
  const code = callAda([ada.id, ada.id], { to: '*78', ...from })
  expect(code.needs.map(({ kind }) => kind)).toEqual(['change_personal'])
})

test('a group passes over a member at the limit, also where it rings who is in a call', () => {
  const group = makeRingGroup('Sales', [ada, ben])
  const flow = makeFlow({ nodes: [group, ada, ben], phoneNumbers: [makePhoneNumber(to, group)] })
  const { needs, meet } = withCalls([ada.id, ada.id, ben.id])
  const call = startCall(flow, { to, meet })
  expect(needs).toMatchObject([{ kind: 'busy', nodes: [ada.id] }])
  expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['102'] }])
  expect(call.reasons[1]).toContain('Left out: Ada is in another call.')
})

test('a group that leaves out who is in a call leaves out who is in one call', () => {
  const group = makeRingGroup('Sales', [ada, ben], { config: { skipBusy: true } })
  const flow = makeFlow({ nodes: [group, ada, ben], phoneNumbers: [makePhoneNumber(to, group)] })
  const call = startCall(flow, { to, meet: withCalls([ada.id]).meet })
  expect(call.says).toMatchObject([{ kind: 'Dial', numbers: ['102'] }])
})
