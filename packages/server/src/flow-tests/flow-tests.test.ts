import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender } from '../testing/factories.ts'
import { makeExtension, makeNode, pathOf } from '../testing/sample-nodes.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

const path = '/api/v1/flow-tests'
const apply = '/api/v1/flow/apply'
const to = '+12025550100'
const call = { from: '+12025550105', to, at: '2026-11-17T10:42' }

/** A number that enters an extension, and a test of it. */
async function makeTested(sender: Sender) {
  const extension = await makeExtension(app, sender, '1001')
  await as(app, sender).post('/api/v1/phone-numbers', { number: to, entry: extension })
  const body = {
    ...call,
    name: 'Mornings ring Person 1001',
    actions: [{ does: 'answer', who: '1001' }],
    expect: { path: { mode: 'exact', steps: [{ node: extension }] }, ends: 'answered' },
  }
  const made = await as(app, sender).post(path, body)
  if (made.statusCode !== 201) throw new Error(made.body)
  return { extension, body, test: made.json() }
}

test('a test is made, found, changed field by field and deleted', async () => {
  const { admin } = await makeOrganization(app)
  const api = as(app, admin)
  const { test: made, extension } = await makeTested(admin)
  expect(made).toMatchObject({
    enabled: true,
    origin: 'trunk',
    at: '2026-11-17T10:42',
    facts: { notReady: [], personal: {}, blocked: false, seed: 1, answers: {} },
    expect: { path: { steps: [{ node: extension, exit: null }] }, rings: null, says: [] },
    version: 1,
    state: 'new',
  })
  const at = `${path}/${made.id}`
  const changed = await api.patch(at, { at: '2026-11-17T10:42:30' }, { version: 1 })
  expect(changed.json()).toMatchObject({
    ...made,
    at: '2026-11-17T10:42:30',
    version: 2,
    updatedAt: changed.json().updatedAt,
  })
  await api.post(apply, {})
  expect((await api.get(at)).json().state).toBe('live')
  await api.patch(at, { enabled: false }, { version: 2 })
  expect((await api.get(`${path}?q=MORNING`)).json().items).toMatchObject([
    { id: made.id, enabled: false, state: 'changed' },
  ])
  expect((await api.get(`${path}?q=evening`)).json().items).toEqual([])
  expect((await api.patch(at, { name: 'X' }, { version: 1 })).statusCode).toBe(412)
  expect((await api.del(at)).statusCode).toBe(428)
  expect((await api.del(at, { version: 3 })).statusCode).toBe(204)
  expect((await api.get(at)).statusCode).toBe(404)
})

test('a list is paged by name', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  for (const name of ['B', 'C', 'A']) {
    await api.post(path, { ...call, name, expect: { ends: 'hung_up' } })
  }
  const first = (await api.get(`${path}?limit=2`)).json()
  const rest = (await api.get(`${path}?limit=2&cursor=${first.nextCursor}`)).json()
  expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(['A', 'B', 'C'])
  expect(rest.nextCursor).toBeNull()
})

test.each([
  [{ expect: {} }, 'expect'],
  [{ at: '2026-02-30T10:00' }, 'at'],
  [{ at: 'tomorrow' }, 'at'],
  [{ actions: [{ does: 'press', keys: 'x' }] }, 'actions.0.keys'],
  [{ actions: [{ does: 'answer' }] }, 'actions.0.who'],
  [
    { expect: { path: { mode: 'exact', steps: [{ node: 'vm_GONE00' }] } } },
    'expect.path.steps.0.node',
  ],
  [{ facts: { seed: -1 } }, 'facts.seed'],
])('%j names its field, and nothing is kept', async (wrong, field) => {
  const { owner } = await makeOrganization(app)
  const good = { ...call, name: 'Test', expect: { ends: 'hung_up' } }
  const refused = await as(app, owner).post(path, { ...good, ...wrong })
  expect(refused.statusCode, refused.body).toBe(422)
  expect(refused.json().errors[0].path).toBe(field)
  expect((await as(app, owner).get(path)).json().items).toEqual([])
})

test('two tests have two names', async () => {
  const { owner } = await makeOrganization(app)
  const body = { ...call, name: 'Same', expect: { ends: 'hung_up' } }
  expect((await as(app, owner).post(path, body)).statusCode).toBe(201)
  const refused = await as(app, owner).post(path, body)
  expect(refused.statusCode).toBe(409)
  expect(refused.json().errors[0].path).toBe('name')
})

test('another organization and a reporter: not found, not allowed', async () => {
  const ours = await makeOrganization(app)
  const theirs = await makeOrganization(app)
  const { test: made, body } = await makeTested(ours.owner)
  const at = `${path}/${made.id}`
  const stranger = as(app, theirs.owner)
  expect((await stranger.get(at)).statusCode).toBe(404)
  expect((await stranger.patch(at, { name: 'X' }, { version: 1 })).statusCode).toBe(404)
  expect((await stranger.del(at, { version: 1 })).statusCode).toBe(404)
  expect((await stranger.post(`${path}/run`, { ids: [made.id] })).statusCode).toBe(422)
  const reporter = as(app, ours.reporter)
  expect((await reporter.get(path)).json().items).toHaveLength(1)
  expect((await reporter.post(path, body)).statusCode).toBe(403)
  expect((await reporter.post(`${path}/run`, {})).json()).toMatchObject({ green: 1, red: 0 })
})

test('a run tells what happened, of stored tests and of one that is not stored', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const { test: made, body, extension } = await makeTested(owner)
  const ran = await api.post(`${path}/run`, {})
  expect(ran.json()).toMatchObject({
    green: 1,
    red: 0,
    results: [
      {
        id: made.id,
        name: made.name,
        passed: true,
        failures: [],
        rang: ['1001'],
        ends: 'answered',
        unused: 0,
        trace: [{ name: 'Call' }, { node: extension }, { node: extension }],
      },
    ],
  })
  const test = { ...body, name: 'Not stored', expect: { ends: 'message' } }
  const other = (await api.post(`${path}/run`, { test, trace: false })).json()
  expect(other).toMatchObject({
    green: 0,
    red: 1,
    results: [
      {
        id: null,
        passed: false,
        failures: ['Expected that the caller leaves a message; somebody picks up.'],
        trace: [],
      },
    ],
  })
  expect((await api.get(path)).json().items).toHaveLength(1)
  const live = await api.post(`${path}/run`, { revision: 'live' })
  expect(live.statusCode).toBe(409)
  await api.post(apply, {})
  expect((await api.post(`${path}/run`, { revision: 'live' })).json().green).toBe(1)
})

test('a red test stops Apply and says why; one that is switched off does not', async () => {
  const { owner, admin } = await makeOrganization(app)
  const api = as(app, admin)
  const { extension, test: made } = await makeTested(admin)
  expect((await api.post(apply, {})).statusCode).toBe(200)
  const box = await makeNode(app, admin, { type: 'voicemail' })
  const number = (await api.get('/api/v1/phone-numbers')).json().items[0]
  await api.patch(`/api/v1/phone-numbers/${number.id}`, { entry: box }, { version: 1 })
  const refused = await api.post(apply, {})
  expect(refused.statusCode).toBe(409)
  expect(refused.json()).toMatchObject({
    code: 'flow_tests_failed',
    detail: 'Nothing was applied: one flow test is red.',
    errors: [
      {
        path: `tests.${made.id}`,
        message:
          '“Mornings ring Person 1001”: Expected “Person 1001” first; the call went to “Main box”. ' +
          'Expected that somebody picks up; OPBX ends the call.',
      },
    ],
  })
  const changes = (await api.get('/api/v1/flow/changes')).json()
  expect(changes.liveRevision).toBe(1)
  expect((await as(app, owner).get('/api/v1/revisions')).json().items).toHaveLength(1)
  await api.patch(`${path}/${made.id}`, { enabled: false }, { version: 1 })
  expect((await api.post(apply, {})).json().revision.number).toBe(2)
  expect((await api.get(`${pathOf('extension')}/${extension}`)).statusCode).toBe(200)
})

test('the owner applies red tests with a reason, which the audit log keeps', async () => {
  const { owner, admin, apiKey } = await makeOrganization(app)
  const { body } = await makeTested(owner)
  await as(app, owner).post(path, { ...body, name: 'Red', expect: { ends: 'message' } })
  const order = { override: true, reason: 'The test is wrong.' }
  const noReason = await as(app, owner).post(apply, { override: true })
  expect(noReason.statusCode).toBe(422)
  expect(noReason.json().errors[0].path).toBe('reason')
  expect((await as(app, admin).post(apply, order)).statusCode).toBe(403)
  expect((await as(app, apiKey).post(apply, order)).statusCode).toBe(403)
  const applied = await as(app, owner).post(apply, order)
  expect(applied.statusCode, applied.body).toBe(200)
  const log = (await as(app, owner).get('/api/v1/audit-log')).json().items
  const entries = log.filter(({ action }: { action: string }) => action === 'flow.apply')
  expect(entries).toMatchObject([
    { after: { revision: 1, override: { reason: 'The test is wrong.', tests: ['Red'] } } },
  ])
})

test('an override where nothing is red is an Apply like any other', async () => {
  const { admin } = await makeOrganization(app)
  await makeTested(admin)
  const applied = await as(app, admin).post(apply, { override: true, reason: 'To be sure.' })
  expect(applied.statusCode).toBe(200)
  const log = (await as(app, admin).get('/api/v1/audit-log')).json().items
  const entry = log.find(({ action }: { action: string }) => action === 'flow.apply')
  expect(entry.after.override).toBeUndefined()
})

test('tests belong to the flow: they are compared, discarded and kept in versions', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const { test: made, body } = await makeTested(owner)
  await api.post(apply, {})
  await api.patch(`${path}/${made.id}`, { name: 'Other name' }, { version: 1 })
  const more = await api.post(path, { ...body, name: 'New one' })
  expect((await api.get('/api/v1/flow/changes')).json().changes).toMatchObject([
    { kind: 'flow_test', id: more.json().id, change: 'added', name: 'New one' },
    {
      kind: 'flow_test',
      id: made.id,
      change: 'changed',
      fields: [{ path: 'name', before: made.name, after: 'Other name' }],
    },
  ])
  expect((await api.del('/api/v1/flow/draft')).statusCode).toBe(204)
  expect((await api.get(path)).json().items).toMatchObject([{ id: made.id, name: made.name }])
  expect((await api.get('/api/v1/flow/changes')).json().changes).toEqual([])
  const revision = (await api.get('/api/v1/revisions/1')).json()
  expect(revision.flow.tests).toMatchObject([{ id: made.id }])
})

test('a flow without tests has the content that it had before there were any', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  await makeExtension(app, owner)
  const before = (await api.post(apply, {})).json()
  expect((await api.get('/api/v1/revisions/1')).json().flow).not.toHaveProperty('tests')
  const made = await api.post(path, { ...call, name: 'Red', expect: { ends: 'answered' } })
  await api.del(`${path}/${made.json().id}`, { version: 1 })
  expect((await api.post(apply, {})).json()).toMatchObject({
    unchanged: true,
    revision: { contentHash: before.revision.contentHash },
  })
})
