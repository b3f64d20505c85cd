import { beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { as, makeOperator, makeOrganization, nobody, password } from '../testing/factories.ts'

// Opens the server outside the time of the first test.
beforeAll(testApp)

const zone = { timeZone: 'Europe/Berlin', country: 'DE' }

test('an owner changes name, zone and country, and the draft becomes a newer one', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const owner = as(server, acme.owner)
  const before = (await owner.get('/api/v1/flow')).json().version
  const change = { name: 'Acme GmbH', ...zone }
  const changed = await owner.patch('/api/v1/organization', change, { version: 1 })
  expect(changed.json()).toMatchObject({ id: acme.organizationId, ...change, version: 2 })
  expect((await owner.get('/api/v1/organization')).json()).toEqual(changed.json())
  expect((await owner.get('/api/v1/flow')).json().version).toBeGreaterThan(before)
  const again = await owner.patch('/api/v1/organization', change, { version: 1 })
  expect(again.statusCode).toBe(412)
  expect((await owner.patch('/api/v1/organization', change)).statusCode).toBe(428)
})

test('nobody but an owner reads or changes the organization', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  for (const sender of [acme.admin, acme.user, acme.reporter, acme.apiKey]) {
    expect((await as(server, sender).get('/api/v1/organization')).statusCode).toBe(403)
    const change = await as(server, sender).patch(
      '/api/v1/organization',
      { name: 'X' },
      { version: 1 },
    )
    expect(change.statusCode).toBe(403)
  }
})

test('an operator makes an organization, whose owner comes by a link', async () => {
  const server = await testApp()
  const operator = as(server, await makeOperator(server))
  const made = await operator.post('/api/v1/organizations', {
    name: 'Beta Bakery',
    ...zone,
    ownerName: 'Ben Owner',
    ownerEmail: `ben.${Date.now()}@beta.example`,
  })
  expect(made.statusCode).toBe(201)
  expect(made.json()).toMatchObject({ name: 'Beta Bakery', ...zone, status: 'active', version: 1 })
  const renew = `/api/v1/organizations/${made.json().id}/owner-invitation`
  const renewed = await operator.post(renew, {})
  const token = renewed.json().link.split('/').at(-1)
  const joined = await as(server, nobody).post(`/api/v1/invitations/open/${token}`, { password })
  expect(joined.json()).toMatchObject({
    name: 'Ben Owner',
    role: 'owner',
    organization: { id: made.json().id },
  })
  expect((await operator.post(renew, {})).statusCode).toBe(409)
  const former = made.json().invitation.link.split('/').at(-1)
  expect((await as(server, nobody).get(`/api/v1/invitations/open/${former}`)).statusCode).toBe(404)
})

test('an operator lists all organizations and enters none', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server, { name: `Zebra ${Date.now()}` })
  const operator = as(server, await makeOperator(server))
  const ids: string[] = []
  let next = ''
  do {
    const { items, nextCursor } = (
      await operator.get(`/api/v1/organizations?limit=3${next}`)
    ).json()
    ids.push(...items.map(({ id }: { id: string }) => id))
    next = nextCursor === null ? '' : `&cursor=${nextCursor}`
  } while (next !== '')
  expect(ids).toContain(acme.organizationId)
  expect(new Set(ids).size).toBe(ids.length)
  const enter = await operator.post('/api/v1/me/organization', { id: acme.organizationId })
  expect(enter.statusCode).toBe(404)
})

test('owners are no operators', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const owner = as(server, acme.owner)
  expect((await owner.get('/api/v1/organizations')).statusCode).toBe(403)
  const suspend = await owner.patch(
    `/api/v1/organizations/${acme.organizationId}`,
    { status: 'suspended' },
    { version: 1 },
  )
  expect(suspend.statusCode).toBe(403)
})

test('in a suspended organization nobody can act, at once, until it is active again', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const operator = as(server, await makeOperator(server))
  const path = `/api/v1/organizations/${acme.organizationId}`
  expect((await as(server, acme.owner).get('/api/v1/users')).statusCode).toBe(200)
  expect((await as(server, acme.apiKey).get('/api/v1/flow')).statusCode).toBe(200)
  const suspended = await operator.patch(path, { status: 'suspended' }, { version: 1 })
  expect(suspended.json()).toMatchObject({ status: 'suspended', version: 2 })
  const refused = await as(server, acme.owner).get('/api/v1/users')
  expect(refused.statusCode).toBe(403)
  expect(refused.json().detail).toContain('suspended')
  expect((await as(server, acme.apiKey).get('/api/v1/flow')).statusCode).toBe(403)
  expect((await as(server, acme.owner).get('/api/v1/me')).json()).toMatchObject({
    organization: { status: 'suspended' },
    permissions: [],
  })
  await operator.patch(path, { status: 'active' }, { version: 2 })
  expect((await as(server, acme.owner).get('/api/v1/users')).statusCode).toBe(200)
  const { items } = (await as(server, acme.owner).get('/api/v1/audit-log')).json()
  const actions = items.map(({ action }: { action: string }) => action)
  expect(actions.sort()).toEqual(['organization.activate', 'organization.suspend'])
})
