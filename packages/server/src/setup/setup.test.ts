import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, cookiesOf, nobody } from '../testing/factories.ts'
import { makeSetupCode } from './service.ts'
import { setups } from './table.ts'

const body = {
  organization: 'Acme Supplies',
  timeZone: 'America/New_York',
  country: 'US',
  name: 'Maya Owner',
  password: 'correct horse battery',
}
let count = 0
const withNewEmail = () => ({ ...body, email: `first.${count++}@acme.example` })

let server: TestApp
beforeAll(async () => {
  server = await openTestApp({
    OPBX_TRUSTED_PROXIES: '10.0.0.1',
    APP_URL: 'https://pbx.acme.example',
  })
})
afterAll(() => server.app.close())
beforeEach(async () => {
  await server.deps.db.query.delete(setups)
})

/** Another address each time, because attempts are limited by address. */
function setUpFrom(
  remoteAddress: string,
  headers: Record<string, string> = {},
  extra: Record<string, unknown> = {},
) {
  return server.app.inject({
    method: 'POST',
    url: '/api/v1/setup',
    remoteAddress,
    headers: { 'content-type': 'application/json', host: 'localhost:8080', ...headers },
    payload: JSON.stringify({ ...withNewEmail(), ...extra }),
  })
}

test('the first owner sets up from this computer and is signed in as operator', async () => {
  expect((await as(server, nobody).get('/api/v1/setup')).json()).toEqual({
    needed: true,
    codeRequired: false,
  })
  const done = await setUpFrom('127.0.0.1')
  expect(done.statusCode).toBe(201)
  const me = await as(server, { headers: { cookie: cookiesOf(done) } }).get('/api/v1/me')
  expect(me.json()).toMatchObject({
    name: 'Maya Owner',
    isOperator: true,
    role: 'owner',
    organization: { name: 'Acme Supplies', timeZone: 'America/New_York', country: 'US' },
  })
  expect((await as(server, nobody).get('/api/v1/setup')).json()).toEqual({
    needed: false,
    codeRequired: false,
  })
  expect((await setUpFrom('127.0.0.1')).statusCode).toBe(409)
})

test('a real connection of this computer is direct, one through a proxy is not', async () => {
  const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  const direct = await fetch(`${address}/api/v1/setup`)
  expect(await direct.json()).toEqual({ needed: true, codeRequired: false })
  const headers = { 'x-forwarded-for': '127.0.0.1' }
  const proxied = await fetch(`${address}/api/v1/setup`, { headers })
  expect(await proxied.json()).toEqual({ needed: true, codeRequired: true })
})

test.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])(
  '%s is an address of this computer',
  async (remoteAddress) => {
    const answer = await server.app.inject({ url: '/api/v1/setup', remoteAddress })
    expect(answer.json().codeRequired).toBe(false)
  },
)

test('two that set up at the same time make one owner', async () => {
  const answers = await Promise.all([setUpFrom('127.0.0.2'), setUpFrom('127.0.0.2')])
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409])
})

test.each([
  ['another computer', '192.0.2.10', {}],
  ['a proxy on this computer', '127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }],
  ['a tunnel on this computer', '127.0.0.1', { 'x-forwarded-proto': 'https' }],
  ['a tunnel that only says Forwarded', '127.0.0.1', { forwarded: 'for=192.0.2.60' }],
  ['a tunnel that says nothing', '127.0.0.1', { host: 'pbx.acme.example' }],
  ['a name that resolves to this computer', '127.0.0.1', { host: '192.0.2.1' }],
] as const)('%s needs the set-up code', async (_who, address, headers) => {
  const state = await server.app.inject({
    url: '/api/v1/setup',
    remoteAddress: address,
    headers: { host: 'localhost', ...headers },
  })
  expect(state.json()).toEqual({ needed: true, codeRequired: true })
  const without = await setUpFrom(address, headers)
  expect(without.statusCode).toBe(403)
  expect(without.json().errors[0].path).toBe('setupCode')
  const wrong = await setUpFrom(address, headers, { setupCode: '00000-00000-00000-00000' })
  expect(wrong.statusCode).toBe(403)
})

test('the code works from anywhere, as typed, until it is used', async () => {
  const code = await makeSetupCode(server.deps)
  const https = { host: 'pbx.acme.example', 'x-forwarded-proto': 'https' }
  const done = await setUpFrom('10.0.0.1', https, { setupCode: ` ${code.toUpperCase()} ` })
  expect(done.statusCode).toBe(201)
  expect(done.cookies.find(({ name }) => name === 'sign_in')).toMatchObject({ secure: true })
  await server.deps.db.query.delete(setups)
  expect((await setUpFrom('192.0.2.12', {}, { setupCode: code })).statusCode).toBe(403)
})

test('guessing the code is limited', async () => {
  const statuses = new Set<number>()
  for (let attempt = 0; attempt < 21; attempt++)
    statuses.add((await setUpFrom('192.0.2.13', {}, { setupCode: `${attempt}` })).statusCode)
  expect([...statuses]).toEqual([403, 429])
})

test('a weak password, a wrong zone, country and address are named, and nothing is made', async () => {
  const refused = await setUpFrom(
    '127.0.0.3',
    {},
    { password: 'short', timeZone: 'Mars/Olympus', country: 'XX', email: 'maya' },
  )
  expect(refused.statusCode).toBe(422)
  const paths = refused.json().errors.map(({ path }: { path: string }) => path)
  expect(paths.sort()).toEqual(['country', 'email', 'password', 'timeZone'])
  expect((await as(server, nobody).get('/api/v1/setup')).json().needed).toBe(true)
})
