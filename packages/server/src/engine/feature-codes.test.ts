import { makeExtension, makeFlow } from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { type CallSetting, startCall } from '../testing/call-story.ts'

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
