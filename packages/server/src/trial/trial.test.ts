import type { TrialCall, TrialStep } from '@opbx/contract/trial'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { as, makeOrganization } from '../testing/factories.ts'
import { openInstallation, type TestInstallation } from '../testing/with-simulator.ts'

let the: TestInstallation
beforeAll(async () => {
  the = await openInstallation()
})
afterAll(() => the.app.close())

/** A company that was loaded for a trial. */
async function company() {
  const organization = await makeOrganization(the)
  const api = as(the, organization.owner)
  const made = await api.post('/api/v1/trial', {})
  expect(made.statusCode, made.body).toBe(201)
  return {
    ...organization,
    api,
    made: made.json(),
    async call(order: object) {
      const placed = await api.post('/api/v1/trial/calls', {
        from: '+12025550173',
        to: '+12025550100',
        ...order,
      })
      expect(placed.statusCode, placed.body).toBe(200)
      return placed.json<TrialCall>()
    },
  }
}

const namesIn = (call: TrialCall) => [...new Set(call.trace.map(({ name }) => name))]

describe('the sample company', () => {
  test('is loaded, applied and subscribed on an empty organization', async () => {
    const { api, made } = await company()
    expect(made).toEqual({
      company: 'loaded',
      phoneNumbers: [
        { number: '+12025550100', label: 'Main number', entry: 'Welcome' },
        { number: '+12025550101', label: 'Office', entry: 'Office' },
      ],
      extensions: [
        { number: '1001', name: 'Ada Lovelace' },
        { number: '1002', name: 'Grace Hopper' },
        { number: '1003', name: 'Alan Turing' },
        { number: '1004', name: 'Hedy Lamarr' },
      ],
      revision: 1,
    })
    expect((await api.get('/api/v1/settings/cloudonix')).json()).toMatchObject({
      platform: 'simulator',
      status: 'configured',
    })
    expect((await api.get('/api/v1/subscribers/sync')).json()).toMatchObject({
      total: 4,
      synced: 4,
      waiting: 0,
    })
    expect((await api.get('/api/v1/flow/changes')).json()).toMatchObject({ changes: [] })
  })

  test('is made once when two ask at once', async () => {
    const { owner } = await makeOrganization(the)
    const api = as(the, owner)
    const both = await Promise.all([api.post('/api/v1/trial', {}), api.post('/api/v1/trial', {})])
    expect(both.map(({ statusCode }) => statusCode)).toEqual([201, 201])
    expect(both.map((answer) => answer.json().company).sort()).toEqual(['existing', 'loaded'])
    const { items } = (await api.get('/api/v1/extensions')).json()
    expect(items).toHaveLength(4)
  })

  test('is for who may change the flow; pairing an organization is for its owner', async () => {
    const { reporter, admin } = await makeOrganization(the)
    expect((await as(the, admin).post('/api/v1/trial', {})).json()).toMatchObject({
      status: 403,
      detail: expect.stringMatching(/owner/),
    })
    const api = as(the, reporter)
    expect((await api.post('/api/v1/trial', {})).statusCode).toBe(403)
    expect((await api.post('/api/v1/trial/calls', { from: '1001', to: '1002' })).statusCode).toBe(
      403,
    )
  })
})

describe('a call by script', () => {
  test('goes through the menu to sales, and tells every step and why', async () => {
    const { call, api, organizationId } = await company()
    const told = await call({ script: [{ press: '1' }, { answer: '1001' }, { hangUp: 'caller' }] })
    expect(told).toMatchObject({ state: 'ended', outcome: 'answered', unused: [], situation: null })
    expect(namesIn(told)).toEqual(expect.arrayContaining(['Welcome', 'Sales']))
    for (const { because } of told.trace) expect(because).toMatch(/\.$/)
    const rings = told.trace.find(({ name }) => name === 'Sales')
    const { knew } = told.facts.find(({ step }) => step === rings?.step) ?? {}
    expect(Object.values(Object(knew).subscribers)).toEqual(['1001', '1002'])
    const documents = told.steps.filter(({ cxml }) => cxml !== null)
    expect(documents.length).toBeGreaterThanOrEqual(2)
    expect(documents[0]?.request?.url).toBe(`${the.url}/api/voice/route`)
    const entry = the.services.pairings.of(organizationId, 'main')
    for (const secret of [
      entry?.trialKey,
      ...(entry?.cdrKeys ?? []),
      ...(entry?.webhookKeys ?? []),
    ]) {
      expect(secret).toBeTruthy()
      expect(JSON.stringify(told)).not.toContain(secret)
    }
    const story = await api.get(`/api/v1/calls/${told.callId}`)
    expect(story.json()).toMatchObject({
      session: told.session,
      status: 'ended',
      disposition: 'answered',
      trial: true,
    })
  })

  test('names what never fitted', async () => {
    const { call } = await company()
    const told = await call({ script: [{ press: '1' }, { answer: '1004' }, { answer: '1002' }] })
    expect(told.unused.length).toBeGreaterThan(0)
    expect(told.unused[0]).toMatchObject({ action: { answer: '1004' } })
  })

  test('at another time meets the office closed', async () => {
    const { call } = await company()
    const told = await call({ to: '+12025550101', at: '2026-03-07T15:00:00Z' })
    expect(namesIn(told)).toEqual(expect.arrayContaining(['Office', 'Voicemail']))
    expect(namesIn(told)).not.toContain('Welcome')
    expect(told.trace[0]?.at).toBe('2026-03-07T15:00:00.000Z')
  })

  test('enters a conference room with its PIN, and its story keeps the PIN to itself', async () => {
    const { api, call } = await company()
    const room = await api.post('/api/v1/conference-rooms', {
      name: 'Board room',
      config: { pin: '4711', hostPin: '471100', waitForHost: true },
    })
    const { items } = (await api.get('/api/v1/phone-numbers?q=5550101')).json()
    const entry = { entry: room.json().id }
    const [{ id, version }] = items
    await api.patch(`/api/v1/phone-numbers/${id}`, entry, { version })
    const told = await call({
      revision: 'draft',
      to: '+12025550101',
      script: [{ press: '1111' }, { press: '4711' }, { wait: 60 }, { hangUp: 'caller' }],
    })
    expect(told.unused).toEqual([])
    expect(told.trace.map(({ happened }) => happened)).toEqual([
      'Called Office (+12025550101)',
      'Asked for the PIN',
      'Asked for the PIN again, try 2 of 3',
      'Joined Board room',
      'Left Board room',
      'Hung up',
    ])
    await the.services.settled()
    const [found] = (await api.get('/api/v1/calls?trial=only')).json().items
    expect(found).toMatchObject({ disposition: 'answered', node: { name: 'Board room' } })
    const story = await api.get(`/api/v1/calls/${found.id}`)
    expect(story.body).not.toMatch(/"digits":"(1111|4711)"/)
  })

  test('on the draft goes where the draft leads', async () => {
    const { call, api } = await company()
    const menu = (await api.get('/api/v1/ivr-menus')).json().items[0]
    const changed = await api.patch(
      `/api/v1/ivr-menus/${menu.id}`,
      { name: 'Hello' },
      { version: menu.version },
    )
    expect(changed.statusCode, changed.body).toBe(200)
    expect(namesIn(await call({ revision: 'draft' }))).toContain('Hello')
    expect(namesIn(await call({ revision: 'live' }))).toContain('Welcome')
  })

  test('between two phones is internal', async () => {
    const { call, api } = await company()
    const told = await call({
      from: '1001',
      to: '1003',
      script: [{ answer: '1003' }, { hangUp: 'callee' }],
    })
    expect(told.outcome).toBe('answered')
    expect((await api.get(`/api/v1/calls/${told.callId}`)).json()).toMatchObject({
      direction: 'internal',
      from: '1001',
      to: '1003',
    })
  })
})

describe('a call by hand', () => {
  test('waits for each action and ends with the caller', async () => {
    const { call, api } = await company()
    const begun = await call({ mode: 'manual' })
    expect(begun).toMatchObject({ state: 'waiting', situation: { kind: 'gather' } })
    const act = async (action: object) => {
      const answer = await api.post(`/api/v1/trial/calls/${begun.id}/actions`, action)
      expect(answer.statusCode, answer.body).toBe(200)
      return answer.json<TrialCall>()
    }
    expect(await act({ press: '1' })).toMatchObject({
      state: 'waiting',
      situation: { kind: 'ringing', ringing: ['1001', '1002'] },
    })
    expect(await act({ answer: '1002' })).toMatchObject({ situation: { kind: 'talking' } })
    const ended = await act({ hangUp: 'caller' })
    expect(ended).toMatchObject({ state: 'ended', outcome: 'answered' })
    expect(ended.callId).toMatch(/^call_/)
    const late = await api.post(`/api/v1/trial/calls/${begun.id}/actions`, { press: '1' })
    expect(late).toMatchObject({ statusCode: 409 })
    expect((await api.get(`/api/v1/trial/calls/${begun.id}`)).json()).toEqual(ended)
  })

  test('pushes its steps as they happen', async () => {
    const { call, api, owner } = await company()
    const begun = await call({ mode: 'manual' })
    const response = await fetch(`${the.url}/api/v1/trial/calls/${begun.id}/events`, {
      headers: owner.headers,
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const text = response.text()
    await api.post(`/api/v1/trial/calls/${begun.id}/actions`, { hangUp: 'caller' })
    const events = (await text).split('\n\n').filter((block) => block.includes('event: '))
    const dataOf = (block: string) => JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '')
    const steps = events
      .filter((block) => block.includes('event: step'))
      .map((block): TrialStep => dataOf(block))
    const ended = (await api.get(`/api/v1/trial/calls/${begun.id}`)).json<TrialCall>()
    expect(steps).toEqual(ended.steps)
    expect(dataOf(events.at(-1) ?? '')).toMatchObject({ state: 'ended' })
  })

  test('of another organization is not found', async () => {
    const { call } = await company()
    const other = await company()
    const begun = await call({ mode: 'manual' })
    const path = `/api/v1/trial/calls/${begun.id}`
    expect((await other.api.get(path)).statusCode).toBe(404)
    expect((await other.api.post(`${path}/actions`, { skip: true })).statusCode).toBe(404)
    expect((await other.api.get(`${path}/events`)).statusCode).toBe(404)
  })
})

describe('an organization that has its own flow', () => {
  test('gets a trial domain beside its pairing and is not changed', async () => {
    const { owner, organizationId } = await makeOrganization(the)
    const api = as(the, owner)
    const domain = await the.makeDomain()
    await api.put('/api/v1/settings/cloudonix', {
      platform: 'cloudonix',
      domainUuid: domain.uuid,
      domainApiKey: domain.apiKey,
      webhookBaseUrl: 'https://pbx.acme.example',
    })
    const pairing = (await api.get('/api/v1/settings/cloudonix')).json()
    const person = { name: 'Own person', extension: '2001', config: {} }
    await api.post('/api/v1/extensions', person)
    await api.post('/api/v1/flow/apply', {})
    const made = await api.post('/api/v1/trial', {})
    expect(made.json()).toMatchObject({
      company: 'existing',
      extensions: [{ number: '2001', name: 'Own person' }],
      revision: 1,
    })
    expect((await api.get('/api/v1/settings/cloudonix')).json()).toMatchObject({
      domainUuid: pairing.domainUuid,
      platform: 'cloudonix',
    })
    await the.services.pairings.refresh()
    expect(the.services.pairings.of(organizationId, 'trial')?.platform).toBe('simulator')
    expect((await api.post('/api/v1/trial', {})).json()).toMatchObject({ company: 'existing' })
    const placed = await api.post('/api/v1/trial/calls', {
      from: '2001',
      to: '2001',
    })
    expect(placed.json<TrialCall>()).toMatchObject({ state: 'ended' })
    expect((await api.get('/api/v1/settings/cloudonix')).json().firsts.callAt).toBeNull()
  })
})

test('with the simulator stopped a trial answers 503', { timeout: 60_000 }, async () => {
  const stopped = await openInstallation()
  const organization = await makeOrganization(stopped)
  const api = as(stopped, organization.owner)
  expect((await api.post('/api/v1/trial', {})).statusCode).toBe(201)
  await stopped.simulator.close()
  const placed = await api.post('/api/v1/trial/calls', { from: '1001', to: '1002' })
  expect(placed.json()).toMatchObject({ status: 503, code: 'simulator_unavailable' })
  expect((await api.post('/api/v1/trial', {})).json()).toMatchObject({
    code: 'simulator_unavailable',
  })
  const other = await makeOrganization(stopped)
  expect((await as(stopped, other.owner).post('/api/v1/trial', {})).statusCode).toBe(503)
})
