import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Application, startApplication } from '../testing/application.ts'
import { type Platform, startPlatform } from '../testing/platform.ts'

// Whole calls over HTTP: a busy machine needs its time.
vi.setConfig({ testTimeout: 30_000 })

let platform: Platform
let application: Application

const documents: Record<string, string> = {
  '/route':
    '<Response><Gather action="/keyed" timeout="4" maxTimeout="10" numDigits="4"><Say>Dial an extension.</Say></Gather><Redirect>/record</Redirect></Response>',
  '/keyed':
    '<Response><Dial timeout="20" action="/dialled"><Number>1001</Number><Number>1002</Number></Dial></Response>',
  '/record': '<Response><Record action="/saved" finishOnKey="#" timeout="5"/></Response>',
}

beforeEach(async () => {
  application = await startApplication(
    ({ path }) => documents[path] ?? '<Response><Hangup/></Response>',
  )
  platform = await startPlatform({ unattendedMs: 400 })
  await platform.pair(application)
  await platform.addPhones('1001', '1002')
})
afterEach(async () => {
  await platform.simulator.close()
  await application.close()
})

const begin = () =>
  platform.play({
    from: '+12025550100',
    to: '+12025550101',
    at: '2026-11-17T15:00:00.000Z',
    mode: 'manual',
  })

test('a call played by hand stops at each situation and goes on with each action', async () => {
  const { act } = platform
  const call = await begin()
  expect(call).toMatchObject({
    state: 'waiting',
    outcome: null,
    situation: {
      kind: 'gather',
      prompt: 'Dial an extension.',
      deadline: '2026-11-17T15:00:11.000Z',
    },
  })
  expect(await act(call, { press: '1' })).toMatchObject({
    situation: { kind: 'gather', digits: '1', deadline: '2026-11-17T15:00:05.000Z' },
  })
  expect(await act(call, { press: '001' })).toMatchObject({
    situation: { kind: 'ringing', ringing: ['1001', '1002'], deadline: '2026-11-17T15:00:22.000Z' },
  })
  expect(application.voice[1]?.body).toMatchObject({ Digits: '1001' })
  expect(await act(call, { wait: 5 })).toMatchObject({
    now: '2026-11-17T15:00:07.000Z',
    situation: { kind: 'ringing' },
  })
  expect(await act(call, { decline: '1001' })).toMatchObject({ situation: { ringing: ['1002'] } })
  expect(await act(call, { answer: '1002' })).toMatchObject({ situation: { kind: 'talking' } })
  expect(await act(call, { wait: 100 })).toMatchObject({
    now: '2026-11-17T15:01:47.000Z',
    situation: { kind: 'talking' },
  })
  const ended = await act(call, { hangUp: 'callee' })
  expect(ended).toMatchObject({ state: 'ended', outcome: 'answered', answeredBy: '1002' })
  expect(ended).not.toHaveProperty('situation')
  expect(application.cdrs).toHaveLength(1)
  expect((await platform.rest('GET', `/simulator/calls/${call.session}`)).body).toEqual(ended)
})

test('skipping runs to the deadline; speaking fills a recording', async () => {
  const call = await begin()
  const recording = await platform.act(call, { skip: true })
  expect(recording).toMatchObject({
    now: '2026-11-17T15:00:11.000Z',
    situation: { kind: 'record' },
  })
  expect(await platform.act(call, { speak: 'Hello' })).toMatchObject({
    situation: { kind: 'record' },
  })
  expect(await platform.act(call, { press: '#' })).toMatchObject({ state: 'ended' })
  expect(application.voice.at(-1)?.body).toHaveProperty('RecordingUrl')
})

test('an action that does not fit is refused with a sentence and changes nothing', async () => {
  const call = await begin()
  const refusal = async (action: unknown) =>
    platform.rest('POST', `/simulator/calls/${call.id}/actions`, action)
  for (const action of [{ answer: '1001' }, { speak: 'Hello' }, { hangUp: 'callee' }]) {
    expect(await refusal(action)).toMatchObject({
      status: 409,
      body: { status: false, message: expect.stringMatching(/^[A-Z].*\.$/) },
    })
  }
  expect((await refusal({ sing: true })).status).toBe(400)
  await platform.act(call, { press: '1001' })
  expect(await refusal({ answer: '1009' })).toMatchObject({
    status: 409,
    body: { message: '1009 does not ring; 1001 and 1002 do.' },
  })
  await platform.act(call, { hangUp: 'caller' })
  expect(await refusal({ wait: 1 })).toMatchObject({
    status: 409,
    body: { message: 'The call is over.' },
  })
  expect((await platform.rest('GET', '/simulator/calls/1')).status).toBe(404)
})

test('of two answers at the same moment one wins', async () => {
  const call = await begin()
  await platform.act(call, { press: '1001' })
  const both = await Promise.all(
    ['1001', '1002'].map((answer) =>
      platform.rest('POST', `/simulator/calls/${call.id}/actions`, { answer }),
    ),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('a call that is left alone is ended', async () => {
  const call = await begin()
  const response = await fetch(`${platform.url}/simulator/calls/${call.id}/events`, {
    headers: { authorization: `Bearer ${platform.domain.apiKey}` },
  })
  expect(await response.text()).toContain('Nobody acts: the call is ended')
  expect(application.cdrs).toHaveLength(1)
})

test('deleting the session hangs up', async () => {
  const call = await begin()
  expect((await platform.rest('GET', `./sessions/${call.id}`)).body).toMatchObject({
    token: call.session,
    status: 'connected',
    direction: 'Inbound',
    callStartTime: String(Date.parse('2026-11-17T15:00:00Z')),
  })
  const path = `/calls/${platform.domain.domain}/sessions/${call.session}`
  expect(await platform.rest('DELETE', path)).toMatchObject({ status: 204 })
  const events = await fetch(`${platform.url}/simulator/calls/${call.id}/events`, {
    headers: { authorization: `Bearer ${platform.domain.apiKey}` },
  })
  expect(await events.text()).toContain('"state":"ended"')
  expect(await platform.rest('DELETE', path)).toMatchObject({ status: 404 })
  expect(await platform.rest('GET', './sessions')).toMatchObject({ status: 200, body: [{}] })
})

test('removing a subscriber by force ends its call', async () => {
  const call = await platform.play({ from: '1001', to: '1002', mode: 'manual' })
  expect(call.state).toBe('waiting')
  await platform.rest('DELETE', './subscribers/1001?can-deactivate=true')
  const events = await fetch(`${platform.url}/simulator/calls/${call.id}/events`, {
    headers: { authorization: `Bearer ${platform.domain.apiKey}` },
  })
  expect(await events.text()).toContain('Subscriber 1001 is removed')
})

test('the event stream replays from the last id and closes at the end', async () => {
  const call = await begin()
  const open = (headers: Record<string, string>) =>
    fetch(`${platform.url}/simulator/calls/${call.id}/events`, {
      headers: { authorization: `Bearer ${platform.domain.apiKey}`, ...headers },
    })
  const whole = await open({})
  expect(whole.headers.get('content-type')).toBe('text/event-stream')
  await platform.act(call, { hangUp: 'caller' })
  const { body } = await platform.rest('GET', `/simulator/calls/${call.id}`)
  const steps: unknown[] = Object(body).steps
  const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
  const text = await whole.text()
  expect(idsIn(text)).toEqual(steps.map((_, index) => index))
  expect(text).toContain('event: state\ndata: {')
  expect(text.trimEnd().split('\n').at(-1)).toContain('"state":"ended"')
  const rest = await (await open({ 'last-event-id': '4' })).text()
  expect(idsIn(rest)).toEqual(steps.map((_, index) => index).slice(5))
  const stranger = await fetch(`${platform.url}/simulator/calls/${call.id}/events`)
  expect(stranger.status).toBe(401)
})

test('the key of another domain does not see the call', async () => {
  const call = await begin()
  const made = await fetch(`${platform.url}/simulator/domains`, { method: 'POST' })
  const { apiKey } = Object(await made.json())
  const foreign = await fetch(`${platform.url}/simulator/calls/${call.id}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  expect(foreign.status).toBe(404)
})

test('closing the simulator ends what is still going on', async () => {
  const call = await begin()
  const events = await fetch(`${platform.url}/simulator/calls/${call.id}/events`, {
    headers: { authorization: `Bearer ${platform.domain.apiKey}` },
  })
  await platform.simulator.close()
  await events.text().catch(() => 'cut')
  await expect(fetch(platform.url)).rejects.toThrow()
})

test('many calls run at once without mixing', async () => {
  const wanted = Array.from({ length: 20 }, (_, index) => ({
    from: `+1202555${String(index).padStart(4, '0')}`,
    to: '+12025550101',
    script: [{ press: '1001' }, { answer: index % 2 === 0 ? '1001' : '1002' }, { wait: index }],
  }))
  const calls = await Promise.all(wanted.map((one) => platform.play(one)))
  calls.forEach((call, index) => {
    expect(call.answeredBy).toBe(index % 2 === 0 ? '1001' : '1002')
    expect(call.steps[0]?.happened).toContain(`1202555${String(index).padStart(4, '0')}`)
  })
  expect(new Set(calls.map(({ session }) => session)).size).toBe(20)
  expect(application.cdrs).toHaveLength(20)
})

test.each(['gather', 'ringing', 'talking'])(
  'a live call that is %s can be moved to another document',
  async (kind) => {
    const { act, rest, domain } = platform
    const call = await begin()
    if (kind !== 'gather') await act(call, { press: '1001#' })
    if (kind === 'talking') await act(call, { answer: '1001' })
    const path = `/calls/${domain.domain}/sessions/${call.session}/application`
    const wrong = await rest('POST', path, { url: 'nowhere' })
    expect(wrong.status).toBe(400)
    const moved = await rest('POST', path, { url: `${application.url}/record`, method: 'POST' })
    expect([moved.status, moved.body]).toMatchObject([200, { token: call.session }])
    await expect
      .poll(async () => (await rest('GET', `/simulator/calls/${call.id}`)).body)
      .toMatchObject({ state: 'waiting', situation: { kind: 'record' } })
    expect(application.voice.at(-1)?.path).toBe('/record')
    await act(call, { hangUp: 'caller' })
    expect((await rest('POST', path, { url: `${application.url}/record` })).status).toBe(404)
  },
)
