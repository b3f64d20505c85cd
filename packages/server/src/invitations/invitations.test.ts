import { beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import {
  as,
  cookiesOf,
  makeOrganization,
  nobody,
  password,
  type Sender,
} from '../testing/factories.ts'

// Opens the server outside the time of the first test.
beforeAll(testApp)

let count = 0

async function arrange(role = 'pbx_user') {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const email = `new.${count++}.${Date.now()}@acme.example`
  const invited = await as(server, acme.owner).post('/api/v1/invitations', {
    name: 'Nina New',
    email,
    role,
  })
  expect(invited.statusCode).toBe(201)
  const token: string = invited.json().link.split('/').at(-1)
  return { server, acme, email, invited: invited.json(), path: `/api/v1/invitations/open/${token}` }
}

test('somebody new joins by her link and is signed in', async () => {
  const { server, acme, email, invited, path } = await arrange()
  expect(invited.link).toBe(`http://localhost:80/ui/invitations/${path.split('/').at(-1)}`)
  expect((await as(server, nobody).get(path)).json()).toEqual({
    organization: acme.name,
    name: 'Nina New',
    email,
    role: 'pbx_user',
    invitedBy: acme.owner.name,
    expiresAt: new Date(server.deps.clock.now().getTime() + 7 * 86_400_000).toISOString(),
    hasAccount: false,
  })
  const joined = await as(server, nobody).post(path, { name: 'Nina Newman', password })
  expect(joined.statusCode).toBe(201)
  const me = await as(server, { headers: { cookie: cookiesOf(joined) } }).get('/api/v1/me')
  expect(me.json()).toMatchObject({
    name: 'Nina Newman',
    email,
    role: 'pbx_user',
    isOperator: false,
    organization: { id: acme.organizationId },
  })
  expect((await as(server, nobody).get(path)).statusCode).toBe(404)
  expect((await as(server, nobody).post(path, { password })).statusCode).toBe(404)
  const { items } = (await as(server, acme.owner).get('/api/v1/invitations')).json()
  expect(items[0]).toMatchObject({ id: invited.id, status: 'accepted' })
  expect(items[0].link).toBeUndefined()
})

test('of two who accept at the same time one joins', async () => {
  const { server, acme, path } = await arrange()
  const answers = await Promise.all([
    as(server, nobody).post(path, { password }),
    as(server, nobody).post(path, { password: 'the other one is' }),
  ])
  expect(answers.map(({ statusCode }) => statusCode === 201).sort()).toEqual([false, true])
  expect((await as(server, acme.owner).get('/api/v1/users')).json().items).toHaveLength(5)
})

test('who has an account proves it with its password', async () => {
  const { server, acme } = await arrange()
  const other = await makeOrganization(server, { name: 'Beta Bakery' })
  const invited = await as(server, other.owner).post('/api/v1/invitations', {
    name: 'Somebody',
    email: acme.admin.email,
    role: 'owner',
  })
  const path = `/api/v1/invitations/open/${invited.json().link.split('/').at(-1)}`
  expect((await as(server, nobody).get(path)).json().hasAccount).toBe(true)
  const refused = await as(server, nobody).post(path, { password: 'not the password' })
  expect(refused.statusCode).toBe(422)
  expect(refused.json().errors[0].path).toBe('password')
  const joined = await as(server, nobody).post(path, { password })
  expect(joined.json()).toMatchObject({
    name: acme.admin.name,
    role: 'owner',
    organization: { name: 'Beta Bakery' },
  })
})

test('a link ends after 7 days, and a new one works', async () => {
  const { server, acme, invited, path } = await arrange()
  const start = server.deps.clock.now()
  try {
    server.setNow(new Date(start.getTime() + 7 * 86_400_000))
    expect((await as(server, nobody).get(path)).statusCode).toBe(404)
    expect((await as(server, nobody).post(path, { password })).statusCode).toBe(404)
    const owner = as(server, acme.owner)
    expect((await owner.get('/api/v1/invitations')).json().items[0].status).toBe('expired')
    const again = await owner.post(`/api/v1/invitations/${invited.id}/resend`, {})
    expect(again.json()).toMatchObject({ id: invited.id, status: 'open' })
    const link = `/api/v1/invitations/open/${again.json().link.split('/').at(-1)}`
    expect((await as(server, nobody).post(link, { password })).statusCode).toBe(201)
  } finally {
    server.setNow(start)
  }
})

test('a new link ends the former one', async () => {
  const { server, acme, invited, path } = await arrange()
  await as(server, acme.owner).post(`/api/v1/invitations/${invited.id}/resend`, {})
  expect((await as(server, nobody).post(path, { password })).statusCode).toBe(404)
})

test('an invitation that was taken back works for nobody', async () => {
  const { server, acme, invited, path } = await arrange()
  const mine = `/api/v1/invitations/${invited.id}`
  expect((await as(server, acme.owner).del(mine)).statusCode).toBe(204)
  expect((await as(server, nobody).post(path, { password })).statusCode).toBe(404)
  expect((await as(server, acme.owner).del(mine)).statusCode).toBe(409)
  expect((await as(server, acme.owner).post(`${mine}/resend`, {})).statusCode).toBe(409)
})

test('an address is invited once at a time, and not when it is in the organization', async () => {
  const { server, acme, email, invited } = await arrange()
  const invite = (address: string) =>
    as(server, acme.owner).post('/api/v1/invitations', {
      name: 'Nina',
      email: address,
      role: 'reporter',
    })
  expect((await invite(email)).statusCode).toBe(422)
  expect((await invite(acme.user.email)).statusCode).toBe(409)
  await as(server, acme.owner).del(`/api/v1/invitations/${invited.id}`)
  expect((await invite(email)).statusCode).toBe(201)
})

test('an admin invites users and reporters only', async () => {
  const { server, acme } = await arrange()
  const statuses: number[] = []
  for (const role of ['owner', 'pbx_admin', 'pbx_user', 'reporter']) {
    const email = `by.admin.${role}.${count++}@acme.example`
    const body = { name: 'New', email, role }
    statuses.push((await as(server, acme.admin).post('/api/v1/invitations', body)).statusCode)
  }
  expect(statuses).toEqual([403, 403, 201, 201])
})

test("an admin touches no owner's invitation", async () => {
  const { server, acme, invited } = await arrange('owner')
  const path = `/api/v1/invitations/${invited.id}`
  expect((await as(server, acme.admin).del(path)).statusCode).toBe(403)
  expect((await as(server, acme.admin).post(`${path}/resend`, {})).statusCode).toBe(403)
})

test('users, reporters, keys and another organization see no invitations', async () => {
  const { server, acme, invited } = await arrange()
  const senders: Sender[] = [acme.user, acme.reporter, acme.apiKey]
  for (const sender of senders)
    expect((await as(server, sender).get('/api/v1/invitations')).statusCode).toBe(403)
  const other = await makeOrganization(server)
  const path = `/api/v1/invitations/${invited.id}`
  expect((await as(server, other.owner).del(path)).statusCode).toBe(404)
  expect((await as(server, other.owner).post(`${path}/resend`, {})).statusCode).toBe(404)
  expect((await as(server, other.owner).get('/api/v1/invitations')).json().items).toEqual([])
})
