import type { TrialCall } from '@opbx/contract/trial'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callEvents } from '../calls/table.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { openInstallation, type TestInstallation } from '../testing/with-simulator.ts'

let the: TestInstallation
beforeAll(async () => {
  the = await openInstallation()
})
afterAll(() => the.app.close())

async function company() {
  const organization = await makeOrganization(the)
  const api = as(the, organization.owner)
  await api.post('/api/v1/trial', {})
  return {
    ...organization,
    api,
    async call(order: object): Promise<string> {
      const usual = { from: '+12025550173', to: '+12025550100', at: '2026-11-17T15:42:00Z' }
      const placed = await api.post('/api/v1/trial/calls', { ...usual, ...order })
      expect(placed.statusCode, placed.body).toBe(200)
      return placed.json<TrialCall>().callId ?? ''
    },
    async save(id: string, body: object = {}) {
      return await api.post(`/api/v1/calls/${id}/flow-test`, body)
    },
    async run(revision: 'draft' | 'live' = 'draft') {
      const ran = await api.post('/api/v1/flow-tests/run', { revision })
      expect(ran.statusCode, ran.body).toBe(200)
      return ran.json()
    },
    async replay(body: object = { trials: true }) {
      return (await api.post('/api/v1/flow/replay', body)).json()
    },
  }
}

describe('a call that becomes a test', () => {
  test.each<[string, object]>([
    ['a member picks up', { script: [{ press: '1' }, { answer: '1002' }, { hangUp: 'callee' }] }],
    ['the caller hangs up while it rings', { script: [{ press: '1' }, { hangUp: 'caller' }] }],
    ['the caller presses wrong keys, then nothing', { script: [{ press: '9' }] }],
    ['nobody answers', { script: [{ press: '1' }] }],
    ['a message is left', { script: [{ press: '1' }, { speak: 'Call me back, please.' }] }],
    ['the caller shows no number', { from: 'anonymous', script: [{ press: '1' }] }],
    ['at night', { to: '+12025550101', at: '2026-11-18T04:00:00Z' }],
    ['the number is unknown', { to: '+12025550142' }],
    ['from a phone to a phone', { from: '1001', to: '1003', script: [{ busy: '1003' }] }],
    ['from a phone to the main number', { from: '1001', script: [{ press: '1' }] }],
    ['an extension that does not exist', { from: '1001', to: '1999' }],
  ])('is green: %s', async (_what, order) => {
    const { call, save, run } = await company()
    const saved = await save(await call(order))
    expect(saved.statusCode, saved.body).toBe(201)
    expect(await run()).toMatchObject({ green: 1, red: 0 })
    expect(await run('live')).toMatchObject({ green: 1, red: 0 })
  })

  test('holds what happened, and has the name that it is given', async () => {
    const { call, save, api } = await company()
    const id = await call({ script: [{ press: '1' }, { answer: '1002' }, { hangUp: 'callee' }] })
    const saved = (await save(id, { name: 'Sales answers' })).json()
    expect(saved).toMatchObject({
      name: 'Sales answers',
      origin: 'trunk',
      from: '+12025550173',
      to: '+12025550100',
      at: expect.stringMatching(/^2026-11-17T10:42/),
      actions: [
        { does: 'press', keys: '1' },
        { does: 'answer', who: '1002' },
      ],
      expect: { rings: { mode: 'exact', who: ['1001', '1002'] }, ends: 'answered', says: [] },
      state: 'new',
    })
    const twice = await save(id, { name: 'Sales answers' })
    expect(twice.json().name).toBe('Sales answers (2)')
    expect((await api.get('/api/v1/flow-tests')).json().items).toHaveLength(2)
  })

  test('turns red when the flow changes, and stops Apply', async () => {
    const { call, save, run, api } = await company()
    await save(await call({ script: [{ press: '1' }, { answer: '1001' }] }), { name: 'Sales' })
    expect((await api.post('/api/v1/flow/apply', {})).statusCode).toBe(200)
    const menu = (await api.get('/api/v1/ivr-menus')).json().items[0]
    const target = (await api.get('/api/v1/extensions')).json().items[3]
    await api.patch(
      `/api/v1/ivr-menus/${menu.id}`,
      { exits: { ...menu.exits, 1: target.id } },
      { version: menu.version },
    )
    const ran = await run()
    expect(ran).toMatchObject({ green: 0, red: 1 })
    expect(ran.results[0].failures[0]).toBe(
      `Expected “Sales” after exit 1 of “Welcome”; the call went to “${target.name}”.`,
    )
    const refused = await api.post('/api/v1/flow/apply', {})
    expect(refused.json()).toMatchObject({ code: 'flow_tests_failed', status: 409 })
  })

  test('needs what OPBX knew then, a call that is there, and the permission', async () => {
    const { call, save, organizationId, reporter, api } = await company()
    const id = await call({})
    const stranger = await makeOrganization(the)
    const path = `/api/v1/calls/${id}/flow-test`
    expect((await as(the, stranger.owner).post(path, {})).statusCode).toBe(404)
    expect((await as(the, reporter).post(path, {})).statusCode).toBe(403)
    const { session } = (await api.get(`/api/v1/calls/${id}`)).json()
    const isOfCall = and(
      eq(callEvents.organizationId, organizationId),
      eq(callEvents.session, session),
    )
    await the.deps.db.query.update(callEvents).set({ body: '{}' }).where(isOfCall)
    const refused = await save(id)
    expect(refused.statusCode).toBe(409)
    expect(refused.json().detail).toBe(
      'This call cannot become a flow test: what OPBX knew then was not kept.',
    )
    expect((await api.get('/api/v1/flow-tests')).json().items).toEqual([])
  })
})

describe('a replay', () => {
  test('of calls through what they went through finds no difference', async () => {
    const { call, replay } = await company()
    await call({ script: [{ press: '1' }, { answer: '1001' }, { hangUp: 'callee' }] })
    await call({ script: [{ press: '9' }] })
    await call({ script: [{ press: '1' }, { speak: 'Hello' }] })
    await call({ from: '1001', to: '1002' })
    const result = await replay()
    expect(result).toEqual({
      examined: 4,
      same: 4,
      different: [],
      cannotTell: { calls: 0, reasons: [] },
    })
  })

  test('names the calls that would go elsewhere, where, and how many it cannot tell', async () => {
    const { call, replay, api } = await company()
    const other = await call({ script: [{ press: '9' }] })
    const id = await call({ script: [{ press: '1' }, { answer: '1001' }] })
    const menu = (await api.get('/api/v1/ivr-menus')).json().items[0]
    const target = (await api.get('/api/v1/extensions')).json().items[3]
    const exits = { ...menu.exits, 1: target.id }
    await api.patch(`/api/v1/ivr-menus/${menu.id}`, { exits }, { version: menu.version })
    const result = await replay()
    expect(result).toMatchObject({ examined: 2, same: 1, cannotTell: { calls: 0 } })
    expect(result.different).toEqual([
      {
        call: id,
        from: '+12025550173',
        to: '+12025550100',
        at: expect.any(String),
        was: expect.stringMatching(/^Sales: /),
        now: expect.stringMatching(new RegExp(`^${target.name}: `)),
      },
    ])
    expect(other).not.toBe(id)
  })

  test('does not mind other words, nor a step on the way that leads on', async () => {
    const { call, replay, api } = await company()
    await call({ script: [{ press: '1' }, { answer: '1001' }] })
    const menu = (await api.get('/api/v1/ivr-menus')).json().items[0]
    const notice = await api.post('/api/v1/announcements', {
      name: 'We moved',
      config: { prompt: { text: 'We moved.' } },
      exits: { next: menu.id },
    })
    const config = { ...menu.config, prompt: { text: 'Good morning.' } }
    await api.patch(`/api/v1/ivr-menus/${menu.id}`, { config }, { version: menu.version })
    const numbers = (await api.get('/api/v1/phone-numbers')).json().items
    const entry = notice.json().id
    await api.patch(`/api/v1/phone-numbers/${numbers[0].id}`, { entry }, { version: 1 })
    expect(await replay()).toMatchObject({ examined: 1, same: 1, different: [] })
  })

  test('counts a call as "cannot tell" when something that decides is not known', async () => {
    const { call, replay, api } = await company()
    await call({ script: [{ press: '1' }, { answer: '1001' }] })
    const group = (await api.get('/api/v1/ring-groups')).json().items[0]
    const config = { ...group.config, strategy: 'round_robin' }
    await api.patch(`/api/v1/ring-groups/${group.id}`, { config }, { version: group.version })
    expect(await replay()).toEqual({
      examined: 1,
      same: 0,
      different: [],
      cannotTell: { calls: 1, reasons: [{ reason: 'whose turn it was', calls: 1 }] },
    })
  })

  test('is of real calls, unless trial calls are asked for; and for who may', async () => {
    const { call, replay, reporter, api } = await company()
    await call({})
    expect(await replay({})).toMatchObject({ examined: 0, same: 0 })
    expect((await as(the, reporter).post('/api/v1/flow/replay', {})).statusCode).toBe(403)
    expect((await api.post('/api/v1/flow/replay', { calls: 1001 })).statusCode).toBe(422)
    const { key } = (
      await api.post('/api/v1/api-keys', { name: 'Flow only', scopes: ['flow.read', 'flow.write'] })
    ).json()
    const headers = { authorization: `Bearer ${key}` }
    expect((await as(the, { headers }).post('/api/v1/flow/replay', {})).statusCode).toBe(403)
  })
})
