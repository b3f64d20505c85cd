import { beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import {
  as,
  cookiesOf,
  makeOperator,
  makeOrganization,
  makePerson,
  nobody,
  password,
} from '../testing/factories.ts'

// Opens the server outside the time of the first test.
beforeAll(testApp)

async function arrange() {
  const server = await testApp()
  return { server, acme: await makeOrganization(server) }
}

function signInFrom(remoteAddress: string, email: string, given: string, cookie = '') {
  return testApp().then(({ app }) =>
    app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      remoteAddress,
      headers: { 'content-type': 'application/json', cookie },
      payload: JSON.stringify({ email, password: given }),
    }),
  )
}

test('a person signs in, sees who she is, and signs out', async () => {
  const { server, acme } = await arrange()
  const signedIn = await as(server, nobody).post('/api/auth/sign-in/email', {
    email: acme.owner.email.toUpperCase(),
    password,
  })
  expect(signedIn.statusCode).toBe(200)
  const browser = { headers: { cookie: cookiesOf(signedIn) } }
  const me = (await as(server, browser).get('/api/v1/me')).json()
  expect(me).toEqual(signedIn.json())
  expect(me).toMatchObject({
    id: acme.owner.id,
    email: acme.owner.email,
    isOperator: false,
    role: 'owner',
    organization: { id: acme.organizationId, name: acme.name, status: 'active' },
    memberships: [{ organizationId: acme.organizationId, name: acme.name, role: 'owner' }],
    extension: null,
  })
  expect((await as(server, browser).post('/api/auth/sign-out', {})).statusCode).toBe(204)
  expect((await as(server, browser).get('/api/v1/me')).statusCode).toBe(401)
})

test('the cookie is for this site only and for no script', async () => {
  const { server, acme } = await arrange()
  const body = { email: acme.user.email, password }
  const plain = await as(server, nobody).post('/api/auth/sign-in/email', body)
  const cookie = plain.cookies.find(({ name }) => name === 'sign_in')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 7_776_000 })
  expect(cookie?.secure).toBeUndefined()
  expect(cookie?.value).toMatch(/^[\w-]{43}$/)
})

test('an unknown address and a wrong password get the same answer', async () => {
  const { acme } = await arrange()
  const wrong = await signInFrom('192.0.2.1', acme.owner.email, 'not the password')
  const unknown = await signInFrom('192.0.2.1', 'nobody.here@acme.example', 'not the password')
  expect(wrong.statusCode).toBe(401)
  expect({ ...wrong.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' })
  expect(wrong.headers['set-cookie']).toBeUndefined()
})

test('guessing at an account from one address is stopped, and the right password with it', async () => {
  const { acme } = await arrange()
  const { email } = acme.owner
  for (let attempt = 0; attempt < 5; attempt++)
    expect((await signInFrom('192.0.2.2', email, `guess ${attempt}`)).statusCode).toBe(401)
  const stopped = await signInFrom('192.0.2.2', email, password)
  expect(stopped.statusCode).toBe(429)
  expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0)
  expect((await signInFrom('192.0.2.3', email, password)).statusCode).toBe(200)
})

test('many addresses that guess do not lock out a browser that signed in before', async () => {
  const { acme } = await arrange()
  const { email } = acme.owner
  const known = cookiesOf(await signInFrom('192.0.2.4', email, password))
  for (let attempt = 0; attempt < 50; attempt++)
    await signInFrom(`198.51.100.${attempt}`, email, 'guess')
  expect((await signInFrom('198.51.100.99', email, password)).statusCode).toBe(429)
  expect((await signInFrom('198.51.100.99', email, password, known)).statusCode).toBe(200)
})

test("one account's known browser gives no free tries at another account", async () => {
  const { acme } = await arrange()
  const known = cookiesOf(await signInFrom('192.0.2.5', acme.user.email, password))
  for (let attempt = 0; attempt < 5; attempt++)
    await signInFrom('192.0.2.5', acme.admin.email, 'guess', known)
  expect((await signInFrom('192.0.2.5', acme.admin.email, password, known)).statusCode).toBe(429)
})

test('a sign-in ends 30 days after its last use', async () => {
  const { server, acme } = await arrange()
  const start = server.deps.clock.now()
  const after = (days: number) => server.setNow(new Date(start.getTime() + days * 86_400_000))
  try {
    after(29)
    expect((await as(server, acme.owner).get('/api/v1/me')).statusCode).toBe(200)
    after(58)
    expect((await as(server, acme.owner).get('/api/v1/me')).statusCode).toBe(200)
    after(89)
    expect((await as(server, acme.owner).get('/api/v1/me')).statusCode).toBe(401)
    expect((await as(server, acme.user).get('/api/v1/me')).statusCode).toBe(401)
  } finally {
    server.setNow(start)
  }
})

test('a sign-in ends 90 days after it began, however often it is used', async () => {
  const { server, acme } = await arrange()
  const start = server.deps.clock.now()
  const statuses: number[] = []
  try {
    for (const days of [25, 50, 75, 89, 91]) {
      server.setNow(new Date(start.getTime() + days * 86_400_000))
      statuses.push((await as(server, acme.owner).get('/api/v1/me')).statusCode)
    }
  } finally {
    server.setNow(start)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 401])
})

test('a new password ends every other sign-in and keeps this browser signed in', async () => {
  const { server, acme } = await arrange()
  const other = cookiesOf(await signInFrom('192.0.2.6', acme.user.email, password))
  const elsewhere = { headers: { cookie: other } }
  expect((await as(server, elsewhere).get('/api/v1/me')).statusCode).toBe(200)
  const changed = await as(server, acme.user).post('/api/v1/me/password', {
    currentPassword: password,
    newPassword: 'another horse battery',
  })
  expect(changed.statusCode).toBe(204)
  const renewed = { headers: { cookie: cookiesOf(changed) } }
  expect((await as(server, renewed).get('/api/v1/me')).statusCode).toBe(200)
  expect((await as(server, elsewhere).get('/api/v1/me')).statusCode).toBe(401)
  expect((await as(server, acme.user).get('/api/v1/me')).statusCode).toBe(401)
  expect((await signInFrom('192.0.2.6', acme.user.email, password)).statusCode).toBe(401)
  const again = await signInFrom('192.0.2.6', acme.user.email, 'another horse battery')
  expect(again.statusCode).toBe(200)
})

test('a password is changed only by who knows the present one', async () => {
  const { server, acme } = await arrange()
  const refused = await as(server, acme.user).post('/api/v1/me/password', {
    currentPassword: 'not my password',
    newPassword: 'another horse battery',
  })
  expect(refused.statusCode).toBe(422)
  expect(refused.json().errors).toEqual([
    { path: 'currentPassword', message: 'This is not your password.' },
  ])
  expect((await as(server, acme.user).get('/api/v1/me')).statusCode).toBe(200)
})

test('a person of two organizations looks at one at a time', async () => {
  const { server, acme } = await arrange()
  const other = await makeOrganization(server, { name: 'Beta Bakery' })
  const invited = await as(server, other.owner).post('/api/v1/invitations', {
    name: 'Both',
    email: acme.user.email,
    role: 'reporter',
  })
  const token = invited.json().link.split('/').at(-1)
  const joined = await as(server, nobody).post(`/api/v1/invitations/open/${token}`, { password })
  const browser = { headers: { cookie: cookiesOf(joined) } }
  expect(joined.json()).toMatchObject({ role: 'reporter', organization: { name: 'Beta Bakery' } })
  const back = await as(server, browser).post('/api/v1/me/organization', {
    id: acme.organizationId,
  })
  expect(back.json()).toMatchObject({ role: 'pbx_user', organization: { name: acme.name } })
  expect((await as(server, browser).get('/api/v1/me')).json()).toEqual(back.json())
})

test('nobody looks at an organization that she does not belong to', async () => {
  const { server, acme } = await arrange()
  const other = await makeOrganization(server)
  const refused = await as(server, acme.owner).post('/api/v1/me/organization', {
    id: other.organizationId,
  })
  expect(refused.statusCode).toBe(404)
})

test('an operator without an organization sees no organization and has no permissions', async () => {
  const server = await testApp()
  const operator = await makeOperator(server)
  expect((await as(server, operator).get('/api/v1/me')).json()).toMatchObject({
    isOperator: true,
    organization: null,
    role: null,
    permissions: [],
    memberships: [],
  })
  expect((await as(server, operator).get('/api/v1/users')).statusCode).toBe(403)
})

test('the own name changes in the organization that one looks at', async () => {
  const { server, acme } = await arrange()
  const renamed = await as(server, acme.reporter).patch('/api/v1/me', { name: ' Rosa Reporter ' })
  expect(renamed.json().name).toBe('Rosa Reporter')
  const seen = await as(server, acme.owner).get(`/api/v1/users/${acme.reporter.id}`)
  expect(seen.json()).toMatchObject({ name: 'Rosa Reporter', version: 2 })
})

test('tokens, malformed or of another kind, are nobody', async () => {
  const server = await testApp()
  const person = await makePerson(server, { organizationId: null })
  const token = person.cookie.split('=')[1] ?? ''
  for (const headers of [
    { cookie: 'sign_in=x' },
    { cookie: `sign_in=${'a'.repeat(43)}` },
    { authorization: `Bearer ${token}` },
    { authorization: `Bearer opbx_${'a'.repeat(43)}`, cookie: person.cookie },
    { authorization: 'Basic b3BieDo=', cookie: person.cookie },
  ])
    expect((await as(server, { headers }).get('/api/v1/me')).statusCode).toBe(401)
})
