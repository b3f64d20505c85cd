import { carriedBytes, mostCarriedBytes } from '@opbx/contract/call-flow/carried'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HttpRequest } from '../engine/types.ts'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { openReceiver, type Receiver } from '../testing/receiver.ts'
import { applyCompany, makeVoiceDomain, placeCall, trialHeaderOf } from '../testing/voice-domain.ts'
import { createHttpRequests } from './http-requests.ts'

let server: TestApp
let receiver: Receiver

beforeAll(async () => {
  server = await openTestApp({ OPBX_ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' })
})
afterAll(() => server.app.close())
beforeEach(async () => {
  receiver = await openReceiver()
  return () => receiver.close()
})

const says = (key: string, text: string) =>
  ({ key: `$${key}`, type: 'hang_up', name: key, config: { message: { text } } }) as const

/** Whoever calls has the receiver asked, and hears by which exit the call went on. */
async function makeCompany(config: object = {}, platform: 'cloudonix' | 'simulator' = 'cloudonix') {
  const organization = await makeOrganization(server)
  const { organizationId } = organization
  const domain = await makeVoiceDomain(server, organizationId, { platform })
  await applyCompany(server, organizationId, {
    nodes: [
      {
        key: '$ask',
        type: 'http_request',
        name: 'Look up',
        config: {
          url: `${receiver.url}/callers/{{from}}?to={{to}}`,
          namedExits: ['vip'],
          variables: ['order'],
          ...config,
        },
        exits: { success: '$plain', failed: '$broken', vip: '$important' },
      },
      says('plain', 'Plain.'),
      says('broken', 'Broken.'),
      says('important', 'Important.'),
    ],
    phoneNumbers: [{ number: '+12025550100', label: 'Main', entry: '$ask', callerNamePrefix: '' }],
    outboundRoutes: [],
  })
  const api = as(server, organization.owner)
  const reason = async (): Promise<string> => {
    await server.services.settled()
    const [{ id }] = (await api.get('/api/v1/calls')).json().items
    const { trace } = (await api.get(`/api/v1/calls/${id}`)).json()
    return trace.findLast((entry: { name: string }) => entry.name === 'Look up').because
  }
  return { domain, reason, call: () => placeCall(server, domain) }
}

const answerWith = (body: string | object, status = 200): void => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  receiver.answer = (response) => response.writeHead(status).end(text)
}

test('an answer may name an exit, and what it was asked with is the call’s', async () => {
  answerWith({ exit: 'vip', variables: { order: 17, other: 'x' } })
  const { call, reason } = await makeCompany({
    method: 'POST',
    body: '{"who": "{{caller_name}}", "id": {{session}}}',
    headers: [
      { name: 'X-From', value: 'call of {{from}}' },
      { name: 'Authorization', value: 'Bearer planted' },
    ],
  })
  const one = call()
  expect((await one.route()).cxml).toContain('Important.')
  expect(await reason()).toBe(
    'Because the answer names exit vip and sets order; other was left out, for it is not listed.',
  )
  expect(receiver.received).toMatchObject([
    {
      method: 'POST',
      path: '/callers/%2B12025550150?to=%2B12025550100',
      body: `{"who": "+12025550150", "id": "${one.session}"}`,
      headers: {
        'x-from': 'call of +12025550150',
        authorization: 'Bearer planted',
        'content-type': 'application/json',
      },
    },
  ])
})

test.each([
  ['an empty answer', '', 204],
  ['an object that says nothing', {}, 201],
  ['an exit that every request has', { exit: 'success' }, 200],
])('%s is a good answer', async (_what, body, status) => {
  answerWith(body, status)
  const { call } = await makeCompany()
  expect((await call().route()).cxml).toContain('Plain.')
})

test.each([
  ['an error', {}, 500, /it answered 500/],
  ['no JSON', '<html>', 200, /its answer is no JSON/],
  ['JSON that is no object', '[1]', 200, /its answer is no JSON object/],
  ['a wrong field', { exit: 7 }, 200, /"exit" of its answer has a wrong form/],
  ['an unknown exit', { exit: 'gold' }, 200, /names exit gold, which this step does not have/],
  ['5 MB', 'x'.repeat(5_000_000), 200, /more than 64000 bytes/],
  ['a long variable', { variables: { order: 'x'.repeat(201) } }, 200, /more than 200 characters/],
])('%s is a failure that is told', async (_what, body, status, because) => {
  answerWith(body, status)
  const { call, reason } = await makeCompany()
  expect((await call().route()).cxml).toContain('Broken.')
  expect(await reason()).toMatch(because)
})

test('a redirect to the inside of a cloud is a failure that is told', async () => {
  receiver.answer = (response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
  const { call, reason } = await makeCompany()
  expect((await call().route()).cxml).toContain('Broken.')
  expect(await reason()).toMatch(/answered with a redirect \(302\)/)
  expect(receiver.received).toHaveLength(1)
})

test('a name that leads nowhere and a closed port are failures that are told', async () => {
  const nowhere = await makeCompany({ url: 'https://nobody.invalid/x' })
  expect((await nowhere.call().route()).cxml).toContain('Broken.')
  expect(await nowhere.reason()).toMatch(/cannot be reached/)
  const closed = await makeCompany({ url: 'http://127.0.0.1:9/x' })
  expect((await closed.call().route()).cxml).toContain('Broken.')
})

test('variables that the call cannot carry are a failure, and none of them is set', async () => {
  const names = ['one', 'two', 'three']
  const variables = Object.fromEntries(names.map((name) => [name, 'x'.repeat(200)]))
  expect(carriedBytes({ callerName: null, tags: [], variables })).toBeGreaterThan(mostCarriedBytes)
  answerWith({ variables })
  const { call, reason } = await makeCompany({ variables: names })
  expect((await call().route()).cxml).toContain('Broken.')
  expect(await reason()).toMatch(/it carries 512/)
})

test('a slow answer: the caller hears words before it comes, then the call goes on with it', async () => {
  let release = (): void => undefined
  receiver.answer = (response) => {
    release = () => response.end(JSON.stringify({ exit: 'vip' }))
  }
  const { call } = await makeCompany()
  const one = call()
  const first = await one.route()
  expect(first.cxml).toContain('<Say>One moment.</Say><Redirect')
  expect((await one.route()).cxml).toBe(first.cxml)
  const second = await one.next(first.fallThrough)
  expect(second.cxml).toContain('<Pause length="1"/><Redirect')
  expect((await one.next(first.fallThrough)).cxml).toBe(second.cxml)
  release()
  const last = await one.next(second.fallThrough)
  expect(last.cxml).toContain('Important.')
  expect(receiver.received).toHaveLength(1)
  await server.services.settled()
}, 20_000)

test('a receiver that hangs is a failure when its time is over', async () => {
  receiver.answer = () => undefined
  const { call, reason } = await makeCompany({ timeoutSeconds: 1 })
  const one = call()
  let moment = await one.route()
  while (moment.cxml.includes('<Redirect')) moment = await one.next(moment.fallThrough)
  expect(moment.cxml).toContain('Broken.')
  expect(await reason()).toBe('Because Look up got none: No complete answer within 1 s.')
}, 20_000)

test('another process goes on with an answer that this one asked for', async () => {
  const [asking, other] = [
    await createHttpRequests(server.deps),
    await createHttpRequests(server.deps),
  ]
  let release = (): void => undefined
  const arrived = new Promise<void>((resolve) => {
    receiver.answer = (response) => {
      release = () => response.end('{"exit": "vip"}')
      resolve()
    }
  })
  const place = { organizationId: 'org_1', session: `s${Date.now()}`, node: 'http_1', step: 3 }
  const request: HttpRequest = {
    method: 'GET',
    url: receiver.url,
    headers: [],
    body: null,
    timeoutSeconds: 5,
  }
  expect(await asking.ask({ ...place, request }, 0)).toEqual({ kind: 'pending' })
  expect(await other.ask({ ...place, request }, 0)).toEqual({ kind: 'pending' })
  const waiting = other.ask({ ...place, request: null }, 5_000)
  await arrived
  release()
  expect(await waiting).toEqual({ kind: 'answered', status: 200, exit: 'vip', variables: {} })
  expect(receiver.received).toHaveLength(1)
  expect(await other.ask({ ...place, step: 4, request: null }, 0)).toEqual({
    kind: 'failed',
    reason: 'its answer was lost on our side',
  })
  asking.close()
  other.close()
})

test.each([
  ['GET', null, 1],
  ['GET', false, 0],
  ['POST', null, 0],
  ['POST', true, 1],
] as const)(
  'a trial call with %s and askInTrial %s asks %i times',
  async (method, askInTrial, times) => {
    const { domain, reason } = await makeCompany({ method, askInTrial }, 'simulator')
    const session = 'b'.repeat(32)
    const at = '2026-03-02T15:00:00Z'
    const headers = { 'x-opbx-trial': trialHeaderOf(domain, session, { at }) }
    const { cxml } = await placeCall(server, domain, { session, headers }).route()
    expect(cxml).toContain('Plain.')
    expect(receiver.received).toHaveLength(times)
    if (times === 0) expect(await reason()).toMatch(/Look up is not asked in trial calls/)
  },
)
