import { nodeTypeNames, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { auditLog } from '../audit-log/table.ts'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { bodyAlone, makeExtension, makeNode, pathOf, sampleNodes } from '../testing/sample-nodes.ts'
import { members } from '../users/table.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

interface Node {
  id: string
  version: number
  name: string
}

describe.each(nodeTypeNames)('%s', (type) => {
  const path = pathOf(type)

  test('is created, listed, read, changed and deleted', async () => {
    const { admin } = await makeOrganization(app)
    const api = as(app, admin)
    const target = await makeExtension(app, admin)
    const body = sampleNodes[type](target)
    const created = await api.post(path, body)
    expect(created.statusCode, created.body).toBe(201)
    expect(created.json()).toMatchObject({ ...body, type, version: 1, state: 'new', references: 0 })
    const { id } = created.json<Node>()
    expect(id.startsWith(`${nodeTypes[type].idPrefix}_`)).toBe(true)

    const list = await api.get(`${path}?q=${encodeURIComponent(body.name.slice(1, 4))}`)
    expect(list.json().items.map((item: Node) => item.id)).toEqual([id])

    const changed = await api.patch(`${path}/${id}`, { name: 'Renamed' }, { version: 1 })
    expect(changed.statusCode, changed.body).toBe(200)
    const { createdAt, updatedAt, position, usedBy, ...content } = created.json()
    expect(changed.json()).toMatchObject({ ...content, name: 'Renamed', version: 2 })
    expect((await api.get(`${path}/${id}`)).json()).toEqual(changed.json())

    expect((await api.del(`${path}/${id}`, { version: 2 })).statusCode).toBe(204)
    expect((await api.get(`${path}/${id}`)).statusCode).toBe(404)
  })

  test('needs the present version for a change and for deleting', async () => {
    const { owner } = await makeOrganization(app)
    const api = as(app, owner)
    const id = await makeNode(app, owner, { type })
    expect((await api.patch(`${path}/${id}`, { enabled: false })).statusCode).toBe(428)
    await api.patch(`${path}/${id}`, { enabled: false }, { version: 1 })
    const late = await api.patch(`${path}/${id}`, { enabled: true }, { version: 1 })
    expect(late.statusCode).toBe(412)
    expect(late.json()).toMatchObject({ code: 'outdated' })
    expect((await api.del(`${path}/${id}`, { version: 1 })).statusCode).toBe(412)
    expect((await api.get(`${path}/${id}`)).json()).toMatchObject({ enabled: false, version: 2 })
  })

  test('cannot be deleted while something leads to it', async () => {
    const { owner } = await makeOrganization(app)
    const api = as(app, owner)
    const id = await makeNode(app, owner, { type })
    const notice = await makeNode(app, owner, {
      type: 'announcement',
      body: { name: 'Before it', exits: { next: id } },
    })
    const number = await api.post('/api/v1/phone-numbers', { number: '+12025550100', entry: id })
    const references = [
      { kind: 'phone_number', id: number.json().id, name: '+12025550100', path: 'entry' },
      { kind: 'node', id: notice, name: 'Before it', path: 'next' },
    ]
    const refused = await api.del(`${path}/${id}`, { version: 1 })
    expect(refused.statusCode).toBe(409)
    expect(refused.json()).toMatchObject({ code: 'in_use', references })
    const read = await api.get(`${path}/${id}`)
    expect(read.json()).toMatchObject({ references: 2, usedBy: references })
  })

  test('of another organization is neither seen nor changed nor led to', async () => {
    const ours = await makeOrganization(app)
    const theirs = await makeOrganization(app)
    const id = await makeNode(app, theirs.owner, { type })
    const api = as(app, ours.owner)
    expect((await api.get(path)).json().items).toEqual([])
    expect((await api.get(`${path}/${id}`)).statusCode).toBe(404)
    expect((await api.patch(`${path}/${id}`, { name: 'X' }, { version: 1 })).statusCode).toBe(404)
    expect((await api.del(`${path}/${id}`, { version: 1 })).statusCode).toBe(404)
    const led = await api.post(pathOf('announcement'), {
      ...sampleNodes.announcement(id),
      name: 'Bridge',
    })
    expect(led.statusCode).toBe(422)
    expect(led.json().errors).toEqual([
      { path: 'exits.next', message: 'There is no such step. Choose another.' },
    ])
    const entered = await api.post('/api/v1/phone-numbers', { number: '+12025550101', entry: id })
    expect(entered.json().errors[0].path).toBe('entry')
  })

  test('is read but not changed by a reporter', async () => {
    const { owner, reporter, user } = await makeOrganization(app)
    const id = await makeNode(app, owner, { type })
    const body = sampleNodes[type](id)
    for (const person of [reporter, user]) {
      const api = as(app, person)
      expect((await api.get(`${path}/${id}`)).statusCode).toBe(200)
      expect((await api.post(path, body)).statusCode).toBe(403)
      expect((await api.patch(`${path}/${id}`, { name: 'X' }, { version: 1 })).statusCode).toBe(403)
      expect((await api.del(`${path}/${id}`, { version: 1 })).statusCode).toBe(403)
    }
  })

  test('refuses an exit that it does not have, and an unknown field', async () => {
    const { owner } = await makeOrganization(app)
    const api = as(app, owner)
    const target = await makeExtension(app, owner)
    const body = { ...(await bodyAlone(app, owner, type)), name: 'Wrong', extension: '1009' }
    const wrongExit = await api.post(path, { ...body, exits: { sideways: target } })
    expect(wrongExit.statusCode).toBe(422)
    expect(wrongExit.json().errors).toEqual([
      { path: 'exits.sideways', message: 'There is no such exit. Remove it.' },
    ])
    const wrongField = await api.post(path, { ...body, config: { ...body.config, color: 'red' } })
    expect(wrongField.json().errors[0].path).toBe('config.color')
  })
})

test('the same name or extension number is refused in words', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  await makeExtension(app, owner, '1001')
  const name = await api.post(pathOf('hang_up'), { name: 'Person 1001', config: {} })
  expect(name.statusCode).toBe(409)
  expect(name.json()).toMatchObject({
    code: 'conflict',
    errors: [{ path: 'name', message: 'The name "Person 1001" is taken. Choose another.' }],
  })
  const number = await api.post(pathOf('hang_up'), { name: 'X', extension: '1001', config: {} })
  expect(number.json().errors).toEqual([
    {
      path: 'extension',
      message: 'Extension 1001 belongs to "Person 1001". Choose another number.',
    },
  ])
})

test('an extension needs a number, a person of the organization and devices of its own', async () => {
  const { owner } = await makeOrganization(app)
  const other = await makeOrganization(app)
  const api = as(app, owner)
  const path = pathOf('extension')
  const without = await api.post(path, { name: 'Maya', config: {} })
  expect(without.statusCode).toBe(422)
  expect(without.json().errors[0].path).toBe('extension')
  const foreign = await api.post(path, {
    name: 'Maya',
    extension: '1001',
    config: { userId: other.owner.id },
  })
  expect(foreign.json().errors[0].path).toBe('config.userId')
  const made = await api.post(path, {
    name: 'Maya',
    extension: '1001',
    config: { userId: owner.id, devices: [{ name: 'Desk' }, { name: 'Mobile' }] },
  })
  const [desk, mobile] = made.json().config.devices
  expect(desk.id < mobile.id && desk.id.startsWith('dev_')).toBe(true)
  const { id } = made.json<Node>()
  const devices = [{ ...mobile, name: 'Cell' }, { name: 'Softphone' }]
  const changed = await api.patch(`${path}/${id}`, { config: { devices } }, { version: 1 })
  expect(changed.json().config.devices).toEqual([
    { id: mobile.id, name: 'Cell' },
    { id: expect.stringMatching(/^dev_/), name: 'Softphone' },
  ])
  const wrong = await api.patch(
    `${path}/${id}`,
    { config: { devices: [{ id: 'dev_foreign', name: 'X' }] } },
    { version: 2 },
  )
  expect(wrong.json().errors[0].path).toBe('config.devices.0.id')
  const cleared = await api.patch(`${path}/${id}`, { extension: null }, { version: 2 })
  expect(cleared.statusCode).toBe(422)
})

test('an extension keeps a person who left until another one is chosen', async () => {
  const { owner, user } = await makeOrganization(app)
  const api = as(app, owner)
  const config = { userId: user.id }
  const id = await makeNode(app, owner, { type: 'extension', body: { config } })
  const path = `${pathOf('extension')}/${id}`
  // As after going back to a version from when she was here.
  await app.deps.db.query.delete(members).where(eq(members.userId, user.id))
  const renamed = await api.patch(path, { name: 'Free desk' }, { version: 1 })
  expect(renamed.statusCode, renamed.body).toBe(200)
  const cleared = await api.patch(path, { config: { userId: null } }, { version: 2 })
  expect(cleared.json().config.userId).toBe(null)
  const again = await api.patch(path, { config }, { version: 3 })
  expect(again.json().errors[0].path).toBe('config.userId')
})

test('an extension stays while groups, queues and routes use it or its hours; its devices may go', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const extension = await makeExtension(app, owner)
  const group = await makeNode(app, owner, {
    type: 'ring_group',
    body: { config: { members: [{ node: extension }] } },
  })
  const agents = { name: 'Support', extension: '2100', config: { agents: [{ node: extension }] } }
  const queue = (await api.post(pathOf('queue'), agents)).json().id
  const hours = await makeNode(app, owner, { type: 'business_hours' })
  const sent = { name: 'By day', countries: ['US'], hours }
  const route = (await api.post('/api/v1/outbound-routes', sent)).json()
  const path = `${pathOf('extension')}/${extension}`
  const used = (await api.del(path, { version: 1 })).json()
  expect(used).toMatchObject({ code: 'in_use' })
  expect(used.references.map(({ id, path }: { id: string; path: string }) => [id, path])).toEqual(
    expect.arrayContaining([
      [group, 'members.0'],
      [queue, 'agents.0'],
    ]),
  )
  const ofHours = (await api.del(`${pathOf('business_hours')}/${hours}`, { version: 1 })).json()
  expect(ofHours.references).toEqual([
    { kind: 'outbound_route', id: route.id, name: 'By day', path: 'hours' },
  ])
  const without = await api.patch(path, { config: { devices: [] } }, { version: 1 })
  expect(without.statusCode, without.body).toBe(200)
  await api.del(`${pathOf('ring_group')}/${group}`, { version: 1 })
  await api.del(`${pathOf('queue')}/${queue}`, { version: 1 })
  expect((await api.del(path, { version: 2 })).statusCode).toBe(204)
  expect((await api.del(`/api/v1/outbound-routes/${route.id}`, { version: 1 })).statusCode).toBe(
    204,
  )
  const free = await api.del(`${pathOf('business_hours')}/${hours}`, { version: 1 })
  expect(free.statusCode).toBe(204)
})

test('of deleting a step and leading to it at once one is refused', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const target = await makeNode(app, owner, { type: 'hang_up' })
  const [deleted, led] = await Promise.all([
    api.del(`${pathOf('hang_up')}/${target}`, { version: 1 }),
    api.post(pathOf('announcement'), sampleNodes.announcement(target)),
  ])
  const codes = [deleted.statusCode, led.statusCode]
  expect([
    [204, 422],
    [409, 201],
  ]).toContainEqual(codes)
})

test('a menu that loses an option loses its exit, and keeps the others', async () => {
  const { owner } = await makeOrganization(app)
  const target = await makeExtension(app, owner)
  const api = as(app, owner)
  const created = await api.post(pathOf('ivr_menu'), sampleNodes.ivr_menu(target))
  const { id, config } = created.json()
  const changed = await api.patch(
    `${pathOf('ivr_menu')}/${id}`,
    { config: { ...config, options: [{ digits: '2', label: '' }] } },
    { version: 1 },
  )
  expect(changed.json().exits).toEqual({ timeout: target })
})

test('a move on the canvas is kept and is no change of the draft', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const id = await makeNode(app, owner, { type: 'hang_up' })
  const before = (await api.get('/api/v1/flow')).json()
  const moved = await api.patch(
    `${pathOf('hang_up')}/${id}`,
    { position: { x: 40, y: -3.5 } },
    { version: 1 },
  )
  expect(moved.json()).toMatchObject({ position: { x: 40, y: -3.5 }, version: 2 })
  expect((await api.get('/api/v1/flow')).json().version).toBe(before.version)
})

test('many are placed on the canvas at once, without a new version of any', async () => {
  const { owner, reporter } = await makeOrganization(app)
  const api = as(app, owner)
  const path = '/api/v1/flow/positions'
  const first = await makeNode(app, owner, { type: 'hang_up' })
  const second = await makeNode(app, owner, { type: 'hang_up', body: { name: 'Second' } })
  const before = (await api.get('/api/v1/flow')).json()
  const positions = { [first]: { x: 1, y: 2 }, [second]: { x: -30.5, y: 4 } }
  expect((await api.put(path, { positions })).statusCode).toBe(204)
  const after = (await api.get('/api/v1/flow')).json()
  const placed = before.nodes.map((node: Node) => ({ ...node, position: positions[node.id] }))
  expect(after).toEqual({ ...before, nodes: placed })

  const foreign = await makeOrganization(app)
  const theirs = await makeNode(app, foreign.owner, { type: 'hang_up' })
  const refused = await api.put(path, {
    positions: { [first]: { x: 9, y: 9 }, [theirs]: { x: 9, y: 9 } },
  })
  expect(refused.statusCode).toBe(422)
  expect(refused.json().errors).toEqual([
    { path: `positions.${theirs}`, message: 'There is no such step. Choose another.' },
  ])
  expect((await api.get('/api/v1/flow')).json()).toEqual(after)
  expect((await as(app, reporter).put(path, { positions })).statusCode).toBe(403)
})

test('a list is paged by name in both directions without loss', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const names = ['anna', 'Bea', 'cleo', 'Dora', `${'🦉'.repeat(50)}`]
  for (const name of names) await makeNode(app, owner, { type: 'hang_up', body: { name } })
  for (const sort of ['name', '-name']) {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = (await api.get(`${pathOf('hang_up')}?limit=2&sort=${sort}${query}`)).json()
      seen.push(...page.items.map((item: Node) => item.name))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(sort === 'name' ? names : names.toReversed())
  }
  const wrong = await api.get(`${pathOf('hang_up')}?cursor=nonsense`)
  expect(wrong.statusCode).toBe(422)
})

test('odd names are kept as they are, control characters are refused', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  for (const name of [
    '🦉 & "Sons" <b>',
    ']]>',
    '日本語',
    "Robert'); drop table nodes;--",
    '100%_',
  ]) {
    const created = await api.post(pathOf('hang_up'), { name, config: {} })
    expect(created.json().name, created.body).toBe(name)
    const found = await api.get(`${pathOf('hang_up')}?q=${encodeURIComponent(name)}`)
    expect(found.json().items).toHaveLength(1)
  }
  for (const name of ['a\u0000b', 'a\u0007b', 'a\nb', '\ud800', '  ', 'x'.repeat(101)]) {
    const refused = await api.post(pathOf('hang_up'), { name, config: {} })
    expect(refused.statusCode).toBe(422)
    expect(refused.json().errors[0].path).toBe('name')
  }
  expect((await api.get(`${pathOf('hang_up')}?q=%00`)).statusCode).toBe(422)
})

test('each change leaves who, before and after in the audit log and tells the viewers', async () => {
  const { owner, organizationId } = await makeOrganization(app)
  const heard: unknown[] = []
  const stop = app.deps.live.subscribe((organization, event) => {
    if (organization === organizationId) heard.push(event)
  })
  const id = await makeNode(app, owner, { type: 'hang_up', body: { name: 'First' } })
  await as(app, owner).patch(`${pathOf('hang_up')}/${id}`, { name: 'Second' }, { version: 1 })
  const rows = await app.deps.db.query
    .select()
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId))
  const change = rows.find(({ action }) => action === 'hang_up.update')
  expect(change).toMatchObject({
    actorId: owner.id,
    subjectId: id,
    before: { name: 'First' },
    after: { name: 'Second' },
  })
  await expect.poll(() => heard, { timeout: 10_000 }).toHaveLength(2)
  expect(heard).toEqual([
    { name: 'flow', data: { draftVersion: 1, liveRevision: null } },
    { name: 'flow', data: { draftVersion: 2, liveRevision: null } },
  ])
  stop()
})

test('the body of each type is exact in the OpenAPI document', async () => {
  const document = (await app.app.inject('/api/openapi.json')).json()
  for (const type of nodeTypeNames) {
    const { requestBody } = document.paths[pathOf(type)].post
    const { properties, required } = requestBody.content['application/json'].schema
    expect(properties.config.additionalProperties).toBe(false)
    expect(Object.keys(properties.config.properties)).toEqual(
      Object.keys(nodeTypes[type].config.shape),
    )
    expect(required.includes('extension')).toBe(type === 'extension')
  }
})
