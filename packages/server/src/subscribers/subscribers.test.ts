import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { as, makeOrganization } from '../testing/factories.ts'
import {
  openInstallation,
  type SimulatorDomain,
  type TestInstallation,
} from '../testing/with-simulator.ts'

const start = new Date('2026-03-02T15:00:00Z')
let the: TestInstallation
let now = start.getTime()

beforeAll(async () => {
  the = await openInstallation()
})
afterAll(() => the.app.close())

/** Lets the pauses of jobs be over. */
function pass(seconds: number) {
  now += seconds * 1000
  the.setNow(new Date(now))
  the.skip(seconds * 1000)
}

interface Device {
  id?: string
  name: string
}
interface Extension {
  id: string
  version: number
  extension: string
  config: { devices: Device[] }
  subscribers: { deviceId: string; msisdn: string; status: string; reason: string | null }[]
}

/** An organization that is paired with a domain of its own. */
async function paired({ limited = false } = {}) {
  const organization = await makeOrganization(the)
  const api = as(the, organization.owner)
  const domain = await the.makeDomain()
  if (limited) await the.ask(domain, 'POST', '/simulator/faults', { rateLimit: true })
  const body = { platform: 'simulator', domainUuid: domain.uuid, domainApiKey: domain.apiKey }
  await the.send(organization.owner, 'PUT', '/api/v1/settings/cloudonix', body)
  return {
    ...organization,
    api,
    domain,
    async makeExtension(number: string, devices: Device[] = [{ name: 'Desk' }]) {
      const made = await api.post('/api/v1/extensions', {
        name: `Person ${number}`,
        extension: number,
        config: { devices },
      })
      expect(made.statusCode, made.body).toBe(201)
      return made.json<Extension>()
    },
    async getExtension(id: string) {
      return (await api.get(`/api/v1/extensions/${id}`)).json<Extension>()
    },
    async change(id: string, change: object) {
      const { version } = (await api.get(`/api/v1/extensions/${id}`)).json<Extension>()
      const changed = await api.patch(`/api/v1/extensions/${id}`, change, { version })
      expect(changed.statusCode, changed.body).toBe(200)
    },
    async apply() {
      const applied = await api.post('/api/v1/flow/apply', {})
      expect(applied.statusCode, applied.body).toBe(200)
    },
    async sync() {
      await the.runJobs()
      return (await api.get('/api/v1/subscribers/sync')).json()
    },
    async atPlatform() {
      const list = await the.ask(domain, 'GET', `/domains/${domain.uuid}/subscribers`)
      if (!Array.isArray(list)) return {}
      return Object.fromEntries(list.map(({ msisdn, active }) => [msisdn, active]))
    },
    confirmed: async () => {
      await the.services.subscribers.refresh()
      return [
        ...the.services.subscribers.confirmed(organization.organizationId, 'main').values(),
      ].sort()
    },
  }
}

const requestsOf = async (domain: SimulatorDomain, path: string) =>
  (await the.traffic(domain)).filter(({ request }) => request.url.includes(path))

describe('devices of extensions', () => {
  test('are answered before the platform is asked, then become subscribers', async () => {
    const at = await paired()
    const made = await at.makeExtension('1001', [{ name: 'Desk' }, { name: 'Mobile' }])
    expect(made.subscribers).toMatchObject([
      { msisdn: '1001', status: 'waiting' },
      { msisdn: '1001-2', status: 'waiting' },
    ])
    expect(await requestsOf(at.domain, '/subscribers')).toEqual([])

    expect(await at.sync()).toMatchObject({ total: 2, synced: 2, waiting: 0, failed: 0 })
    expect(await at.atPlatform()).toEqual({ '1001': true, '1001-2': true })
    expect(await at.confirmed()).toEqual(['1001', '1001-2'])
    expect((await at.getExtension(made.id)).subscribers).toMatchObject([
      { status: 'synced' },
      { status: 'synced' },
    ])
    const shown = await at.api.get('/api/v1/settings/cloudonix')
    expect(shown.json()).toMatchObject({ firsts: { subscriberAt: expect.any(String) } })
  })

  test('exist already when the organization is paired', async () => {
    const { owner } = await makeOrganization(the)
    const api = as(the, owner)
    await api.post('/api/v1/extensions', { name: 'Early', extension: '1001', config: {} })
    const domain = await the.makeDomain()
    const body = { platform: 'simulator', domainUuid: domain.uuid, domainApiKey: domain.apiKey }
    await the.send(owner, 'PUT', '/api/v1/settings/cloudonix', body)
    await the.runJobs()
    const list = await the.ask(domain, 'GET', `/domains/${domain.uuid}/subscribers`)
    expect(list).toMatchObject([{ msisdn: '1001', active: true }])
  })

  test('have passwords of 80 bits and more that are nowhere to be read', async () => {
    const at = await paired()
    const made = await at.makeExtension('1001', [{ name: 'Desk' }, { name: 'Mobile' }])
    await at.sync()
    const list = (await the.ask(at.domain, 'GET', `/domains/${at.domain.uuid}/subscribers`)) as {
      sipPassword: string
    }[]
    const passwords = list.map(({ sipPassword }) => sipPassword)
    expect(new Set(passwords).size).toBe(2)
    for (const password of passwords) expect(password).toMatch(/^[\w-]{24}$/)
    const { rows } = await the.deps.db.pool.query<{ text: string }>(
      'select row_to_json(subscribers)::text as text from subscribers where organization_id = $1',
      [at.organizationId],
    )
    const audit = await at.api.get('/api/v1/audit-log')
    const shown = await at.api.get(`/api/v1/extensions/${made.id}`)
    for (const password of passwords) {
      for (const text of [...rows.map(({ text }) => text), audit.body, shown.body]) {
        expect(text).not.toContain(password)
      }
    }
  })

  test('get a new number with Apply: the new subscriber is made, then the old one goes', async () => {
    const at = await paired()
    const { id } = await at.makeExtension('1001')
    await at.apply()
    await at.sync()
    await at.change(id, { extension: '1005' })
    expect(await at.sync()).toMatchObject({ waiting: 0 })
    expect(await at.atPlatform()).toEqual({ '1001': true })
    expect(await at.confirmed()).toEqual(['1001'])

    await at.apply()
    expect(await at.sync()).toMatchObject({ total: 1, synced: 1, waiting: 0 })
    expect(await at.atPlatform()).toEqual({ '1005': true })
    expect(await at.confirmed()).toEqual(['1005'])
    const methods = (await requestsOf(at.domain, '/subscribers'))
      .map(({ request }) => request.method)
      .filter((method) => method !== 'GET')
    expect(methods).toEqual(['POST', 'POST', 'DELETE'])
  })

  test('may change numbers with each other', async () => {
    const at = await paired()
    const first = await at.makeExtension('1001')
    const second = await at.makeExtension('1002')
    await at.apply()
    await at.sync()
    await at.change(first.id, { extension: '1009' })
    await at.change(second.id, { extension: '1001' })
    await at.change(first.id, { extension: '1002' })
    await at.apply()
    expect(await at.sync()).toMatchObject({ total: 2, synced: 2, waiting: 0, failed: 0 })
    expect(await at.atPlatform()).toEqual({ '1001': true, '1002': true })
    expect((await at.getExtension(first.id)).subscribers).toMatchObject([
      { msisdn: '1002', status: 'synced' },
    ])
  })

  test('are switched off with Apply, and not rung any more', async () => {
    const at = await paired()
    const { id } = await at.makeExtension('1001')
    await at.apply()
    await at.sync()
    await at.change(id, { enabled: false })
    await at.sync()
    expect(await at.atPlatform()).toEqual({ '1001': true })
    await at.apply()
    await at.sync()
    expect(await at.atPlatform()).toEqual({ '1001': false })
    expect(await at.confirmed()).toEqual([])
  })

  test('stay while they are live, and go with the Apply that deletes them', async () => {
    const at = await paired()
    const { id, version } = await at.makeExtension('1001')
    await at.makeExtension('1002')
    await at.apply()
    await at.sync()
    expect((await at.api.del(`/api/v1/extensions/${id}`, { version })).statusCode).toBe(204)
    await at.sync()
    expect(await at.atPlatform()).toEqual({ '1001': true, '1002': true })
    await at.apply()
    expect(await at.sync()).toMatchObject({ total: 1, waiting: 0 })
    expect(await at.atPlatform()).toEqual({ '1002': true })
  })

  test('take over a subscriber of their name that is there already', async () => {
    const at = await paired()
    const body = { msisdn: '1001', sipPassword: 'of-somebody-else' }
    await the.ask(at.domain, 'POST', `/domains/${at.domain.uuid}/subscribers`, body)
    await at.makeExtension('1001')
    expect(await at.sync()).toMatchObject({ synced: 1, failed: 0 })
    const list = await the.ask(at.domain, 'GET', `/domains/${at.domain.uuid}/subscribers`)
    expect(list).toHaveLength(1)
    expect(list).not.toMatchObject([{ sipPassword: 'of-somebody-else' }])
  })

  test('are found by the id of the platform', async () => {
    const at = await paired()
    const { id } = await at.makeExtension('1001')
    await at.sync()
    await the.services.subscribers.refresh()
    const list = await the.ask(at.domain, 'GET', `/domains/${at.domain.uuid}/subscribers`)
    const [{ id: platformId }] = list as [{ id: number }]
    const { subscribers } = the.services
    expect(subscribers.byPlatformId(at.organizationId, 'main', platformId)).toMatchObject({
      nodeId: id,
      msisdn: '1001',
    })
    expect(subscribers.byPlatformId(at.organizationId, 'trial', platformId)).toBeNull()
    expect(subscribers.byPlatformId('org_other', 'main', platformId)).toBeNull()
  })
})

describe('trouble at the platform', () => {
  test('loses nothing: it is shown, waited for, and gone on with', async () => {
    const at = await paired()
    const failNext = { count: 1000, status: 503, path: '/subscribers' }
    await the.ask(at.domain, 'POST', '/simulator/faults', { failNext })
    await at.makeExtension('1001')
    await at.makeExtension('1002')
    expect(await at.sync()).toMatchObject({
      total: 2,
      synced: 0,
      waiting: 2,
      failed: 0,
      reason: expect.stringMatching(/fault of its own/),
    })
    await at.makeExtension('1003')
    await the.ask(at.domain, 'POST', '/simulator/faults', { failNext: null })
    pass(30)
    expect(await at.sync()).toMatchObject({ total: 3, synced: 3, waiting: 0, reason: null })
    expect(await at.atPlatform()).toEqual({ '1001': true, '1002': true, '1003': true })
  })

  test('an answer that was lost makes no second subscriber', async () => {
    const at = await paired()
    const { organizationId } = at
    await at.makeExtension('1001')
    await at.sync()
    // As if the process had died between the platform's answer and our note of it.
    await the.deps.db.pool.query(
      `update subscribers set msisdn = null, platform_id = null, active = null,
         status = 'waiting', attempts = 1 where organization_id = $1`,
      [organizationId],
    )
    await at.api.post('/api/v1/subscribers/sync', {})
    expect(await at.sync()).toMatchObject({ total: 1, synced: 1, waiting: 0, failed: 0 })
    expect(await at.atPlatform()).toEqual({ '1001': true })
  })

  test('what is refused fails alone, and is tried again on request', async () => {
    const at = await paired()
    await the.ask(at.domain, 'POST', '/simulator/faults', {
      failNext: { count: 1, status: 400, path: '/subscribers' },
    })
    await at.makeExtension('1001')
    await at.makeExtension('1002')
    expect(await at.sync()).toMatchObject({
      total: 2,
      synced: 1,
      failed: 1,
      waiting: 0,
      reason: expect.stringMatching(/refused/),
    })
    const repaired = await at.api.post('/api/v1/subscribers/sync', {})
    expect(repaired.json()).toMatchObject({ failed: 0 })
    expect(await at.sync()).toMatchObject({ synced: 2, waiting: 0, failed: 0 })
    expect(await at.atPlatform()).toEqual({ '1001': true, '1002': true })
  })

  test('a subscriber that was deleted there is made again when it changes', async () => {
    const at = await paired()
    const { id } = await at.makeExtension('1001')
    await at.apply()
    await at.sync()
    await the.ask(at.domain, 'DELETE', `/domains/${at.domain.uuid}/subscribers/1001`)
    await at.change(id, { enabled: false })
    await at.apply()
    await at.sync()
    expect(await at.atPlatform()).toEqual({ '1001': false })
  })

  test('the limit of the platform is never exceeded', { timeout: 60_000 }, async () => {
    const at = await paired({ limited: true })
    const devices = Array.from({ length: 9 }, (_, index) => ({ name: `Phone ${index}` }))
    await at.makeExtension('1001', devices)
    await expect
      .poll(
        async () => {
          pass(30)
          return (await at.sync()).waiting
        },
        { timeout: 50_000, interval: 500 },
      )
      .toBe(0)
    const traffic = await the.traffic(at.domain)
    expect(traffic.filter(({ response }) => response?.status === 429)).toEqual([])
    const times = traffic
      .filter(({ request }) => !request.url.startsWith('/simulator'))
      .map(({ at }) => Date.parse(at))
    expect(times.length).toBeGreaterThanOrEqual(13)
    for (const time of times) {
      const inWindow = times.filter((other) => other >= time && other < time + 10_000)
      expect(inWindow.length).toBeLessThanOrEqual(10)
    }
  })
})

describe('the sync', () => {
  test('counts one organization only, and a reporter cannot start it', async () => {
    const at = await paired()
    const other = await paired()
    await at.makeExtension('1001')
    await at.sync()
    expect(await other.sync()).toMatchObject({ total: 0 })
    const reporter = as(the, at.reporter)
    expect((await reporter.get('/api/v1/subscribers/sync')).json()).toMatchObject({ total: 1 })
    expect((await reporter.post('/api/v1/subscribers/sync', {})).statusCode).toBe(403)
  })

  test('is told to the viewers', async () => {
    const at = await paired()
    const told: object[] = []
    const stop = the.deps.live.subscribe((organizationId, event) => {
      if (organizationId === at.organizationId && event.name === 'subscribers')
        told.push(event.data)
    })
    await at.makeExtension('1001')
    await at.sync()
    await expect.poll(() => told.at(-1)).toEqual({ waiting: 0, failed: 0 })
    stop()
  })

  test('un-pairing keeps subscribers, or deletes them when that is wanted', async () => {
    const kept = await paired()
    await kept.makeExtension('1001')
    await kept.sync()
    await kept.api.del('/api/v1/settings/cloudonix')
    await the.runJobs()
    expect(await kept.atPlatform()).toEqual({ '1001': true })
    expect(await kept.confirmed()).toEqual([])

    const gone = await paired()
    await gone.makeExtension('1001')
    await gone.sync()
    await gone.api.del('/api/v1/settings/cloudonix?subscribers=delete')
    await the.runJobs()
    expect(await gone.atPlatform()).toEqual({})
  })

  test('pairing again gives the phones the names and passwords that they had', async () => {
    const at = await paired()
    await at.makeExtension('1001')
    await at.sync()
    const path = `/domains/${at.domain.uuid}/subscribers`
    const before = await the.ask(at.domain, 'GET', path)
    await at.api.del('/api/v1/settings/cloudonix')
    await the.send(at.owner, 'PUT', '/api/v1/settings/cloudonix', {
      platform: 'simulator',
      domainUuid: at.domain.uuid,
      domainApiKey: at.domain.apiKey,
    })
    await expect
      .poll(
        async () => {
          pass(30)
          return (await at.sync()).waiting
        },
        { timeout: 15_000 },
      )
      .toBe(0)
    const [{ id, sipPassword }] = before as [{ id: number; sipPassword: string }]
    expect(await the.ask(at.domain, 'GET', path)).toMatchObject([{ id, sipPassword }])
  })
})
