import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { makeExtension, makeNode } from '../testing/sample-nodes.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

const path = '/api/v1/phone-numbers'

test('a phone number is added, found, changed field by field and deleted', async () => {
  const { admin } = await makeOrganization(app)
  const api = as(app, admin)
  const entry = await makeExtension(app, admin)
  const made = await api.post(path, { number: '+1 (202) 555-0100', label: 'Main', entry })
  expect(made.statusCode, made.body).toBe(201)
  const { id } = made.json()
  expect(made.json()).toMatchObject({
    number: '+12025550100',
    label: 'Main',
    entry,
    callerNamePrefix: '',
    version: 1,
    state: 'new',
  })
  const changed = await api.patch(`${path}/${id}`, { callerNamePrefix: 'Shop' }, { version: 1 })
  expect(changed.json()).toMatchObject({
    label: 'Main',
    entry,
    callerNamePrefix: 'Shop',
    version: 2,
  })
  await api.post('/api/v1/flow/apply', {})
  expect((await api.get(`${path}/${id}`)).json().state).toBe('live')
  const cleared = await api.patch(`${path}/${id}`, { entry: null }, { version: 2 })
  expect(cleared.json()).toMatchObject({ entry: null, label: 'Main', state: 'changed' })
  for (const q of ['555010', 'MAIN'])
    expect((await api.get(`${path}?q=${q}`)).json().items).toEqual([cleared.json()])
  expect((await api.get(`${path}?q=Other`)).json().items).toEqual([])
  expect((await api.patch(`${path}/${id}`, { label: 'X' }, { version: 1 })).statusCode).toBe(412)
  expect((await api.del(`${path}/${id}`)).statusCode).toBe(428)
  expect((await api.del(`${path}/${id}`, { version: 3 })).statusCode).toBe(204)
  expect((await api.get(`${path}/${id}`)).statusCode).toBe(404)
})

test('a number is there once in an organization, and also in another one', async () => {
  const ours = await makeOrganization(app)
  const theirs = await makeOrganization(app)
  const made = await as(app, ours.owner).post(path, { number: '+12025550100' })
  const twice = await as(app, ours.owner).post(path, { number: '+1 202 555 0100' })
  expect(twice.statusCode).toBe(409)
  expect(twice.json().errors[0].path).toBe('number')
  const api = as(app, theirs.owner)
  expect((await api.post(path, { number: '+12025550100' })).statusCode).toBe(201)
  const { id } = made.json()
  expect((await api.get(`${path}/${id}`)).statusCode).toBe(404)
  expect((await api.patch(`${path}/${id}`, { label: 'X' }, { version: 1 })).statusCode).toBe(404)
  expect((await api.del(`${path}/${id}`, { version: 1 })).statusCode).toBe(404)
})

test('a reporter reads phone numbers and changes none', async () => {
  const { owner, reporter } = await makeOrganization(app)
  const { id } = (await as(app, owner).post(path, { number: '+12025550100' })).json()
  const api = as(app, reporter)
  expect((await api.get(path)).json().items).toHaveLength(1)
  expect((await api.post(path, { number: '+12025550101' })).statusCode).toBe(403)
  expect((await api.patch(`${path}/${id}`, { label: 'X' }, { version: 1 })).statusCode).toBe(403)
  expect((await api.del(`${path}/${id}`, { version: 1 })).statusCode).toBe(403)
})

test.each([
  ['2025550100', 'number'],
  ['+1', 'number'],
  ['anonymous', 'number'],
])('%s is no phone number', async (number, field) => {
  const { owner } = await makeOrganization(app)
  const refused = await as(app, owner).post(path, { number })
  expect(refused.statusCode).toBe(422)
  expect(refused.json().errors[0].path).toBe(field)
})

test('control characters in a label are refused', async () => {
  const { owner } = await makeOrganization(app)
  const refused = await as(app, owner).post(path, { number: '+12025550100', label: 'a\u0000' })
  expect(refused.json().errors).toEqual([
    { path: 'label', message: 'Remove the control characters.' },
  ])
})

test('a list is paged by number', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const numbers = ['+12025550100', '+12025550101', '+12025550102']
  for (const number of numbers) await api.post(path, { number })
  const first = (await api.get(`${path}?limit=2`)).json()
  const rest = (await api.get(`${path}?limit=2&cursor=${first.nextCursor}`)).json()
  const seen = [...first.items, ...rest.items].map(({ number }) => number)
  expect([seen, rest.nextCursor]).toEqual([numbers, null])
})

test('a number that people, outside numbers or routes show stays until they show another', async () => {
  const { admin } = await makeOrganization(app)
  const api = as(app, admin)
  const number = '+12025550100'
  const { id } = (await api.post(path, { number })).json()
  const body = { name: 'Maya Keller', config: { outboundCallerId: number } }
  const extension = await makeNode(app, admin, { type: 'extension', body })
  const mobile = { name: 'Mobile', config: { callerId: number, number: '+12025550199' } }
  const external = await makeNode(app, admin, { type: 'external', body: mobile })
  const sent = { name: 'Abroad', countries: ['US'], callerId: number }
  const route = (await api.post('/api/v1/outbound-routes', sent)).json()
  const refused = await api.del(`${path}/${id}`, { version: 1 })
  expect(refused.statusCode, refused.body).toBe(409)
  expect(refused.json().code).toBe('in_use')
  expect(refused.json().detail).toMatch(/shown by .*“Maya Keller”.* as caller ID/)
  expect(refused.json().references).toEqual(
    expect.arrayContaining([
      { kind: 'node', id: extension, name: 'Maya Keller', path: 'outboundCallerId' },
      { kind: 'node', id: external, name: 'Mobile', path: 'callerId' },
      { kind: 'outbound_route', id: route.id, name: 'Abroad', path: 'callerId' },
    ]),
  )
  const none = { config: { outboundCallerId: null } }
  await api.patch(`/api/v1/extensions/${extension}`, none, { version: 1 })
  await api.del(`/api/v1/outside-numbers/${external}`, { version: 1 })
  await api.del(`/api/v1/outbound-routes/${route.id}`, { version: 1 })
  expect((await api.del(`${path}/${id}`, { version: 1 })).statusCode).toBe(204)
})
