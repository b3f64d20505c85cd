import {
  makeCallerId,
  makeFlow,
  makeHangUp,
  makePhoneNumber,
  makeWebhook,
} from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const end = makeHangUp('End')
const tell = makeWebhook('Queue timed out', { exits: { next: end.id } })

test('the call goes on at once, and the receiver is to be told', () => {
  const flow = makeFlow({ nodes: [tell, end], phoneNumbers: [makePhoneNumber(to, tell)] })
  const call = startCall(flow, { to, callerName: 'ACME' })
  expect(call.says).toEqual([{ kind: 'Hangup' }])
  expect(call.effects).toEqual([
    { kind: 'webhook', node: tell.id, name: 'Queue timed out', callerName: 'ACME' },
  ])
  expect(call.trace[1]).toMatchObject({
    happened: 'Sent word to hooks.acme.example',
    exit: 'next',
    because:
      'Because Queue timed out tells hooks.acme.example of every call that comes by, and nobody waits for it.',
  })
})

test('the caller has the name that a rule gave', () => {
  const mark = makeCallerId('Mark', {
    config: { callerName: { mode: 'prefix', text: 'Sales' } },
    exits: { next: tell.id },
  })
  const flow = makeFlow({ nodes: [mark, tell, end], phoneNumbers: [makePhoneNumber(to, mark)] })
  const { effects } = startCall(flow, { to, callerName: 'ACME' })
  expect(effects.at(-1)).toMatchObject({ kind: 'webhook', callerName: 'Sales ACME' })
})

test('a trial call tells nobody', () => {
  const flow = makeFlow({ nodes: [tell, end], phoneNumbers: [makePhoneNumber(to, tell)] })
  const call = startCall(flow, { to, isTrial: true })
  expect(call.effects).toEqual([])
  expect(call.trace[1]).toMatchObject({
    happened: 'Would have sent word to hooks.acme.example',
    because:
      'Because Queue timed out tells hooks.acme.example of every call, and a trial call must reach nobody.',
  })
})
