import { afterEach, beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'

// Opens the server outside the time of the first test.
beforeAll(testApp)

const start = new Date('2026-03-02T15:00:00Z')
afterEach(async () => (await testApp()).setNow(start))

/** Entries of the same millisecond have no order. */
async function secondsLater(seconds: number): Promise<void> {
  const { setNow } = await testApp()
  setNow(new Date(start.getTime() + seconds * 1000))
}

test('the log says who changed what, newest first, page by page', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const path = `/api/v1/users/${acme.user.id}`
  const owner = as(server, acme.owner)
  await secondsLater(1)
  await owner.patch(path, { name: 'Uma', role: 'reporter' }, { version: 1 })
  await secondsLater(2)
  await as(server, acme.admin).del(path, { version: 2 })
  await secondsLater(3)
  await as(server, acme.admin).del(`/api/v1/users/${acme.reporter.id}`, { version: 1 })
  const first = (await owner.get('/api/v1/audit-log?limit=1')).json()
  expect(first.items).toMatchObject([{ action: 'user.remove', subjectId: acme.reporter.id }])
  const rest = (await owner.get(`/api/v1/audit-log?limit=2&cursor=${first.nextCursor}`)).json()
  expect(rest.nextCursor).toBeNull()
  expect(rest.items).toMatchObject([
    {
      at: '2026-03-02T15:00:02.000Z',
      actor: { kind: 'user', id: acme.admin.id, name: acme.admin.name },
      action: 'user.remove',
      subjectId: acme.user.id,
      subjectName: 'Uma',
      before: { name: 'Uma', role: 'reporter' },
      after: null,
    },
    {
      actor: { id: acme.owner.id },
      action: 'user.update',
      subjectName: acme.user.name,
      before: { name: acme.user.name, role: 'pbx_user' },
      after: { name: 'Uma', role: 'reporter' },
    },
  ])
})

test('the log is filtered by actor, action and subject', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const owner = as(server, acme.owner)
  await owner.patch(`/api/v1/users/${acme.user.id}`, { name: 'Uma' }, { version: 1 })
  await secondsLater(1)
  await as(server, acme.admin).del(`/api/v1/users/${acme.reporter.id}`, { version: 1 })
  const actions = async (filter: string) =>
    (await owner.get(`/api/v1/audit-log?${filter}`))
      .json()
      .items.map(({ action }: { action: string }) => action)
  expect(await actions(`actor=${acme.admin.id}`)).toEqual(['user.remove'])
  expect(await actions('action=user.update')).toEqual(['user.update'])
  expect(await actions('action=user')).toEqual(['user.remove', 'user.update'])
  expect(await actions(`subject=${acme.user.id}`)).toEqual(['user.update'])
  expect(await actions('action=user&actor=nobody')).toEqual([])
})

test('a refused change leaves no entry', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const owner = as(server, acme.owner)
  await owner.patch(`/api/v1/users/${acme.owner.id}`, { role: 'reporter' }, { version: 1 })
  const { items } = (await owner.get('/api/v1/audit-log')).json()
  expect(items).toEqual([])
})

test('owners and admins read the log, of their own organization only', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const other = await makeOrganization(server, { name: 'Other' })
  for (const sender of [acme.user, acme.reporter, acme.apiKey])
    expect((await as(server, sender).get('/api/v1/audit-log')).statusCode).toBe(403)
  await as(server, acme.owner).patch('/api/v1/me', { name: 'Mine' })
  await as(server, other.owner).patch('/api/v1/me', { name: 'Theirs' })
  const { items } = (await as(server, other.admin).get('/api/v1/audit-log')).json()
  expect(items).toMatchObject([{ action: 'user.update', after: { name: 'Theirs' } }])
})
