import { beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { makeExtension, makeNode } from '../testing/sample-nodes.ts'

let server: TestApp
let acme: TestOrganization

beforeAll(async () => {
  server = await testApp()
})
beforeEach(async () => {
  acme = await makeOrganization(server)
})

const path = '/api/v1/flow/apply-at-once'
const switchOn = () => as(server, acme.owner).put(path, { on: true })
const changes = async () => (await as(server, acme.owner).get('/api/v1/flow/changes')).json()
const revisions = async () => (await as(server, acme.owner).get('/api/v1/revisions')).json().items

test('it is off from the start, and only the owner switches it', async () => {
  await makeExtension(server, acme.owner)
  await server.runJobs()
  expect(await revisions()).toEqual([])
  expect((await changes()).atOnce).toEqual({ on: false, pending: false, problem: null })
  expect((await as(server, acme.admin).put(path, { on: true })).statusCode).toBe(403)
  const on = await switchOn()
  expect(on.json()).toEqual({ on: true, pending: false, problem: null })
  await server.runJobs()
  // What waits goes on waiting.
  expect(await revisions()).toEqual([])
})

test('a change is followed by Apply, in the name of who made it', async () => {
  await switchOn()
  const id = await makeExtension(server, acme.admin)
  expect((await changes()).atOnce.pending).toBe(true)
  await server.runJobs()
  expect(await revisions()).toMatchObject([
    { number: 1, author: acme.admin.name, note: 'Applied at once', live: true },
  ])
  expect(await changes()).toMatchObject({
    changes: [],
    atOnce: { on: true, pending: false, problem: null },
  })
  const { items } = (await as(server, acme.owner).get('/api/v1/audit-log?action=flow.apply')).json()
  expect(items).toMatchObject([{ actor: { name: acme.admin.name } }])
  const number = { number: '+12025550100', entry: id }
  await as(server, acme.owner).post('/api/v1/phone-numbers', number)
  await server.runJobs()
  expect(await revisions()).toMatchObject([{ number: 2, author: acme.owner.name }, { number: 1 }])
})

test('quick changes may become one revision, and the same version is applied once', async () => {
  await switchOn()
  await makeExtension(server, acme.owner, '1001')
  await makeExtension(server, acme.owner, '1002')
  await server.runJobs()
  await server.runJobs()
  expect(await revisions()).toMatchObject([{ number: 1, counts: { nodes: 2 } }])
})

test('with an error the change stays in the draft, which says why until it is mended', async () => {
  await switchOn()
  const person = await makeExtension(server, acme.owner)
  await server.runJobs()
  const broken = { name: 'Hello', config: { prompt: { text: 'Hello.' } }, exits: { next: person } }
  const id = await makeNode(server, acme.admin, { type: 'announcement', body: broken })
  const api = as(server, acme.admin)
  await server.runJobs()
  await api.patch(`/api/v1/extensions/${person}`, { enabled: false }, { version: 1 })
  await server.runJobs()
  expect((await revisions())[0].number).toBe(2)
  const now = await changes()
  expect(now.atOnce).toEqual({
    on: true,
    pending: false,
    problem: 'Nothing was applied: the call flow has one error.',
  })
  expect(now.changes).toHaveLength(1)
  const log = await as(server, acme.owner).get('/api/v1/audit-log?action=flow.not_applied')
  expect(log.json().items).toMatchObject([{ actor: { name: acme.admin.name } }])
  await api.patch(`/api/v1/announcements/${id}`, { exits: { next: null } }, { version: 1 })
  await server.runJobs()
  expect(await changes()).toMatchObject({ changes: [], atOnce: { problem: null } })
})

test('a red flow test leaves the change in the draft', async () => {
  await switchOn()
  const end = await makeNode(server, acme.owner, { type: 'hang_up' })
  await as(server, acme.owner).post('/api/v1/phone-numbers', { number: '+12025550100', entry: end })
  await server.runJobs()
  const red = await as(server, acme.owner).post('/api/v1/flow-tests', {
    name: 'Somebody answers',
    from: '+12025550150',
    to: '+12025550100',
    at: '2026-11-17T10:42',
    expect: { ends: 'answered' },
  })
  expect(red.statusCode, red.body).toBe(201)
  await server.runJobs()
  expect((await changes()).atOnce.problem).toBe('Nothing was applied: one flow test is red.')
  expect(await revisions()).toHaveLength(1)
})

test('switched off, a change waits for Apply', async () => {
  await switchOn()
  await makeExtension(server, acme.owner)
  await as(server, acme.owner).put(path, { on: false })
  await server.runJobs()
  expect(await revisions()).toEqual([])
  expect((await changes()).changes).toHaveLength(1)
})
