import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { importFlow } from '../call-flow/service.ts'
import { systemCtx } from '../context.ts'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { makeExtension, makeNode, pathOf } from '../testing/sample-nodes.ts'
import { members } from '../users/table.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

const apply = '/api/v1/flow/apply'

test('Apply makes the draft live, once, and names who did it', async () => {
  const { owner, admin } = await makeOrganization(app)
  const extension = await makeExtension(app, admin)
  const before = await as(app, owner).get('/api/v1/flow/changes')
  expect(before.json()).toMatchObject({
    draftVersion: 1,
    liveRevision: null,
    changes: [{ kind: 'node', id: extension, nodeType: 'extension', change: 'added', fields: [] }],
  })
  const first = await as(app, admin).post(apply, { note: 'First day' })
  expect(first.statusCode, first.body).toBe(200)
  expect(first.json()).toMatchObject({
    revision: {
      number: 1,
      live: true,
      author: admin.name,
      note: 'First day',
      restoredFrom: null,
      counts: { nodes: 1, phoneNumbers: 0, outboundRoutes: 0 },
    },
    unchanged: false,
    missing: [],
  })
  const after = await as(app, owner).get('/api/v1/flow/changes')
  expect(after.json()).toMatchObject({ draftVersion: 1, liveRevision: 1, changes: [] })
  const read = await as(app, owner).get(`${pathOf('extension')}/${extension}`)
  expect(read.json().state).toBe('live')

  const again = await as(app, owner).post(apply, {})
  expect(again.json()).toMatchObject({ revision: first.json().revision, unchanged: true })
  const list = await as(app, owner).get('/api/v1/revisions')
  expect(list.json()).toEqual({ items: [first.json().revision], nextCursor: null })
})

test('changes are told by field with the names of steps', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const maya = await makeExtension(app, owner, '1001')
  const omar = await makeExtension(app, owner, '1002')
  const group = await makeNode(app, owner, {
    type: 'ring_group',
    body: { config: { members: [{ node: maya }] } },
  })
  const number = await api.post('/api/v1/phone-numbers', { number: '+12025550100', entry: group })
  const route = await api.post('/api/v1/outbound-routes', { name: 'Home', countries: ['US'] })
  await api.post(apply, {})
  const members = [{ node: omar }, { node: maya, priority: 2 }]
  await api.patch(
    `${pathOf('ring_group')}/${group}`,
    { config: { members, rounds: 2 }, exits: { no_answer: maya }, position: { x: 9, y: 9 } },
    { version: 1 },
  )
  await api.patch(
    `/api/v1/phone-numbers/${number.json().id}`,
    { label: 'Main', entry: omar },
    { version: 1 },
  )
  await api.del(`/api/v1/outbound-routes/${route.json().id}`, { version: 1 })
  expect((await api.get('/api/v1/flow/changes')).json().changes).toEqual([
    {
      kind: 'node',
      id: group,
      nodeType: 'ring_group',
      name: 'Sales',
      change: 'changed',
      fields: [
        { path: 'config.members.0.node', before: 'Person 1001', after: 'Person 1002' },
        {
          path: 'config.members.1',
          before: null,
          after: { node: 'Person 1001', priority: 2, ringSeconds: null },
        },
        { path: 'config.rounds', before: 1, after: 2 },
        { path: 'exits.no_answer', before: null, after: 'Person 1001' },
      ],
    },
    {
      kind: 'phone_number',
      id: number.json().id,
      nodeType: null,
      name: '+12025550100',
      change: 'changed',
      fields: [
        { path: 'label', before: '', after: 'Main' },
        { path: 'entry', before: 'Sales', after: 'Person 1002' },
      ],
    },
    {
      kind: 'outbound_route',
      id: route.json().id,
      nodeType: null,
      name: 'Home',
      change: 'removed',
      fields: [],
    },
  ])
})

test('a flow with errors is not applied, and each error names its step', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const off = await makeNode(app, owner, { type: 'hang_up', body: { enabled: false } })
  const notice = await makeNode(app, owner, {
    type: 'announcement',
    body: { exits: { next: off } },
  })
  const outside = await makeNode(app, owner, { type: 'external' })
  const number = await api.post('/api/v1/phone-numbers', { number: '+12025550100' })
  const lint = (await api.post('/api/v1/flow/lint')).json()
  const refused = await api.post(apply, {})
  expect(refused.statusCode).toBe(409)
  const problem = refused.json()
  expect(problem.code).toBe('flow_has_errors')
  expect(problem.errors).toHaveLength(lint.errors.length)
  const paths = problem.errors.map(({ path }: { path: string }) => path)
  expect(paths).toEqual(
    expect.arrayContaining([
      `nodes.${notice}`,
      `nodes.${outside}`,
      `phoneNumbers.${number.json().id}`,
    ]),
  )
  expect((await api.get('/api/v1/revisions')).json().items).toEqual([])
  expect((await api.get('/api/v1/flow')).json().liveRevision).toBe(null)
})

test('an Apply of an older draft is refused with who changed it, and the changes say when', async () => {
  const { owner, admin } = await makeOrganization(app)
  await makeExtension(app, owner, '1001')
  const { version } = (await as(app, owner).get('/api/v1/flow')).json()
  app.setNow('2026-03-02T15:30:00Z')
  await makeExtension(app, admin, '1002')
  const refused = await as(app, owner).post(apply, {}, { version })
  expect(refused.statusCode).toBe(409)
  expect(refused.json()).toMatchObject({
    code: 'conflict',
    detail: `${admin.name} changed the draft meanwhile. Look at the changes and apply again.`,
  })
  expect((await as(app, owner).get('/api/v1/flow/changes')).json()).toMatchObject({
    draftVersion: version + 1,
    changedAt: '2026-03-02T15:30:00.000Z',
    changedBy: admin.name,
  })
  const fresh = await as(app, owner).post(apply, {}, { version: version + 1 })
  expect(fresh.statusCode).toBe(200)
})

test('of two Applies at once one makes the revision and the other finds nothing to change', async () => {
  const { owner, admin } = await makeOrganization(app)
  await makeExtension(app, owner)
  const answers = await Promise.all(
    [owner, admin, owner, admin].map((person) => as(app, person).post(apply, {}, { version: 1 })),
  )
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200])
  const unchanged = answers.map((answer) => answer.json().unchanged)
  expect(unchanged.filter((value) => value === false)).toHaveLength(1)
  expect((await as(app, owner).get('/api/v1/revisions')).json().items).toHaveLength(1)
})

test('discarding the draft brings back content, ids and places of the live revision', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const a = await makeNode(app, owner, { type: 'hang_up', body: { name: 'A' } })
  const b = await makeNode(app, owner, {
    type: 'hang_up',
    body: { name: 'B', position: { x: 7, y: 8 } },
  })
  const number = (
    await api.post('/api/v1/phone-numbers', { number: '+12025550100', entry: a })
  ).json()
  const route = (
    await api.post('/api/v1/outbound-routes', { name: 'Home', countries: ['US'] })
  ).json()
  const nothing = await api.del('/api/v1/flow/draft')
  expect(nothing.statusCode).toBe(409)
  await api.post(apply, {})
  const live = (await api.get('/api/v1/flow')).json()

  await api.del(`${pathOf('hang_up')}/${b}`, { version: 1 })
  await api.patch(`${pathOf('hang_up')}/${a}`, { name: 'B' }, { version: 1 })
  const extra = await makeNode(app, owner, { type: 'hang_up', body: { name: 'A' } })
  await api.del(`/api/v1/phone-numbers/${number.id}`, { version: 1 })
  await api.patch(`/api/v1/outbound-routes/${route.id}`, { prefixes: ['+1202'] }, { version: 1 })
  expect((await api.get('/api/v1/flow/changes')).json().changes).toHaveLength(5)

  expect((await api.del('/api/v1/flow/draft')).statusCode).toBe(204)
  expect((await api.get('/api/v1/flow/changes')).json().changes).toEqual([])
  const back = (await api.get('/api/v1/flow')).json()
  const content = (flow: { nodes: { version: number }[] }) =>
    flow.nodes.map(({ version, ...node }) => node)
  expect(content(back)).toEqual(content(live))
  expect(back).toMatchObject({
    phoneNumbers: live.phoneNumbers.map(({ version, ...number }: { version: number }) => number),
    outboundRoutes: live.outboundRoutes,
  })
  expect((await api.get(`${pathOf('hang_up')}/${extra}`)).statusCode).toBe(404)
  const stale = await api.patch(`${pathOf('hang_up')}/${a}`, { name: 'C' }, { version: 1 })
  expect(stale.statusCode).toBe(412)
})

test('a restore makes an old content live at once, and the draft stays', async () => {
  const { owner, user } = await makeOrganization(app)
  const api = as(app, owner)
  const id = await makeNode(app, owner, {
    type: 'extension',
    body: { config: { userId: user.id } },
  })
  const path = `${pathOf('extension')}/${id}`
  const first = (await api.post(apply, {})).json().revision
  await api.patch(path, { name: 'Second' }, { version: 1 })
  await api.post(apply, {})
  await api.patch(path, { name: 'Third' }, { version: 2 })
  // Who has an extension is not removed; here she left long after another was chosen.
  await app.deps.db.query.delete(members).where(eq(members.userId, user.id))
  const missing = ['The person of extension 1001 "Maya Keller"']

  const old = (await api.get('/api/v1/revisions/1')).json()
  expect(old).toMatchObject({ ...first, live: false, missing })
  expect(old.flow.nodes).toMatchObject([{ id, name: 'Maya Keller' }])
  expect(old.changes).toMatchObject([
    { id, fields: [{ path: 'name', before: 'Second', after: 'Maya Keller' }] },
  ])
  const restored = await api.post('/api/v1/revisions/1/restore')
  expect(restored.json()).toMatchObject({
    revision: { number: 3, live: true, restoredFrom: 1, contentHash: first.contentHash },
    unchanged: false,
    missing,
  })
  expect((await api.get(path)).json()).toMatchObject({ name: 'Third', state: 'changed' })
  const numbers = (await api.get('/api/v1/revisions?limit=2')).json()
  expect(numbers.items.map((revision: { number: number }) => revision.number)).toEqual([3, 2])
  const rest = (await api.get(`/api/v1/revisions?limit=2&cursor=${numbers.nextCursor}`)).json()
  expect(rest.items.map((revision: { number: number }) => revision.number)).toEqual([1])
  expect((await api.post('/api/v1/revisions/9/restore')).statusCode).toBe(404)
})

test('another organization sees no revision, and a reporter changes none', async () => {
  const { owner, reporter } = await makeOrganization(app)
  const other = await makeOrganization(app)
  await makeExtension(app, owner)
  await as(app, owner).post(apply, {})
  expect((await as(app, other.owner).get('/api/v1/revisions')).json().items).toEqual([])
  expect((await as(app, other.owner).get('/api/v1/revisions/1')).statusCode).toBe(404)
  expect((await as(app, other.owner).post('/api/v1/revisions/1/restore')).statusCode).toBe(404)
  const api = as(app, reporter)
  expect((await api.get('/api/v1/revisions/1')).statusCode).toBe(200)
  expect((await api.post(apply, {})).statusCode).toBe(403)
  expect((await api.del('/api/v1/flow/draft')).statusCode).toBe(403)
  expect((await api.post('/api/v1/revisions/1/restore')).statusCode).toBe(403)
})

test('a flow of 1,000 steps is imported, applied and discarded', async () => {
  const { owner, organizationId } = await makeOrganization(app)
  const ctx = systemCtx(app.deps, organizationId, ['flow.write'])
  const nodes = Array.from({ length: 1_000 }, (_, index) => ({
    key: `$step${index}`,
    type: 'announcement' as const,
    name: `Step ${index} ]]> 🦉`,
    config: { prompt: { text: `This is step ${index}.` } },
    exits: index === 0 ? {} : { next: `$step${index - 1}` },
  }))
  const ids = await importFlow(ctx, {
    nodes,
    phoneNumbers: [
      { number: '+12025550100', label: 'Main', entry: '$step999', callerNamePrefix: '' },
    ],
    outboundRoutes: [{ name: 'Home', countries: ['US'], prefixes: [], trunks: [] }],
  })
  const api = as(app, owner)
  const applied = await api.post(apply, {})
  expect(applied.statusCode, applied.body).toBe(200)
  expect(applied.json().revision.counts).toEqual({
    nodes: 1_000,
    phoneNumbers: 1,
    outboundRoutes: 1,
  })
  const flow = (await api.get('/api/v1/flow')).json()
  expect(flow.phoneNumbers[0].entry).toBe(ids.$step999)
  const last = await api.get(`${pathOf('announcement')}/${ids.$step998}`)
  expect(last.json()).toMatchObject({ exits: { next: ids.$step997 }, references: 1 })
  await api.patch(`${pathOf('announcement')}/${ids.$step5}`, { enabled: false }, { version: 1 })
  expect((await api.del('/api/v1/flow/draft')).statusCode).toBe(204)
  expect((await api.get('/api/v1/flow/changes')).json().changes).toEqual([])
})
