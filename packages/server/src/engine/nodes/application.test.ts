import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeApplication,
  makeCallerId,
  makeFlow,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { type CallSetting, startCall } from '../../testing/call-story.ts'

const to = '+12025550100'

function callInto(
  config: Partial<NodeConfig<'application'>> = {},
  setting: Partial<CallSetting> = {},
) {
  const handOver = makeApplication('Bot', { config })
  const variables = [
    { name: 'order', value: '17 & 4' },
    { name: 'shop', value: 'ü' },
  ]
  const mark = makeCallerId('Mark', { config: { variables }, exits: { next: handOver.id } })
  const phoneNumbers = [makePhoneNumber(to, mark)]
  return startCall(makeFlow({ nodes: [mark, handOver], phoneNumbers }), { to, ...setting })
}

test('the call is handed to the other application', () => {
  const call = callInto()
  expect(call.says).toEqual([{ kind: 'Redirect', url: 'https://voice.acme.example/start' }])
  expect(call.trace.at(-1)).toMatchObject({
    happened: 'Handed the call to voice.acme.example',
    because: 'Because Bot lets the application at voice.acme.example decide from here on.',
  })
})

test.each([
  ['https://voice.acme.example/start', '?'],
  ['https://voice.acme.example/start?a=1', '&'],
])('variables go with %s', (url, sign) => {
  const call = callInto({ url, sendVariables: true })
  expect(call.says).toEqual([
    { kind: 'Redirect', url: `${url}${sign}order=17%20%26%204&shop=%C3%BC` },
  ])
  expect(call.trace.at(-1)?.happened).toBe(
    'Handed the call to voice.acme.example, with 2 variables',
  )
})

test('a trial call stays here', () => {
  const call = callInto({}, { isTrial: true })
  expect(call.says.map((verb) => verb.kind)).toEqual(['Say', 'Hangup'])
  expect(call.reasons.at(-1)).toBe(
    'Because Bot hands calls to voice.acme.example, and a trial call must reach nobody.',
  )
})
