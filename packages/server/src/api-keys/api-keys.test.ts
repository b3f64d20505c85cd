import { beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { apiKeys } from './table.ts'

// Opens the server outside the time of the first test.
beforeAll(testApp)

test('a key is shown once, works at once, and is refused once it is revoked', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const made = await as(server, acme.owner).post('/api/v1/api-keys', {
    name: 'CRM',
    scopes: ['calls.read', 'flow.read'],
  })
  expect(made.statusCode).toBe(201)
  const { key, ...shown } = made.json()
  expect(key).toMatch(/^opbx_[\w-]{43}$/)
  expect(shown).toMatchObject({
    name: 'CRM',
    prefix: key.slice(0, 11),
    scopes: ['flow.read', 'calls.read'],
    createdBy: acme.owner.name,
    lastUsedAt: null,
  })
  const crm = as(server, { headers: { authorization: `Bearer ${key}` } })
  expect((await crm.get('/api/v1/flow')).statusCode).toBe(200)
  const list = await as(server, acme.admin).get('/api/v1/api-keys')
  expect(list.body).not.toContain(key)
  const now = server.deps.clock.now().toISOString()
  expect(list.json().items).toContainEqual({ ...shown, lastUsedAt: now })
  expect((await as(server, acme.admin).del(`/api/v1/api-keys/${shown.id}`)).statusCode).toBe(204)
  expect((await crm.get('/api/v1/flow')).statusCode).toBe(401)
  expect((await as(server, acme.admin).get('/api/v1/api-keys')).json().items).toHaveLength(1)
})

test('a key does what its scopes say and nothing with people, keys or sign-ins', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const made = await as(server, acme.owner).post('/api/v1/api-keys', {
    name: 'Reader',
    scopes: ['calls.read'],
  })
  const reader = as(server, { headers: { authorization: `bearer ${made.json().key}` } })
  const all = as(server, acme.apiKey)
  expect((await reader.get('/api/v1/flow')).statusCode).toBe(403)
  expect((await all.get('/api/v1/flow')).statusCode).toBe(200)
  for (const path of ['users', 'api-keys', 'invitations', 'audit-log', 'organization', 'me'])
    expect((await all.get(`/api/v1/${path}`)).statusCode).toBe(403)
})

test('scopes that no key may have are refused by name', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  for (const scopes of [['people.manage'], [], 'flow.read']) {
    const refused = await as(server, acme.owner).post('/api/v1/api-keys', { name: 'X', scopes })
    expect(refused.statusCode).toBe(422)
  }
})

test('of a key only its hash is stored', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const rows = await server.deps.db.query.select().from(apiKeys)
  expect(JSON.stringify(rows)).not.toContain(acme.apiKey.key)
})

test('users and reporters see no keys, and another organization revokes none', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const other = await makeOrganization(server)
  for (const sender of [acme.user, acme.reporter])
    expect((await as(server, sender).get('/api/v1/api-keys')).statusCode).toBe(403)
  const path = `/api/v1/api-keys/${acme.apiKey.id}`
  expect((await as(server, other.owner).del(path)).statusCode).toBe(404)
  expect((await as(server, acme.apiKey).get('/api/v1/flow')).statusCode).toBe(200)
})
