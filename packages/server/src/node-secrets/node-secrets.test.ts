import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { openReceiver, type Receiver } from '../testing/receiver.ts'
import { makeNode } from '../testing/sample-nodes.ts'

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

const reference = expect.stringMatching(/^sec_[0-9A-Z]{26}$/)

async function makeWebhook() {
  const organization = await makeOrganization(server)
  const config = {
    url: `${receiver.url}/calls`,
    secretToken: 'planted-token-1',
    headers: [
      { name: 'X-Api-Key', value: 'planted-key-1' },
      { name: 'X-Colour', value: 'planted-colour-1', secret: true },
      { name: 'X-Shop', value: 'in the open' },
    ],
  }
  const id = await makeNode(server, organization.owner, { type: 'webhook', body: { config } })
  const api = as(server, organization.owner)
  const path = `/api/v1/webhook-nodes/${id}`
  return { organization, api, path, config: (await api.get(path)).json().config }
}

test('answers hold references in the place of secrets', async () => {
  const { config } = await makeWebhook()
  expect(config).toEqual({
    url: `${receiver.url}/calls`,
    secretToken: reference,
    headers: [
      { name: 'X-Api-Key', value: reference, secret: false },
      { name: 'X-Colour', value: reference, secret: true },
      { name: 'X-Shop', value: 'in the open', secret: false },
    ],
  })
})

test('no secret is in any answer, nor in any table', async () => {
  const { organization, api, path, config } = await makeWebhook()
  await api.post('/api/v1/flow/apply', {})
  await api.patch(path, { config: { ...config, secretToken: 'planted-token-2' } }, { version: 1 })
  await api.post(`${path}/test`)
  const paths = [path, '/api/v1/webhook-nodes', '/api/v1/flow', '/api/v1/flow/changes']
  const more = ['/api/v1/revisions/1', '/api/v1/audit-log', '/api/v1/webhook-deliveries']
  for (const one of [...paths, ...more]) {
    const answer = await api.get(one)
    expect(answer.statusCode, one).toBe(200)
    expect(answer.body, one).not.toContain('planted')
  }
  for (const table of ['nodes', 'revisions', 'audit_log', 'node_secrets', 'webhook_deliveries']) {
    const { rows } = await server.deps.db.pool.query<{ text: string }>(
      `select ${table}::text as text from ${table} where organization_id = $1`,
      [organization.organizationId],
    )
    expect(rows.length, table).toBeGreaterThan(0)
    expect(rows.map(({ text }) => text).join(), table).not.toContain('planted')
  }
})

test('a reference that is sent back keeps the secret, another text replaces it', async () => {
  const { api, path, config } = await makeWebhook()
  await api.patch(path, { config, name: 'Other name' }, { version: 1 })
  await api.post(`${path}/test`)
  const changed = { ...config, secretToken: 'planted-token-2' }
  const answer = (await api.patch(path, { config: changed }, { version: 2 })).json()
  expect(answer.config.secretToken).not.toBe(config.secretToken)
  await api.post(`${path}/test`)
  expect(receiver.received.map(({ headers }) => headers['x-pbx-token'])).toEqual([
    'planted-token-1',
    'planted-token-2',
  ])
  expect(receiver.received[1]?.headers).toMatchObject({
    'x-api-key': 'planted-key-1',
    'x-colour': 'planted-colour-1',
    'x-shop': 'in the open',
  })
})

test('a secret is not sent to another receiver than it was typed for', async () => {
  const { api, path, config } = await makeWebhook()
  const elsewhere = { ...config, url: 'https://evil.example/steal' }
  const refused = await api.patch(path, { config: elsewhere }, { version: 1 })
  expect(refused.statusCode).toBe(422)
  const message = 'Enter this again: it was kept for another address.'
  expect(refused.json().errors).toEqual([
    { path: 'config.secretToken', message },
    { path: 'config.headers.0.value', message },
    { path: 'config.headers.1.value', message },
  ])
  const other = await makeWebhook()
  const foreign = await other.api.patch(other.path, { config }, { version: 1 })
  expect(foreign.statusCode).toBe(422)
  const same = { ...config, url: `${receiver.url}/elsewhere?a=1` }
  expect((await api.patch(path, { config: same }, { version: 1 })).statusCode).toBe(200)
})

test('an old version that is restored has its old secret', async () => {
  const { api, path, config } = await makeWebhook()
  await api.post('/api/v1/flow/apply', {})
  await api.patch(path, { config: { ...config, secretToken: 'planted-token-2' } }, { version: 1 })
  await api.post('/api/v1/flow/apply', {})
  expect((await api.post('/api/v1/revisions/1/restore')).statusCode).toBe(200)
  expect((await api.del('/api/v1/flow/draft')).statusCode).toBe(204)
  await api.post(`${path}/test`)
  expect(receiver.received[0]?.headers['x-pbx-token']).toBe('planted-token-1')
})

test('a step that was deleted can be made again with its secrets', async () => {
  const { api, path, config } = await makeWebhook()
  await api.del(path, { version: 1 })
  const again = await api.post('/api/v1/webhook-nodes', { name: 'Back', config })
  expect(again.statusCode, again.body).toBe(201)
  await api.post(`/api/v1/webhook-nodes/${again.json().id}/test`)
  expect(receiver.received[0]?.headers['x-pbx-token']).toBe('planted-token-1')
})
