import { usualFeatureCodes } from '@opbx/contract/call-flow/feature-codes'
import { makeExtension, makeFlow } from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { type CallSetting, startCall } from '../testing/call-story.ts'
import type { AgentChanged, Supervision } from './types.ts'

const ann = makeExtension('101', 'Ann')
const stored: CallSetting['meet'] = () => true

function dial(to: string, setting: Partial<CallSetting> = {}) {
  return startCall(makeFlow({ nodes: [ann] }), { to, callerNode: ann.id, ...setting })
}

test.each([
  ['*78', { doNotDisturb: true }, 'Do not disturb is on.'],
  ['*79', { doNotDisturb: false }, 'Do not disturb is off.'],
  ['*72102', { forwardAlways: '102' }, 'All calls are forwarded.'],
  ['*722025550190', { forwardAlways: '+12025550190' }, 'All calls are forwarded.'],
  ['*73', { forwardAlways: null }, 'Calls are not forwarded any more.'],
])('%s stores %j and says so', (code, change, words) => {
  const needs: unknown[] = []
  const call = dial(code, {
    meet: (need) => {
      needs.push(need)
      return true
    },
  })
  expect(needs).toMatchObject([{ kind: 'change_personal', node: ann.id, change }])
  expect(call.says).toEqual([{ kind: 'Say', text: words }, { kind: 'Hangup' }])
})

test.each<[string, string, Partial<CallSetting>]>([
  ['nothing could be stored', '*78', {}],
  ['no number is named', '*72', { meet: stored }],
  ['the phone belongs to nobody', '*78', { callerNode: undefined, origin: 'phone', meet: stored }],
])('says that it failed when %s', (_what, code, setting) => {
  const call = dial(code, setting)
  expect(call.told).toEqual(['Call: The feature code changed nothing'])
  expect(call.says).toMatchObject([{ kind: 'Say' }, { kind: 'Hangup' }])
})

test('a code with more behind it is none', () => {
  const call = dial('*781', { meet: stored })
  expect(call.reasons).toEqual([
    'Because *781 is neither an extension, nor a phone number of this organization, nor a number outside.',
  ])
})

test('a pretend call changes nothing', () => {
  const call = dial('*78', {
    isTrial: true,
    meet: () => {
      throw new Error('nothing is to be stored')
    },
  })
  expect(call.reasons).toEqual(['Because this is a pretend call, and the settings are real.'])
})

test('codes of the flow are taken in place of the usual ones, and one that is off is none', () => {
  const featureCodes = { ...usualFeatureCodes, do_not_disturb_on: '*60', do_not_disturb_off: null }
  const flow = makeFlow({ nodes: [ann], featureCodes })
  const dialed = (to: string) => startCall(flow, { to, callerNode: ann.id, meet: stored }).told
  expect(dialed('*60')).toEqual(['Call: Do not disturb is on.'])
  expect(dialed('*78')).toEqual(['Call: Refused the call in words'])
  expect(dialed('*79')).toEqual(['Call: Refused the call in words'])
})

const boss = makeExtension('100', 'Boss', { config: { userId: 'usr_boss' } })
const supervised = makeFlow({ nodes: [ann, boss] })

function superviseBy(to: string, answer: Supervision, setting: Partial<CallSetting> = {}) {
  const needs: unknown[] = []
  const meet: CallSetting['meet'] = (need) => {
    needs.push(need)
    return answer
  }
  return { call: startCall(supervised, { to, callerNode: boss.id, meet, ...setting }), needs }
}

test.each([
  ['*3101', 'listen', 'Listens to the call of Ann'],
  ['*4101', 'whisper', 'Speaks to one side in the call of Ann'],
  ['*5101', 'barge', 'Joins the call of Ann'],
] as const)('%s lets a supervisor into the call of an extension', (code, policy, told) => {
  const { call, needs } = superviseBy(code, { is: 'talk', session: 'abc' })
  expect(needs).toMatchObject([{ kind: 'supervise', user: 'usr_boss', agent: ann.id, how: policy }])
  expect(call.says).toEqual([{ kind: 'Coach', session: 'abc', policy }, { kind: 'Hangup' }])
  expect(call.told).toEqual([`Call: ${told}`])
})

test.each<[string, Supervision, string]>([
  ['nobody talks', { is: 'no_talk' }, 'Nobody is in a call there. Goodbye.'],
  ['it is no supervisor', { is: 'not_allowed' }, 'Sorry, this is for supervisors. Goodbye.'],
  ['nobody can say', { is: 'failed' }, 'Sorry, this could not be changed. Try again later.'],
])('a supervisor hears that %s', (_what, answer, words) => {
  const { call } = superviseBy('*3101', answer)
  expect(call.says).toEqual([{ kind: 'Say', text: words }, { kind: 'Hangup' }])
})

test.each([
  ['no extension', '*3199', {}],
  ['the own extension', '*3100', {}],
  ['a pretend call', '*3101', { isTrial: true }],
  ['a phone without a person', '*3100', { callerNode: ann.id }],
])('nothing is asked for %s', (_what, to, setting) => {
  const { call, needs } = superviseBy(to, { is: 'talk', session: 'abc' }, setting)
  expect(needs).toEqual([])
  expect(call.says).toMatchObject([{ kind: 'Say' }, { kind: 'Hangup' }])
})

test.each<[string, string, AgentChanged | 'failed' | null, string]>([
  ['*45', 'sign_in', 'signed_in', 'You are signed in. Calls of your queues come to this phone.'],
  [
    '*45',
    'sign_in',
    'signed_out',
    'You are signed out. No calls of your queues come to this phone.',
  ],
  ['*46', 'pause', 'paused', 'You are paused.'],
  ['*46', 'pause', 'resumed', 'You are not paused any more.'],
  ['*46', 'pause', null, 'This phone belongs to no agent of a queue.'],
  ['*45', 'sign_in', 'failed', 'Sorry, this could not be changed. Try again later.'],
])('%s asks for %s of the agent, and the answer %j is told', (code, toggle, answer, words) => {
  const needs: unknown[] = []
  const call = dial(code, {
    meet: (need) => {
      needs.push(need)
      return answer
    },
  })
  expect(needs).toEqual([
    {
      kind: 'change_agent',
      key: `change_agent:${ann.id}`,
      node: ann.id,
      toggle,
      fallback: 'failed',
    },
  ])
  expect(call.says).toEqual([{ kind: 'Say', text: words }, { kind: 'Hangup' }])
})

test('a pretend call signs no agent in', () => {
  const call = dial('*45', {
    isTrial: true,
    meet: () => {
      throw new Error('nothing is to be changed')
    },
  })
  expect(call.says).toMatchObject([{ kind: 'Say' }, { kind: 'Hangup' }])
  expect(call.reasons).toEqual(['Because this is a pretend call, and the settings are real.'])
})
