import {
  makeAnnouncement,
  makeFlow,
  makeHangUp,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const end = makeHangUp('End')

function callAnnouncement(config: Parameters<typeof makeAnnouncement>[1]) {
  const welcome = makeAnnouncement('Welcome', { exits: { next: end.id }, ...config })
  const nodes = [welcome, end]
  return startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, welcome)] }), { to })
}

test('an announcement is spoken to its end, then the call goes on', () => {
  const call = callAnnouncement({ config: { prompt: { text: 'Hello', voice: 'man' } } })
  expect(call.says).toEqual([{ kind: 'Say', text: 'Hello', voice: 'man' }, { kind: 'Redirect' }])
  const after = call.listen()
  expect(after.says).toEqual([{ kind: 'Hangup' }])
  expect(after.trace[2]).toMatchObject({
    exit: 'next',
    because: 'Because it was played to its end.',
  })
})

test('a key ends an announcement that may be skipped', () => {
  const call = callAnnouncement({ config: { skippable: true } })
  expect(call.says).toMatchObject([
    { kind: 'Gather', prompts: [{ text: 'This is Welcome' }], numDigits: 1 },
  ])
  expect(call.press('5').reasons[0]).toBe('Because the caller pressed 5, and any key ends it.')
  expect(call.press('').reasons[0]).toBe('Because it was played to its end.')
  expect(call.fallThrough().says).toEqual([{ kind: 'Hangup' }])
})
