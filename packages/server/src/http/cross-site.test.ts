import { beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'

beforeAll(testApp)

async function change(headers: Record<string, string>, payload = '{"name":"Maya"}') {
  const server = await testApp()
  const { owner } = await makeOrganization(server)
  const answer = await server.app.inject({
    method: 'PATCH',
    url: '/api/v1/me',
    headers: { 'content-type': 'application/json', ...owner.headers, ...headers },
    payload,
  })
  const { name } = (await as(server, owner).get('/api/v1/me')).json()
  return { statusCode: answer.statusCode, code: answer.json().code, isChanged: name === 'Maya' }
}

test('the own page changes things', async () => {
  const own = { host: 'localhost:8080', origin: 'http://localhost:8080' }
  expect(await change(own)).toMatchObject({ statusCode: 200, isChanged: true })
})

test('a client without a page changes things', async () => {
  expect(await change({})).toMatchObject({ statusCode: 200, isChanged: true })
})

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['another port of this host', { host: 'localhost:8080', origin: 'http://localhost:9999' }],
  ['a page without an origin', { origin: 'null' }],
  ['a name that begins with ours', { host: 'localhost', origin: 'http://localhost.evil.example' }],
  ['another site in a browser that says no origin', { 'sec-fetch-site': 'cross-site' }],
])('%s changes nothing', async (_what, headers) => {
  expect(await change(headers)).toEqual({ statusCode: 403, code: 'cross_site', isChanged: false })
})

test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
  'a body of type %s, which a foreign form can send, changes nothing',
  async (type) => {
    expect(await change({ 'content-type': type }, 'name=Maya')).toEqual({
      statusCode: 415,
      code: 'unsupported_media_type',
      isChanged: false,
    })
  },
)

test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evil.example:8080',
])('the host %s, which may be made to resolve to this computer, is refused', async (host) => {
  const { app } = await testApp()
  for (const url of ['/api/v1/setup', '/api/openapi.json']) {
    const answer = await app.inject({ url, headers: { host } })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'cross_site'])
  }
})

test('a foreign host is refused whatever a header says that only a trusted proxy may set', async () => {
  const { app } = await testApp()
  const headers = { host: 'evil.example', 'x-forwarded-host': 'localhost' }
  expect((await app.inject({ url: '/api/v1/setup', headers })).statusCode).toBe(403)
})

test.each(['localhost', 'localhost:8080', '127.0.0.1:8080', '[::1]:8080', '192.168.1.20:8080'])(
  'the host %s is served',
  async (host) => {
    const { app } = await testApp()
    expect((await app.inject({ url: '/api/v1/setup', headers: { host } })).statusCode).toBe(200)
  },
)

test.each([
  ['cut short', '{"name":', 400, 'malformed_request'],
  ['empty', '', 400, 'malformed_request'],
  ['with a prototype', '{"__proto__":{"x":1}}', 400, 'malformed_request'],
  ['that is a list', '[]', 422, 'validation_failed'],
  ['with a field too many', '{"name":"Maya","role":"owner"}', 422, 'validation_failed'],
  ['with a control character', '{"name":"a\\u0000b"}', 422, 'validation_failed'],
  ['of more than a megabyte', `{"name":"${'x'.repeat(1_100_000)}"}`, 413, 'payload_too_large'],
])('a body %s is refused with a problem document', async (_what, payload, statusCode, code) => {
  expect(await change({}, payload)).toEqual({ statusCode, code, isChanged: false })
})

test('an unknown path and an unknown method are problem documents too', async () => {
  const { app } = await testApp()
  for (const request of [
    { url: '/api/v1/nothing' },
    { url: '/api/v1/setup', method: 'DELETE' as const },
  ]) {
    const answer = await app.inject(request)
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json().requestId).toMatch(/^req_/)
  }
})

test.each([
  [
    '/api/v1/ivr-menus/%zz',
    400,
    'The address cannot be read: check its length and its percent signs.',
  ],
  [
    `/api/v1/ivr-menus/${'a'.repeat(3_000)}`,
    400,
    'The address cannot be read: check its length and its percent signs.',
  ],
])('the address %.30s is refused with what is wrong with it', async (url, status, detail) => {
  const { app } = await testApp()
  const answer = await app.inject({ url })
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ code: 'malformed_request', detail })
})

test('pages may not be framed, run no inline script and are not sniffed', async () => {
  const { app } = await testApp()
  const { headers } = await app.inject({ url: '/api/v1/setup' })
  expect(headers['content-security-policy']).toContain("script-src 'self';")
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
})
