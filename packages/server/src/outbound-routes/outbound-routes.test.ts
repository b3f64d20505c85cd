import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender } from '../testing/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

const path = '/api/v1/outbound-routes'

interface Route {
  id: string
  name: string
  version: number
}

async function makeRoutes(sender: Sender, names: string[]): Promise<Route[]> {
  const routes: Route[] = []
  for (const name of names)
    routes.push((await as(app, sender).post(path, { name, countries: ['US'] })).json())
  return routes
}

async function namesOf(sender: Sender): Promise<string[]> {
  const { items } = (await as(app, sender).get(path)).json<{ items: Route[] }>()
  return items.map(({ name }) => name)
}

test('an outbound route is created behind the others, changed field by field and deleted', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  await makeRoutes(owner, ['First'])
  const made = await api.post(path, {
    name: 'Local',
    countries: ['us'],
    prefixes: ['+1202'],
    sipDomains: ['PBX.acme.example'],
  })
  expect(made.statusCode, made.body).toBe(201)
  expect(made.json()).toMatchObject({
    name: 'Local',
    enabled: true,
    countries: ['US'],
    prefixes: ['+1202'],
    sipDomains: ['pbx.acme.example'],
    trunks: [],
    position: 2,
    version: 1,
    state: 'new',
  })
  const { id } = made.json<Route>()
  const changed = await api.patch(`${path}/${id}`, { trunks: ['alpha'] }, { version: 1 })
  expect(changed.json()).toMatchObject({ prefixes: ['+1202'], trunks: ['alpha'], version: 2 })
  expect((await api.get(`${path}?q=loc`)).json().items).toEqual([changed.json()])
  expect((await api.patch(`${path}/${id}`, { name: 'X' }, { version: 1 })).statusCode).toBe(412)
  const taken = await api.patch(`${path}/${id}`, { name: 'First' }, { version: 2 })
  expect([taken.statusCode, taken.json().errors[0].path]).toEqual([409, 'name'])
  expect((await api.del(`${path}/${id}`, { version: 2 })).statusCode).toBe(204)
  expect(await namesOf(owner)).toEqual(['First'])
})

test('the order is changed as a whole', async () => {
  const { owner } = await makeOrganization(app)
  const other = await makeOrganization(app)
  const api = as(app, owner)
  const [a, b, c] = await makeRoutes(owner, ['A', 'B', 'C'])
  const [foreign] = await makeRoutes(other.owner, ['Foreign'])
  const ordered = await api.post(`${path}/order`, { ids: [c?.id, a?.id, b?.id] })
  expect(ordered.statusCode, ordered.body).toBe(204)
  expect(await namesOf(owner)).toEqual(['C', 'A', 'B'])
  const wrongs = [[a?.id, b?.id], [a?.id, b?.id, b?.id], [a?.id, b?.id, foreign?.id], []]
  for (const ids of wrongs) {
    const refused = await api.post(`${path}/order`, { ids })
    expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, 'ids'])
  }
  expect(await namesOf(owner)).toEqual(['C', 'A', 'B'])
})

test('another organization and a reporter cannot change an outbound route', async () => {
  const { owner, reporter } = await makeOrganization(app)
  const other = await makeOrganization(app)
  const [route] = await makeRoutes(owner, ['A'])
  const one = `${path}/${route?.id}`
  const stranger = as(app, other.owner)
  expect((await stranger.get(one)).statusCode).toBe(404)
  expect((await stranger.patch(one, { name: 'X' }, { version: 1 })).statusCode).toBe(404)
  expect((await stranger.del(one, { version: 1 })).statusCode).toBe(404)
  const reader = as(app, reporter)
  expect((await reader.get(one)).statusCode).toBe(200)
  expect((await reader.post(path, { name: 'B' })).statusCode).toBe(403)
  expect((await reader.patch(one, { name: 'X' }, { version: 1 })).statusCode).toBe(403)
  expect((await reader.post(`${path}/order`, { ids: [route?.id] })).statusCode).toBe(403)
  expect((await reader.del(one, { version: 1 })).statusCode).toBe(403)
})

test.each([
  [{ name: 'X', countries: ['Atlantis'] }, 'countries.0'],
  [{ name: 'X', prefixes: ['0049'] }, 'prefixes.0'],
  [{ name: 'X', trunks: [''] }, 'trunks.0'],
  [{ name: 'X', sipDomains: ['pbx.acme.example', 'localhost'] }, 'sipDomains.1'],
])('%j is refused with the path of the field', async (body, field) => {
  const { owner } = await makeOrganization(app)
  const refused = await as(app, owner).post(path, body)
  expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, field])
})
