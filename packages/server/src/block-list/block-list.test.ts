import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { auditLog } from '../audit-log/table.ts'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { applyCompany, makeVoiceDomain, placeCall } from '../testing/voice-domain.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

const path = '/api/v1/block-list'

test('a number is blocked, found and taken off again, and the audit log tells it', async () => {
  const { admin, organizationId } = await makeOrganization(app)
  const api = as(app, admin)
  const added = await api.post(path, { number: '+1 (202) 555-0150', note: 'Robot' })
  expect(added.statusCode, added.body).toBe(201)
  const entry = added.json()
  expect(entry).toMatchObject({ number: '+12025550150', note: 'Robot' })
  for (const q of ['555015', 'robot'])
    expect((await api.get(`${path}?q=${q}`)).json().items).toEqual([entry])
  expect((await api.get(`${path}?q=other`)).json().items).toEqual([])
  const twice = await api.post(path, { number: '+12025550150' })
  expect(twice.statusCode).toBe(409)
  expect(twice.json().errors).toEqual([
    { path: 'number', message: '+12025550150 is on the block list already.' },
  ])
  expect((await api.del(`${path}/${entry.id}`)).statusCode).toBe(204)
  expect((await api.del(`${path}/${entry.id}`)).statusCode).toBe(404)
  expect((await api.get(path)).json().items).toEqual([])
  const rows = await app.deps.db.query
    .select({ action: auditLog.action, subjectName: auditLog.subjectName })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId))
    .orderBy(auditLog.id)
  expect(rows.filter((row) => row.action.startsWith('block_list.'))).toEqual([
    { action: 'block_list.add', subjectName: '+12025550150' },
    { action: 'block_list.remove', subjectName: '+12025550150' },
  ])
})

test('a number may be on the lists of two organizations, and a reporter changes none', async () => {
  const ours = await makeOrganization(app)
  const theirs = await makeOrganization(app)
  const { id } = (await as(app, ours.owner).post(path, { number: '+12025550150' })).json()
  const other = as(app, theirs.owner)
  expect((await other.post(path, { number: '+12025550150' })).statusCode).toBe(201)
  expect((await other.del(`${path}/${id}`)).statusCode).toBe(404)
  const reporter = as(app, ours.reporter)
  expect((await reporter.get(path)).json().items).toHaveLength(1)
  expect((await reporter.post(path, { number: '+12025550151' })).statusCode).toBe(403)
  expect((await reporter.del(`${path}/${id}`)).statusCode).toBe(403)
})

test.each(['2025550150', 'anonymous', ''])('%j is no number', async (number) => {
  const { owner } = await makeOrganization(app)
  const refused = await as(app, owner).post(path, { number })
  expect(refused.statusCode).toBe(422)
  expect(refused.json().errors[0].path).toBe('number')
})

test('the list is paged by number', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  for (const number of ['+12025550151', '+12025550150', '+12025550152'])
    await api.post(path, { number })
  const first = (await api.get(`${path}?limit=2`)).json()
  const second = (await api.get(`${path}?limit=2&cursor=${first.nextCursor}`)).json()
  const numbers = [...first.items, ...second.items].map((item: { number: string }) => item.number)
  expect(numbers).toEqual(['+12025550150', '+12025550151', '+12025550152'])
  expect(second.nextCursor).toBeNull()
})

test('blocking acts on the next call, without Apply', async () => {
  const { owner, organizationId } = await makeOrganization(app)
  const domain = await makeVoiceDomain(app, organizationId)
  await applyCompany(app, organizationId, {
    nodes: [
      {
        key: '$screen',
        type: 'caller_filter',
        name: 'Screen',
        config: { rules: [{ id: 'blocked', name: 'Blocked', kind: 'block_list' }] },
        exits: { blocked: '$away', otherwise: '$welcome' },
      },
      { key: '$away', type: 'hang_up', name: 'Away', config: { reason: 'rejected' } },
      {
        key: '$welcome',
        type: 'announcement',
        name: 'Welcome',
        config: { prompt: { text: 'Welcome.' } },
      },
    ],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$screen', callerNamePrefix: '' }],
    outboundRoutes: [],
  })
  const api = as(app, owner)
  const call = (from: string) => placeCall(app, domain, { from }).route()
  expect((await call('12025550150')).cxml).toContain('Welcome.')
  const { id } = (await api.post(path, { number: '+12025550150' })).json()
  await app.services.blockList.refresh()
  expect((await call('12025550150')).cxml).toContain('<Reject reason="rejected"/>')
  expect((await call('12025550151')).cxml).toContain('Welcome.')
  await api.del(`${path}/${id}`)
  await app.services.blockList.refresh()
  expect((await call('12025550150')).cxml).toContain('Welcome.')
})
