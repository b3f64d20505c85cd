import { makeFlow, makePhoneNumber, makeVoicemail } from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const box = makeVoicemail('Box', { config: { greeting: { text: 'Hello' }, beep: false } })
const flow = makeFlow({ nodes: [box], phoneNumbers: [makePhoneNumber(to, box)] })
const recordingUrl = 'https://platform.example/recordings/1.wav'
const message = { kind: 'voicemail', box: box.id, boxName: 'Box', recordingUrl }

test('a box greets and records', () => {
  const call = startCall(flow, { to })
  expect(call.says).toEqual([
    { kind: 'Say', text: 'Hello' },
    { kind: 'Record', maxSeconds: 120, beep: false, silenceSeconds: 5 },
  ])
  expect(call.reasons[1]).toBe('Because Box takes messages of up to 120 seconds.')
})

test('a message is kept, thanked for, and the call ends', () => {
  const call = startCall(flow, { to }).record(recordingUrl, 12)
  expect(call.says).toEqual([
    { kind: 'Say', text: 'Thank you. Your message was saved. Goodbye.' },
    { kind: 'Hangup' },
  ])
  expect(call.effects).toEqual([{ ...message, seconds: 12 }])
  expect(call.reasons).toEqual(['Because the caller spoke for 12 seconds after the tone of Box.'])
})

test.each([null, ''])('recording %j is no message', (url) => {
  const call = startCall(flow, { to }).record(url)
  expect(call.effects).toEqual([])
  expect(call.says).toEqual([
    { kind: 'Say', text: 'No message was recorded. Goodbye.' },
    { kind: 'Hangup' },
  ])
})

test('an empty recording falls through, because the platform calls no action for it', () => {
  expect(startCall(flow, { to }).fallThrough().told).toEqual(['Box: Left no message'])
})

test('a caller who hangs up after speaking leaves the message all the same', () => {
  const call = startCall(flow, { to }).hangUp(recordingUrl)
  expect(call.says).toEqual([{ kind: 'Hangup' }])
  expect(call.effects).toEqual([{ ...message, seconds: null }])
})

test('a caller who hangs up without speaking leaves nothing', () => {
  const call = startCall(flow, { to }).hangUp()
  expect(call.says).toEqual([{ kind: 'Hangup' }])
  expect(call.effects).toEqual([])
})
