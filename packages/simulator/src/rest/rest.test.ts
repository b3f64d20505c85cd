import { request as rawRequest } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ask, type Platform, startPlatform } from '../testing/platform.ts'

// Whole calls over HTTP: a busy machine needs its time.
vi.setConfig({ testTimeout: 30_000 })

let platform: Platform
let now = Date.parse('2026-11-17T12:00:00Z')

beforeEach(async () => {
  platform = await startPlatform({ now: () => now })
})
afterEach(() => platform.simulator.close())

const refused = { status: false, message: expect.any(String) }

test('a domain is found by id, name and UUID, by the long path and the short', async () => {
  const { domain, rest } = platform
  const first = await rest('GET', '.')
  expect(first).toMatchObject({
    status: 200,
    body: { uuid: domain.uuid, domain: domain.domain, profile: {}, aliases: [], active: true },
  })
  expect(first.headers.get('date')).toBeTruthy()
  expect(domain.apiKey).toMatch(/^XI[A-Za-z0-9]{32}$/)
  const { id } = Object(first.body)
  for (const path of [
    `/customers/self/domains/${domain.domain}`,
    `/customers/self/domains/${id}`,
    `/domains/${domain.uuid}`,
  ]) {
    expect((await rest('GET', path)).body).toMatchObject({ uuid: domain.uuid })
  }
})

test('wrong keys, foreign domains and unknown ones are told apart as the platform does', async () => {
  const { url, rest, domain } = platform
  const path = `${url}/domains/${domain.uuid}`
  expect(await ask('GET', path)).toMatchObject({ status: 401, body: refused })
  expect(await ask('GET', path, { apiKey: 'XIwrong' })).toMatchObject({ status: 401 })
  const other = await ask('POST', `${url}/simulator/domains`, { body: { name: 'b.example' } })
  expect(other.status).toBe(201)
  expect(await rest('GET', '/domains/b.example')).toMatchObject({ status: 401, body: refused })
  expect(await rest('GET', '/domains/nobody.example')).toMatchObject({ status: 404, body: refused })
})

test('profile keys are merged, null removes one, and wrong types are refused', async () => {
  const { rest } = platform
  await rest('PUT', '.', { profile: { 'call-timeout': 30, colour: 'red' } })
  const second = await rest('PATCH', '.', {
    profile: { colour: null, 'recording-media-type': 'wav' },
  })
  expect(second.body).toMatchObject({
    profile: { 'call-timeout': 30, 'recording-media-type': 'wav' },
  })
  expect(Object(second.body).profile).not.toHaveProperty('colour')
  for (const profile of [
    [],
    'text',
    { 'call-timeout': '30' },
    { 'session-update-endpoint': 'no' },
  ]) {
    expect(await rest('PUT', '.', { profile })).toMatchObject({ status: 400, body: refused })
  }
  expect(await rest('PUT', '.', { active: 'true' })).toMatchObject({ status: 400 })
  expect(await rest('PUT', '.', { defaultApplication: 1 })).toMatchObject({ status: 400 })
})

test('a body that is not JSON is a 400 and one of another type a 415', async () => {
  const { url, domain } = platform
  const path = `${url}/domains/${domain.uuid}`
  expect(await ask('PUT', path, { apiKey: domain.apiKey, body: '{"profile":' })).toMatchObject({
    status: 400,
    body: refused,
  })
  const headers = { 'content-type': 'text/plain' }
  expect(await ask('PUT', path, { apiKey: domain.apiKey, body: '{}', headers })).toMatchObject({
    status: 415,
  })
})

test('an application lives from creation to deletion, by name and by id', async () => {
  const { rest } = platform
  await rest('POST', '/simulator/faults', { rateLimit: false })
  const wanted = {
    name: 'OPBX - Acme Ltd',
    type: 'cxml',
    url: 'http://127.0.0.1:1/r',
    method: 'POST',
  }
  expect(await rest('POST', './applications', { ...wanted, profile: [] })).toMatchObject({
    status: 400,
  })
  expect(await rest('POST', './applications', { ...wanted, type: 'twiml' })).toMatchObject({
    status: 400,
  })
  const made = await rest('POST', './applications', { ...wanted, profile: {} })
  expect(made).toMatchObject({ status: 200, body: { ...wanted, profile: {}, active: true } })
  expect(made.body).not.toHaveProperty('apiKey')
  expect(await rest('POST', './applications', wanted)).toMatchObject({ status: 409, body: refused })
  const named = './applications/OPBX%20-%20Acme%20Ltd'
  const { id } = Object(made.body)
  const change = { type: 'cxml', url: 'http://127.0.0.1:2/r', method: 'GET' }
  expect(await rest('PUT', named, { url: change.url })).toMatchObject({ status: 400 })
  expect(await rest('PUT', named, change)).toMatchObject({ status: 200, body: change })
  expect(await rest('PATCH', `./applications/${id}`, { method: 'POST' })).toMatchObject({
    status: 200,
    body: { method: 'POST', url: change.url },
  })
  expect(await rest('PATCH', named, { name: 'other' })).toMatchObject({ status: 400 })
  expect(await rest('PUT', '.', { defaultApplication: id })).toMatchObject({
    body: { defaultApplication: id, application: { name: wanted.name } },
  })
  expect(await rest('DELETE', named)).toMatchObject({ status: 204, body: '' })
  expect(await rest('GET', named)).toMatchObject({ status: 404, body: refused })
  expect(await rest('GET', '.')).toMatchObject({ body: { defaultApplication: null } })
  const { body } = await rest('GET', './applications')
  expect(body).toMatchObject([{ name: 'Call-Routing' }, { name: 'Blackhole' }])
})

test('subscribers: 404 for none, the password comes back, the name is for life', async () => {
  const { rest } = platform
  await rest('POST', '/simulator/faults', { rateLimit: false })
  expect(await rest('GET', './subscribers')).toMatchObject({ status: 404, body: refused })
  expect(await rest('POST', './subscribers', { msisdn: '1001' })).toMatchObject({ status: 400 })
  expect(await rest('POST', './subscribers', { msisdn: 1001, sipPassword: 'x' })).toMatchObject({
    status: 400,
  })
  const wanted = { msisdn: '1001', sipPassword: 'planted-sip-password', profile: {} }
  const made = await rest('POST', './subscribers', wanted)
  expect(made).toMatchObject({ status: 200, body: { ...wanted, active: true } })
  const { id } = Object(made.body)
  expect(Number.isInteger(id)).toBe(true)
  expect(await rest('POST', './subscribers', wanted)).toMatchObject({ status: 409 })
  expect(await rest('PUT', `./subscribers/${id}`, { active: false })).toMatchObject({
    body: { active: false, sipPassword: 'planted-sip-password' },
  })
  expect(await rest('PATCH', './subscribers/1001', { msisdn: '1002' })).toMatchObject({
    status: 400,
  })
  const array = [
    { msisdn: '1002', sipPassword: 'b' },
    { msisdn: '1001', sipPassword: 'c' },
  ]
  expect(await rest('POST', './subscribers', array)).toMatchObject({ status: 409 })
  expect(await rest('GET', './subscribers')).toMatchObject({ body: [{ msisdn: '1001' }] })
  expect(await rest('DELETE', './subscribers/1001?can-deactivate=true')).toMatchObject({
    status: 204,
  })
  expect(await rest('GET', './subscribers/1001')).toMatchObject({ status: 404 })
})

test('a new domain has an outbound trunk and voices, but no DNIDs and no sessions', async () => {
  const { rest } = platform
  const trunks = await rest('GET', './trunks')
  expect(trunks.body).toContainEqual(
    expect.objectContaining({ name: 'outbound-carrier', direction: 'outbound', active: true }),
  )
  expect((await rest('GET', './resources/voices')).body).toContainEqual({
    voice: 'Cloudonix-Neural:Zoe',
    gender: 'female',
    languages: ['en-US'],
    provider: 'Cloudonix-Neural',
    pricing: 'premium',
  })
  expect(await rest('GET', './dnids')).toMatchObject({ status: 404 })
  expect(await rest('GET', './sessions')).toMatchObject({ status: 404 })
})

test('the eleventh request within ten seconds is refused, for that domain alone', async () => {
  const { rest, url } = platform
  for (let sent = 0; sent < 10; sent += 1) expect((await rest('GET', '.')).status).toBe(200)
  expect(await rest('GET', '.')).toMatchObject({ status: 429, body: refused })
  const other = Object((await ask('POST', `${url}/simulator/domains`, { body: {} })).body)
  const foreign = await ask('GET', `${url}/domains/${other.uuid}`, { apiKey: other.apiKey })
  expect(foreign.status).toBe(200)
  now += 10_001
  expect((await rest('GET', '.')).status).toBe(200)
  await rest('POST', '/simulator/faults', { rateLimit: false })
  for (let sent = 0; sent < 12; sent += 1) expect((await rest('GET', '.')).status).toBe(200)
})

test('faults happen as often as asked and only on the path named', async () => {
  const { rest } = platform
  const failNext = { count: 1, status: 503, path: '/subscribers' }
  await rest('POST', '/simulator/faults', { failNext })
  expect((await rest('GET', '.')).status).toBe(200)
  expect(await rest('POST', './subscribers', { msisdn: '1', sipPassword: 'x' })).toMatchObject({
    status: 503,
    body: refused,
  })
  expect((await rest('POST', './subscribers', { msisdn: '1', sipPassword: 'x' })).status).toBe(200)
  expect((await rest('GET', '/simulator/faults')).body).toMatchObject({ failNext: { count: 0 } })
  expect((await rest('POST', '/simulator/faults', { colour: 'red' })).status).toBe(400)
})

test('a request that hangs is never answered', async () => {
  const { rest, url, domain } = platform
  await rest('POST', '/simulator/faults', { hangNext: 1 })
  const hanging = fetch(`${url}/domains/${domain.uuid}`, {
    headers: { authorization: `Bearer ${domain.apiKey}` },
    signal: AbortSignal.timeout(300),
  })
  await expect(hanging).rejects.toThrow(/timeout/i)
  expect((await rest('GET', '.')).status).toBe(200)
})

test('a foreign host name is refused on every path', async () => {
  const { port } = platform.simulator
  const status = (path: string, headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      rawRequest({ port, path, headers, host: '127.0.0.1' }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
  expect(await status('/simulator/domains', { host: 'evil.example' })).toBe(403)
  expect(await status('/simulator/domains', { host: `localhost:${port}` })).toBe(200)
  expect(await status('/simulator/domains', { host: `[::1]:${port}` })).toBe(200)
  const page = { host: `localhost:${port}`, origin: 'http://localhost:8080' }
  expect(await status('/simulator/domains', page)).toBe(403)
})

test('the traffic shows each request of the domain without its secrets', async () => {
  const { rest, domain, url } = platform
  await rest('POST', './subscribers', { msisdn: '1001', sipPassword: 'planted-sip-password' })
  await rest('PUT', '.', { profile: { 'authorization-api-key': 'planted-requests-key' } })
  await ask('GET', `${url}/domains/${domain.uuid}`, { apiKey: 'XIplanted-wrong-key' })
  const { body } = await rest('GET', `/simulator/traffic?domain=${domain.uuid}`)
  expect(body).toMatchObject([
    {
      direction: 'in',
      request: { method: 'POST', body: { msisdn: '1001' } },
      response: { status: 200 },
    },
    { direction: 'in', request: { method: 'PUT' }, response: { status: 200 } },
    { direction: 'in', request: { method: 'GET' }, response: { status: 401 } },
  ])
  expect(JSON.stringify(body)).not.toMatch(/planted/)
  expect(JSON.stringify(body)).not.toContain(domain.apiKey)
  const listed = await ask('GET', `${url}/simulator/domains`)
  expect(listed.body).toMatchObject([{ uuid: domain.uuid, subscribers: [{ msisdn: '1001' }] }])
  expect(JSON.stringify(listed.body)).not.toMatch(/XI|planted/)
  expect((await ask('GET', `${url}/simulator/traffic`)).status).toBe(401)
})
