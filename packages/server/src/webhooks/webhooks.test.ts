import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { openReceiver, type Receiver } from '../testing/receiver.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  trialHeaderOf,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

let server: TestApp
let receiver: Receiver
const start = Date.parse('2026-03-02T15:00:00Z')

beforeAll(async () => {
  server = await openTestApp({ OPBX_ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' })
})
afterAll(() => server.app.close())
beforeEach(async () => {
  server.setNow(new Date(start))
  receiver = await openReceiver()
  return () => receiver.close()
})

interface Company {
  organization: TestOrganization
  domain: VoiceDomain
  node: string
}

/** Whoever calls passes a webhook and hears a sentence. */
async function makeCompany(
  config: object = {},
  platform: 'cloudonix' | 'simulator' = 'cloudonix',
): Promise<Company> {
  const organization = await makeOrganization(server)
  const { organizationId } = organization
  const domain = await makeVoiceDomain(server, organizationId, { platform })
  const ids = await applyCompany(server, organizationId, {
    nodes: [
      {
        key: '$tell',
        type: 'webhook',
        name: 'Queue timed out',
        config: { url: `${receiver.url}/calls`, ...config },
        exits: { next: '$end' },
      },
      { key: '$end', type: 'hang_up', name: 'End', config: { message: { text: 'Goodbye.' } } },
    ],
    phoneNumbers: [{ number: '+12025550100', label: 'Main', entry: '$tell', callerNamePrefix: '' }],
    outboundRoutes: [],
  })
  return { organization, domain, node: ids.$tell ?? '' }
}

async function callIn(domain: VoiceDomain) {
  const call = placeCall(server, domain)
  const { cxml } = await call.route()
  expect(cxml).toContain('Goodbye.')
  await server.services.settled()
  return call
}

const send = () => server.services.webhooks.runDue()
const later = (seconds: number) => server.setNow(new Date(start + seconds * 1000))

async function deliveriesOf({ organization, node }: Company) {
  const path = `/api/v1/webhook-deliveries?source=${node}`
  return (await as(server, organization.owner).get(path)).json().items
}

test('a receiver is told of a call with exactly the seven keys, the token and the own headers', async () => {
  const company = await makeCompany({
    secretToken: 'planted-token',
    headers: [
      { name: 'X-Shop', value: '7' },
      { name: 'Authorization', value: 'Bearer planted-header' },
    ],
  })
  const call = await callIn(company.domain)
  await send()
  expect(receiver.received).toHaveLength(1)
  const [{ method, path, headers, body } = { headers: {}, body: '' }] = receiver.received
  const { items } = (await as(server, company.organization.owner).get('/api/v1/calls')).json()
  expect({ method, path, body: JSON.parse(body) }).toEqual({
    method: 'POST',
    path: '/calls',
    body: {
      type: 'webhook_component_event',
      unique_call_id: items[0].uniqueCallId,
      user_name: null,
      user_number: '12025550150',
      dest_number: '12025550100',
      call_start_at: '2026-03-02T15:00:00.000Z',
      component_name: 'Queue timed out',
    },
  })
  const [delivery] = await deliveriesOf(company)
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-pbx-token': 'planted-token',
    'x-shop': '7',
    authorization: 'Bearer planted-header',
    'webhook-id': delivery.id,
    'webhook-timestamp': String(start / 1000),
    'x-pbx-event': 'webhook_component_event',
    'x-pbx-attempt': '1',
  })
  expect(delivery).toMatchObject({
    state: 'delivered',
    attempts: 1,
    lastStatus: 200,
    callId: items[0].id,
    nextAttemptAt: null,
  })
  const story = (
    await as(server, company.organization.owner).get(`/api/v1/calls/${items[0].id}`)
  ).json()
  expect(story.session).toBe(call.session)
  expect(story.trace.map((entry: { happened: string }) => entry.happened)).toContain(
    'Sent word to 127.0.0.1',
  )
})

test('a request that comes twice, also at the same time, tells the receiver once', async () => {
  const company = await makeCompany()
  const call = placeCall(server, company.domain)
  await Promise.all([call.route(), call.route(), call.route()])
  await call.route()
  await server.services.settled()
  await send()
  // The record is made anew with each thing that is told about the call.
  await call.cdr('ANSWER')
  await server.services.settled()
  await send()
  expect(receiver.received).toHaveLength(1)
  expect(await deliveriesOf(company)).toHaveLength(1)
})

test('what does not arrive is sent again with the same id, until its ten attempts are used up', async () => {
  const company = await makeCompany()
  receiver.answer = (response) => response.writeHead(503).end('down')
  await callIn(company.domain)
  await send()
  const [first] = await deliveriesOf(company)
  expect(first).toMatchObject({
    state: 'retrying',
    lastStatus: 503,
    lastReason: 'The receiver answered 503.',
  })
  const wait = (Date.parse(first.nextAttemptAt) - start) / 1000
  expect(wait).toBeGreaterThanOrEqual(5)
  expect(wait).toBeLessThanOrEqual(5.5)
  later(4.9)
  expect(await send()).toBe(0)
  // A day and more between any two attempts.
  for (let attempt = 2; attempt <= 10; attempt++) {
    later(attempt * 100_000)
    expect(await send()).toBe(1)
  }
  later(2_000_000)
  expect(await send()).toBe(0)
  expect(receiver.received.map(({ headers }) => headers['x-pbx-attempt'])).toEqual(
    Array.from({ length: 10 }, (_, index) => String(index + 1)),
  )
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
  const [last] = await deliveriesOf(company)
  expect(last).toMatchObject({ state: 'failed', attempts: 10, nextAttemptAt: null })
  const detail = await as(server, company.organization.owner).get(
    `/api/v1/webhook-deliveries/${last.id}`,
  )
  expect(detail.json().tries).toHaveLength(10)
  expect(detail.json().tries[9]).toMatchObject({ number: 10, status: 503, answer: 'down' })
})

test('a receiver that is gone for good is not asked again; one that asks for time gets it', async () => {
  const company = await makeCompany()
  receiver.answer = (response) => response.writeHead(429, { 'retry-after': '3600' }).end()
  await callIn(company.domain)
  await send()
  later(3_599)
  expect(await send()).toBe(0)
  receiver.answer = (response) => response.writeHead(410).end()
  later(4_000)
  expect(await send()).toBe(1)
  expect(await deliveriesOf(company)).toMatchObject([{ state: 'failed', lastStatus: 410 }])
})

test('a redirect is not followed', async () => {
  const company = await makeCompany()
  receiver.answer = (response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
  await callIn(company.domain)
  await send()
  expect(receiver.received).toHaveLength(1)
  expect((await deliveriesOf(company))[0]).toMatchObject({ state: 'retrying', lastStatus: null })
  expect((await deliveriesOf(company))[0].lastReason).toMatch(/redirect \(302\)/)
})

test('what a dead process had begun is sent again when its lease is over', async () => {
  const company = await makeCompany()
  await callIn(company.domain)
  await server.deps.db.pool.query(
    `update webhook_deliveries set state = 'delivering', attempts = 1, lease_until = $2
     where source_id = $1`,
    [company.node, new Date(start + 60_000)],
  )
  later(59)
  await send()
  expect(receiver.received).toEqual([])
  later(60)
  await send()
  expect(receiver.received).toHaveLength(1)
  expect(receiver.received[0]?.headers['x-pbx-attempt']).toBe('2')
})

test('a corrected address rescues what waits, and a removed webhook cancels it', async () => {
  const company = await makeCompany()
  const api = as(server, company.organization.owner)
  receiver.answer = (response, { path }) => response.writeHead(path === '/new' ? 200 : 404).end()
  await callIn(company.domain)
  await send()
  const node = (await api.get(`/api/v1/webhook-nodes/${company.node}`)).json()
  await api.patch(
    `/api/v1/webhook-nodes/${company.node}`,
    { config: { ...node.config, url: `${receiver.url}/new` } },
    { version: 1 },
  )
  later(10)
  await send()
  expect(receiver.received.at(-1)?.path).toBe('/calls')
  await api.post('/api/v1/flow/apply', {})
  later(1_000)
  await send()
  expect(receiver.received.at(-1)?.path).toBe('/new')
  expect((await deliveriesOf(company))[0]).toMatchObject({ state: 'delivered', attempts: 3 })

  await callIn(company.domain)
  const { version } = (await api.get(`/api/v1/webhook-nodes/${company.node}`)).json()
  await api.patch(`/api/v1/webhook-nodes/${company.node}`, { enabled: false }, { version })
  const { items } = (await api.get('/api/v1/phone-numbers')).json()
  await api.del(`/api/v1/phone-numbers/${items[0].id}`, { version: items[0].version })
  expect((await api.post('/api/v1/flow/apply', {})).statusCode).toBe(200)
  await send()
  expect((await deliveriesOf(company))[0]).toMatchObject({ state: 'cancelled', attempts: 1 })
})

test('sending again keeps the id and begins the waits anew', async () => {
  const company = await makeCompany()
  const api = as(server, company.organization.owner)
  await callIn(company.domain)
  await send()
  const [{ id }] = await deliveriesOf(company)
  receiver.answer = (response) => response.writeHead(500).end()
  const again = await api.post(`/api/v1/webhook-deliveries/${id}/resend`)
  expect(again.json()).toMatchObject({ id, state: 'pending', finishedAt: null })
  await send()
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
  const [delivery] = await deliveriesOf(company)
  expect(delivery).toMatchObject({ state: 'retrying', attempts: 2 })
  expect(Date.parse(delivery.nextAttemptAt) - start).toBeLessThanOrEqual(5_500)
})

test('a test goes to the address of the draft, once, and says what came of it', async () => {
  const company = await makeCompany({ secretToken: 'planted-token' })
  const api = as(server, company.organization.owner)
  const path = `/api/v1/webhook-nodes/${company.node}`
  const { config } = (await api.get(path)).json()
  await api.patch(path, { config: { ...config, url: `${receiver.url}/draft` } }, { version: 1 })
  receiver.answer = (response) => response.writeHead(500).end('x'.repeat(100_000))
  const tested = await api.post(`${path}/test`)
  expect(tested.json()).toMatchObject({ isTest: true, state: 'failed', lastStatus: 500 })
  expect(tested.json().tries[0].answer).toHaveLength(4_000)
  later(1_000_000)
  await send()
  expect(receiver.received).toMatchObject([
    { path: '/draft', headers: { 'x-pbx-test': '1', 'x-pbx-token': 'planted-token' } },
  ])
  expect((await api.post('/api/v1/webhook-nodes/wh_nothing000/test')).statusCode).toBe(404)
})

test('a receiver that hangs holds up its own deliveries only', async () => {
  const slow = await makeCompany()
  const quick = await openReceiver()
  const other = await makeCompany({ url: `${quick.url}/calls` })
  const held: (() => void)[] = []
  receiver.answer = (response) => held.push(() => response.end())
  for (let count = 0; count < 20; count++) await placeCall(server, slow.domain).route()
  await placeCall(server, other.domain).route()
  await server.services.settled()
  const arrived = new Promise<void>((resolve) => {
    quick.answer = (response) => {
      response.end()
      resolve()
    }
  })
  const all = send()
  await arrived
  expect(receiver.received.length).toBeLessThanOrEqual(8)
  receiver.answer = (response) => response.end()
  for (const release of held) release()
  await all
  expect(receiver.received).toHaveLength(20)
  await quick.close()
})

test('a trial call sends nothing, and its story says what it would have sent', async () => {
  const company = await makeCompany({}, 'simulator')
  const session = 'a'.repeat(32)
  const at = '2026-03-02T15:00:00Z'
  const headers = { 'x-opbx-trial': trialHeaderOf(company.domain, session, { at }) }
  const call = placeCall(server, company.domain, { session, headers })
  expect((await call.route()).cxml).toContain('Goodbye.')
  await server.services.settled()
  expect(await send()).toBe(0)
  expect(await deliveriesOf(company)).toEqual([])
  const api = as(server, company.organization.owner)
  const [{ id }] = (await api.get('/api/v1/calls')).json().items
  expect((await api.get(`/api/v1/calls/${id}`)).json().trace).toMatchObject([
    {},
    { happened: 'Would have sent word to 127.0.0.1', exit: 'next' },
    {},
  ])
})

test('deliveries are forgotten after 30 days', async () => {
  const company = await makeCompany()
  await callIn(company.domain)
  await send()
  const { removeOld } = await import('./delivery-store.ts')
  const days = (count: number) => new Date(start + count * 86_400_000)
  await removeOld(server.deps.db, days(29.9))
  expect(await deliveriesOf(company)).toHaveLength(1)
  await removeOld(server.deps.db, days(30.1))
  expect(await deliveriesOf(company)).toEqual([])
})
