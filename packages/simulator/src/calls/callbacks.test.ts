import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Simulator, startSimulator } from '../simulator.ts'
import { type Application, startApplication } from '../testing/application.ts'
import { newPlatform, type Platform } from '../testing/platform.ts'

// Whole calls over HTTP: a busy machine needs its time.
vi.setConfig({ testTimeout: 30_000 })

let simulator: Simulator
let platform: Platform
let application: Application

const dial =
  '<Response><Dial timeout="20" action="/dialled"><Number>1001</Number></Dial></Response>'

beforeAll(async () => {
  simulator = await startSimulator({ port: 0 })
  application = await startApplication(({ path }) =>
    path === '/route' ? dial : '<Response><Hangup/></Response>',
  )
})
beforeEach(async () => {
  application.forget()
  platform = await newPlatform(simulator)
  await platform.pair(application)
  await platform.addPhones('1001')
})
afterAll(async () => {
  await simulator.close()
  await application.close()
})

const inbound = { from: '+12025550100', to: '+12025550101', at: '2026-11-17T15:00:00.250Z' }
const answered = { ...inbound, script: [{ answer: '1001' }, { hangUp: 'callee' }] }

test('an answered call sends at least ten session updates and then one CDR', async () => {
  const call = await platform.play(answered)
  const statuses = application.updates.map(({ body }) => body.status)
  expect(statuses.length).toBeGreaterThanOrEqual(10)
  expect([...new Set(statuses)]).toEqual(['new', 'processing', 'ringing', 'connected', 'answer'])
  expect(application.order.at(-1)).toBe('cdr')
  expect(application.cdrs).toHaveLength(1)
  const ids = application.updates.map(({ body }) => body.eventId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(application.updates[0]?.headers).toMatchObject({
    authorization: 'Bearer requests-key',
    'content-type': 'application/json',
  })
  expect(application.cdrs[0]?.headers).not.toHaveProperty('authorization')
  expect(application.cdrs[0]?.query).toEqual({ key: 'planted-secret' })
  expect(JSON.stringify(call)).not.toMatch(/planted-secret|requests-key/)
  const events = call.steps.filter(({ kind }) => kind === 'event')
  expect(events).toHaveLength(statuses.length + 1)
})

test('even a call that only hears an announcement sends ten', async () => {
  application.now.answer = () => '<Response><Say>Closed.</Say></Response>'
  await platform.play(inbound)
  expect(application.updates.length).toBeGreaterThanOrEqual(10)
})

test('a session update has the fields of the platform', async () => {
  const call = await platform.play(answered)
  const connected = application.updates.find(({ body }) => body.status === 'connected')
  expect(connected?.body).toEqual({
    id: Number(call.id),
    eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    domainId: expect.any(Number),
    domain: platform.domain.domain,
    subscriberId: expect.any(Number),
    outgoingSubscriberId: null,
    callerId: '12025550100',
    destination: '12025550101',
    direction: 'incoming',
    token: call.session,
    status: 'connected',
    createdAt: '2026-11-17T15:00:00Z',
    modifiedAt: '2026-11-17T15:00:03Z',
    callStartTime: Date.parse(inbound.at),
    startTime: '2026-11-17T15:00:00Z',
    callAnswerTime: Date.parse(inbound.at) + 3000,
    answerTime: '2026-11-17T15:00:03Z',
    timeLimit: null,
    vappServer: '172.24.0.1',
    action: 'updated',
    reason: 'api',
    lastError: null,
    callIds: [expect.stringContaining('@'), expect.stringContaining('@')],
    profile: {},
  })
  const ringing = application.updates.find(({ body }) => body.status === 'ringing')
  expect(ringing?.body).toMatchObject({
    subscriberId: null,
    callAnswerTime: null,
    answerTime: null,
  })
  expect(application.updates.at(-1)?.body).toMatchObject({
    status: 'answer',
    callEndTime: expect.any(Number),
    profile: { qos: { rx_mos: 'NaN' } },
  })
})

test('a CDR has the fields of the platform', async () => {
  const script = [{ answer: '1001' }, { wait: 31 }, { hangUp: 'callee' }]
  const call = await platform.play({ ...inbound, script })
  const started = Date.parse(inbound.at)
  expect(application.cdrs[0]?.body).toMatchObject({
    timestamp: Math.round((started + 34_000) / 1000),
    from: '12025550100',
    to: '12025550101',
    disposition: 'ANSWER',
    duration: 34,
    billsec: 31,
    call_id: expect.stringContaining('@'),
    domain: platform.domain.domain,
    cx_trunk_id: expect.any(Number),
    application: 'pbx',
    route: null,
    session: {
      token: call.session,
      status: 'ANSWER',
      callStartTime: started,
      callAnswerTime: started + 3000,
      callEndTime: started + 34_000,
      profile: { qos: { rx_mos: 'NaN' } },
    },
    owner: { domain: { name: platform.domain.domain, uuid: platform.domain.uuid } },
  })
})

test.each([
  [[{ noAnswer: '1001' }], 'noanswer', 'NOANSWER'],
  [[{ busy: '1001' }], 'busy', 'BUSY'],
  [[{ hangUp: 'caller' }], 'cancel', 'CANCEL'],
])('after %j the last status is %s and the disposition %s', async (script, status, disposition) => {
  await platform.play({ ...inbound, script })
  expect(application.updates.at(-1)?.body.status).toBe(status)
  expect(application.cdrs[0]?.body).toMatchObject({
    disposition,
    billsec: 0,
    session: { callAnswerTime: 0 },
  })
})

test('the simple payloads of the user documentation are sent on request', async () => {
  const call = await platform.play({ ...answered, payloads: 'simple' })
  expect(application.updates[0]?.body).toEqual({
    session_id: call.id,
    session_uuid: call.session,
    domain_uuid: platform.domain.uuid,
    direction: 'inbound',
    from: '12025550100',
    to: '12025550101',
    state: 'initiated',
    timestamp: '2026-11-17T15:00:00Z',
  })
  const states = application.updates.map(({ body }) => body.state)
  expect([...new Set(states)]).toEqual(['initiated', 'ringing', 'answered', 'completed'])
  expect(application.cdrs[0]?.body).toMatchObject({ disposition: 'answered', duration: 3 })
})

test('duplicates repeat each notification as it was, event id and all', async () => {
  await platform.play(answered)
  const once = application.updates.length
  await platform.play({ ...answered, duplicates: 2 })
  expect(application.updates.length).toBe(once + 3 * once)
  expect(application.cdrs).toHaveLength(1 + 3)
  const [first, second, third] = application.updates.slice(once)
  expect(second?.body).toEqual(first?.body)
  expect(third?.body).toEqual(first?.body)
})

test('duplicates can be asked for all calls of the domain', async () => {
  await platform.rest('POST', '/simulator/faults', { duplicates: 1 })
  await platform.play(answered)
  expect(application.cdrs).toHaveLength(2)
})

test('a seed decides the order of the notifications', async () => {
  const orderOf = async (reorder: number) => {
    application.order.length = 0
    await platform.play({ ...answered, reorder })
    return [...application.order]
  }
  const straight = [...(await orderOf(1))].sort()
  const first = await orderOf(7)
  expect(await orderOf(7)).toEqual(first)
  expect(await orderOf(8)).not.toEqual(first)
  expect([...first].sort()).toEqual(straight)
  expect(first.indexOf('cdr')).not.toBe(first.length - 1)
})

test('one-element arrays wrap update and CDR', async () => {
  const call = await platform.play({ ...answered, arrays: true })
  const events = call.steps.filter(({ kind }) => kind === 'event')
  expect(events.every((step) => Array.isArray(step.request?.body))).toBe(true)
  expect(application.cdrs[0]?.body).toHaveProperty('call_id')
})

test('each request of a trial carries its virtual time, signed for its session', async () => {
  const call = await platform.play({ ...answered, trial: 'draft', reorder: 3 })
  const requests = [...application.voice, ...application.updates, ...application.cdrs]
  const times = requests.map(({ headers }) => {
    const header = String(headers['x-opbx-trial'])
    const [, time = '', signature] = /^t=([^;]+);r=draft;s=([0-9a-f]{64})$/.exec(header) ?? []
    const expected = createHmac('sha256', platform.domain.apiKey)
      .update(`${call.session}\n${time}\ndraft`)
      .digest('hex')
    expect(signature).toBe(expected)
    return time
  })
  expect(times[0]).toBe('2026-11-17T15:00:00.250Z')
  expect(times[1]).toBe('2026-11-17T15:00:03.250Z')
  expect(new Set(times).size).toBe(2)
})

test('notifications that are refused are told, and do not stop the call', async () => {
  application.now.status = 500
  const call = await platform.play(answered)
  expect(call.outcome).toBe('answered')
  expect(call.steps.some(({ happened }) => /refused: 500/.test(happened))).toBe(true)
})

test('a domain without endpoints sends nothing', async () => {
  await platform.rest('PUT', '.', {
    profile: { 'session-update-endpoint': null, 'cdr-endpoint': null },
  })
  await platform.play(answered)
  expect([application.updates, application.cdrs]).toEqual([[], []])
})

test('the traffic of a call is found by its session', async () => {
  await platform.play(answered)
  const call = await platform.play(answered)
  const { body } = await platform.rest('GET', `/simulator/traffic?session=${call.session}`)
  expect(Array.isArray(body) && body.length).toBe(
    call.steps.filter(({ kind }) => kind === 'event' || kind === 'request').length,
  )
  expect(JSON.stringify(body)).not.toMatch(/planted-secret|requests-key/)
})
