import { beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { as, makeOrganization, makePerson } from '../testing/factories.ts'
import { makeNode, pathOf } from '../testing/sample-nodes.ts'

// Opens the server outside the time of the first test.
beforeAll(testApp)

async function arrange() {
  const server = await testApp()
  return { server, acme: await makeOrganization(server) }
}

test('the people of an organization are listed by name, page by page', async () => {
  const { server, acme } = await arrange()
  const { organizationId } = acme
  for (const name of ['Ann', 'Zoë 📞', 'bea']) await makePerson(server, { organizationId, name })
  const names: string[] = []
  let next = ''
  do {
    const page = await as(server, acme.admin).get(`/api/v1/users?limit=2${next}`)
    expect(page.statusCode).toBe(200)
    const { items, nextCursor } = page.json()
    names.push(...items.map(({ name }: { name: string }) => name))
    next = nextCursor === null ? '' : `&cursor=${nextCursor}`
  } while (next !== '')
  expect(names).toEqual([
    'Ann',
    'Maya owner',
    'Maya pbx_admin',
    'Maya pbx_user',
    'Maya reporter',
    'Zoë 📞',
    'bea',
  ])
})

test.each(['e30', 'WyJhIl0', 'WyJhXHUwMDAwIiwiYiJd', 'x'])(
  'the cursor %s, which is none of this list, is refused',
  async (cursor) => {
    const { server, acme } = await arrange()
    const refused = await as(server, acme.owner).get(`/api/v1/users?cursor=${cursor}`)
    expect(refused.statusCode).toBe(422)
  },
)

test('an owner gives another role, which ends the sign-ins of that person here', async () => {
  const { server, acme } = await arrange()
  expect((await as(server, acme.user).get('/api/v1/me')).statusCode).toBe(200)
  const changed = await as(server, acme.owner).patch(
    `/api/v1/users/${acme.user.id}`,
    { role: 'pbx_admin', name: 'Uma' },
    { version: 1 },
  )
  expect(changed.json()).toMatchObject({ role: 'pbx_admin', name: 'Uma', version: 2 })
  expect((await as(server, acme.user).get('/api/v1/me')).statusCode).toBe(401)
})

test('a change needs the present version', async () => {
  const { server, acme } = await arrange()
  const path = `/api/v1/users/${acme.user.id}`
  const owner = as(server, acme.owner)
  expect((await owner.patch(path, { name: 'Uma' })).statusCode).toBe(428)
  expect((await owner.patch(path, { name: 'Uma' }, { version: 7 })).statusCode).toBe(412)
  expect((await owner.del(path, { version: 7 })).statusCode).toBe(412)
  expect((await owner.del(path, { version: 1 })).statusCode).toBe(204)
  expect((await as(server, acme.user).get('/api/v1/me')).statusCode).toBe(401)
  expect((await owner.get(path)).statusCode).toBe(404)
})

test('a removed person is signed out here, and her open links are taken back', async () => {
  const { server, acme } = await arrange()
  const invited = await as(server, acme.admin).post('/api/v1/invitations', {
    name: 'Back Door',
    email: 'back.door@acme.example',
    role: 'pbx_user',
  })
  const token = invited.json().link.split('/').at(-1)
  const path = `/api/v1/users/${acme.admin.id}`
  expect((await as(server, acme.owner).del(path, { version: 1 })).statusCode).toBe(204)
  expect((await as(server, acme.admin).get('/api/v1/me')).statusCode).toBe(401)
  const link = await as(server, { headers: {} }).get(`/api/v1/invitations/open/${token}`)
  expect(link.statusCode).toBe(404)
})

test('who loses rights also loses the links that go beyond them', async () => {
  const { server, acme } = await arrange()
  const second = await makePerson(server, { organizationId: acme.organizationId, role: 'owner' })
  const invite = async (role: string) => {
    const email = `${role}.${acme.organizationId.toLowerCase()}@acme.example`
    return as(server, second).post('/api/v1/invitations', { name: 'New', email, role })
  }
  const owner = (await invite('owner')).json()
  const reporter = (await invite('reporter')).json()
  await as(server, acme.owner).patch(
    `/api/v1/users/${second.id}`,
    { role: 'pbx_admin' },
    { version: 1 },
  )
  const { items } = (await as(server, acme.owner).get('/api/v1/invitations')).json()
  const statusOf = new Map(
    items.map((item: { id: string; status: string }) => [item.id, item.status]),
  )
  expect([statusOf.get(owner.id), statusOf.get(reporter.id)]).toEqual(['revoked', 'open'])
})

test.each([
  ['her own role', 'owner', 'owner', { role: 'pbx_admin' }],
  ['an owner by an admin', 'admin', 'owner', { name: 'X' }],
  ['another admin by an admin', 'admin', 'second', { role: 'pbx_user' }],
  ['a user to admin by an admin', 'admin', 'user', { role: 'pbx_admin' }],
  ['her own role by an admin', 'admin', 'admin', { role: 'owner' }],
  ['anybody by a user', 'user', 'reporter', { name: 'X' }],
  ['anybody by a reporter', 'reporter', 'user', { name: 'X' }],
] as const)('nobody changes %s', async (_what, who, whom, change) => {
  const { server, acme } = await arrange()
  const { organizationId } = acme
  const second = await makePerson(server, { organizationId, role: 'pbx_admin' })
  const people = { ...acme, second }
  const refused = await as(server, acme[who]).patch(`/api/v1/users/${people[whom].id}`, change, {
    version: 1,
  })
  expect(refused.statusCode).toBe(403)
})

test('an admin manages users and reporters', async () => {
  const { server, acme } = await arrange()
  const path = `/api/v1/users/${acme.user.id}`
  const changed = await as(server, acme.admin).patch(path, { role: 'reporter' }, { version: 1 })
  expect(changed.statusCode).toBe(200)
  expect((await as(server, acme.admin).del(path, { version: 2 })).statusCode).toBe(204)
})

test('an owner cannot remove herself', async () => {
  const { server, acme } = await arrange()
  const refused = await as(server, acme.owner).del(`/api/v1/users/${acme.owner.id}`, { version: 1 })
  expect(refused.statusCode).toBe(403)
})

test('two owners who take away each other at the same time leave one', async () => {
  const { server, acme } = await arrange()
  const second = await makePerson(server, { organizationId: acme.organizationId, role: 'owner' })
  const answers = await Promise.all([
    as(server, acme.owner).del(`/api/v1/users/${second.id}`, { version: 1 }),
    as(server, second).patch(
      `/api/v1/users/${acme.owner.id}`,
      { role: 'reporter' },
      { version: 1 },
    ),
  ])
  expect(answers.filter(({ statusCode }) => statusCode < 300)).toHaveLength(1)
  const { items } = (await as(server, acme.admin).get('/api/v1/users')).json()
  expect(items.filter(({ role }: { role: string }) => role === 'owner')).toHaveLength(1)
})

test('another organization sees and changes nobody', async () => {
  const { server, acme } = await arrange()
  const other = await makeOrganization(server)
  const path = `/api/v1/users/${acme.user.id}`
  const owner = as(server, other.owner)
  expect((await owner.get(path)).statusCode).toBe(404)
  expect((await owner.patch(path, { name: 'X' }, { version: 1 })).statusCode).toBe(404)
  expect((await owner.del(path, { version: 1 })).statusCode).toBe(404)
})

test('a person shows the extension that is hers', async () => {
  const { server, acme } = await arrange()
  const made = await as(server, acme.owner).post('/api/v1/extensions', {
    name: 'Maya',
    extension: '1001',
    config: { userId: acme.user.id },
    exits: {},
  })
  expect(made.statusCode).toBe(201)
  const extension = { id: made.json().id, number: '1001' }
  const path = `/api/v1/users/${acme.user.id}`
  expect((await as(server, acme.owner).get(path)).json().extension).toEqual(extension)
  const { items } = (await as(server, acme.owner).get('/api/v1/users')).json()
  const extensions = items.map((item: { id: string; extension: unknown }) => [
    item.id,
    item.extension,
  ])
  expect(new Map(extensions).get(acme.user.id)).toEqual(extension)
  expect((await as(server, acme.user).get('/api/v1/me')).json().extension).toEqual(extension)
})

test('who has an extension in the draft is removed once it is somebody else’s, without an Apply', async () => {
  const { server, acme } = await arrange()
  const owner = as(server, acme.owner)
  const path = `/api/v1/users/${acme.user.id}`
  const config = { userId: acme.user.id }
  const body = { name: 'Front desk', extension: '1001', config }
  const id = await makeNode(server, acme.owner, { type: 'extension', body })
  const inDraft = await owner.del(path, { version: 1 })
  expect(inDraft.statusCode, inDraft.body).toBe(409)
  expect(inDraft.json()).toMatchObject({
    code: 'in_use',
    detail: expect.stringContaining('still has “Front desk”'),
    references: [{ kind: 'node', id, name: 'Front desk', path: 'userId' }],
  })
  expect((await owner.post('/api/v1/flow/apply', {})).statusCode).toBe(200)
  const taken = { config: { userId: acme.admin.id } }
  await owner.patch(`${pathOf('extension')}/${id}`, taken, { version: 1 })
  expect((await owner.del(path, { version: 1 })).statusCode).toBe(204)
})

test('a person is given an extension or removed, not both at once', async () => {
  const { server, acme } = await arrange()
  const owner = as(server, acme.owner)
  const id = await makeNode(server, acme.owner, { type: 'extension', body: { extension: '1001' } })
  const [given, removed] = await Promise.all([
    owner.patch(
      `${pathOf('extension')}/${id}`,
      { config: { userId: acme.user.id } },
      { version: 1 },
    ),
    owner.del(`/api/v1/users/${acme.user.id}`, { version: 1 }),
  ])
  expect([
    [200, 409],
    [422, 204],
  ]).toContainEqual([given.statusCode, removed.statusCode])
})
