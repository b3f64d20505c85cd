import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { makeVoiceDomain, placeCall } from '../testing/voice-domain.ts'

let server: TestApp
let acme: TestOrganization

beforeAll(async () => {
  server = await testApp()
  acme = await makeOrganization(server)
})

const password = 'planted-password-7f3a'

test('a password is kept, sent to the platform only, and stands in no answer, story or table', async () => {
  const api = as(server, acme.owner)
  const config = { provider: 'elevenlabs', number: '4711', username: 'acme', password }
  const made = await api.post('/api/v1/ai-assistants', { name: 'Mia', config })
  expect(made.statusCode, made.body).toBe(201)
  expect(made.json().config.password).toMatch(/^sec_/)
  await api.post('/api/v1/phone-numbers', { number: '+12025550100', entry: made.json().id })
  expect((await api.post('/api/v1/flow/apply', {})).statusCode).toBe(200)
  const domain = await makeVoiceDomain(server, acme.organizationId)
  const call = placeCall(server, domain)
  const { cxml } = await call.route()
  expect(cxml).toContain(
    `<Service provider="elevenlabs" username="acme" password="${password}">4711`,
  )
  expect((await call.route()).cxml).toBe(cxml)
  await server.services.settled()
  const { items } = (await api.get('/api/v1/calls')).json()
  const story = await api.get(`/api/v1/calls/${items[0].id}`)
  expect(story.body).toContain('password=\\"********\\"')
  const preview = await api.post('/api/v1/flow/preview', {
    from: '+12025550105',
    to: '+12025550100',
    revision: 'live',
  })
  expect(preview.body).toContain('********')
  const { rows } = await server.deps.db.pool.query<{ found: string }>(
    'select body || content as found from call_events where organization_id = $1',
    [acme.organizationId],
  )
  for (const text of [made.body, story.body, preview.body, ...rows.map(({ found }) => found)]) {
    expect(text).not.toContain(password)
  }
})

test('a simulator, whose log people read, gets stars', async () => {
  const other = await makeOrganization(server)
  const api = as(server, other.owner)
  const config = { provider: 'elevenlabs', number: '4711', password }
  const made = await api.post('/api/v1/ai-assistants', { name: 'Mia', config })
  await api.post('/api/v1/phone-numbers', { number: '+12025550100', entry: made.json().id })
  await api.post('/api/v1/flow/apply', {})
  const domain = await makeVoiceDomain(server, other.organizationId, { platform: 'simulator' })
  expect((await placeCall(server, domain).route()).cxml).toContain('password="********"')
})

test.each([
  [{ provider: '', number: '' }, ['config.provider', 'config.number']],
  [{ provider: 'Retell!', number: '1' }, ['config.provider']],
  [{ connection: 'stream', url: 'https://agent.acme.example' }, ['config.url']],
  [{ connection: 'stream', url: 'wss://{{from}}/calls' }, ['config.url']],
  [{ connection: 'stream', url: 'wss://user:pw@agent.acme.example' }, ['config.url']],
])('%j is refused by field', async (config, paths) => {
  const body = { name: 'Wrong', config }
  const response = await as(server, acme.owner).post('/api/v1/ai-assistants', body)
  expect(response.statusCode).toBe(422)
  expect(response.json().errors.map(({ path }: { path: string }) => path)).toEqual(paths)
})
