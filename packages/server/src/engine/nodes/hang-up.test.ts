import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeAnnouncement,
  makeFlow,
  makeHangUp,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { startCall } from '../../testing/call-story.ts'

const to = '+12025550100'

function endCall(config: Partial<NodeConfig<'hang_up'>>) {
  const end = makeHangUp('End', { config })
  return startCall(makeFlow({ nodes: [end], phoneNumbers: [makePhoneNumber(to, end)] }), { to })
}

describe('before anything connected the call', () => {
  test.each(['busy', 'rejected', 'congestion'] as const)('reason %s refuses it', (reason) => {
    expect(endCall({ reason }).says).toEqual([{ kind: 'Reject', reason }])
  })

  test('reason normal hangs up', () => {
    expect(endCall({}).says).toEqual([{ kind: 'Hangup' }])
  })

  test('a message is said first, which connects the call', () => {
    expect(endCall({ reason: 'busy', message: { text: 'All lines are busy.' } }).says).toEqual([
      { kind: 'Say', text: 'All lines are busy.' },
      { kind: 'Hangup' },
    ])
  })
})

test('a call that an announcement connected is hung up, not refused', () => {
  const end = makeHangUp('End', { config: { reason: 'busy' } })
  const welcome = makeAnnouncement('Welcome', { exits: { next: end.id } })
  const flow = makeFlow({
    nodes: [welcome, end],
    phoneNumbers: [makePhoneNumber(to, welcome)],
  })
  const call = startCall(flow, { to }).listen()
  expect(call.says).toEqual([{ kind: 'Hangup' }])
  expect(call.reasons.at(-1)).toBe(
    'Because End ends calls as busy, and this one was connected already.',
  )
})
