import {
  type FraudGuard,
  type FraudGuardSettings,
  usualFraudGuard,
} from '@opbx/contract/fraud-guard'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FlowImport } from '../call-flow/service.ts'
import { openTestApp, type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { testServices } from '../testing/services.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  trialHeaderOf,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const path = '/api/v1/fraud-guard'
const start = '2026-03-02T15:00:00Z'
const at = (seconds: number) => server.setNow(new Date(Date.parse(start) + seconds * 1000))
const noCaps = { callsPerHour: null, minutesPerDay: null, concurrent: null }
const open: FraudGuardSettings = {
  ...usualFraudGuard,
  person: noCaps,
  organization: noCaps,
  outsideHours: { hours: null, person: noCaps, organization: noCaps },
  stop: { afterRefusals: null, afterMinutes: false, hours: null },
}

interface Company {
  acme: TestOrganization
  domain: VoiceDomain
  ids: Record<string, string>
}

async function makeCompany(
  settings: Partial<FraudGuardSettings> = {},
  kinds: Parameters<typeof makeVoiceDomain>[2] = {},
): Promise<Company> {
  at(0)
  const acme = await makeOrganization(server)
  const domain = await makeVoiceDomain(server, acme.organizationId, kinds)
  const extension = (number: string, name: string) => ({
    key: `$${number}`,
    type: 'extension' as const,
    name,
    extension: number,
    config: {},
  })
  const flow: FlowImport = {
    nodes: [extension('1001', 'Ada'), extension('1002', 'Ben')],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$1001', callerNamePrefix: '' }],
    outboundRoutes: [
      {
        name: 'World',
        enabled: true,
        countries: ['US', 'GB', 'JM'],
        prefixes: [],
        trunks: [],
        accessDigits: '',
        strip: 0,
        prepend: '',
        callerId: null,
        permissionClasses: [],
        hours: null,
      },
    ],
  }
  const ids = await applyCompany(server, acme.organizationId, flow)
  await set(acme, settings)
  return { acme, domain, ids }
}

async function set(acme: TestOrganization, settings: Partial<FraudGuardSettings>) {
  const answer = await as(server, acme.owner).put(path, { ...open, ...settings })
  expect(answer.statusCode, answer.body).toBe(200)
  await server.services.fraudGuard.refresh()
}

const dialFrom = (app: TestApp, domain: VoiceDomain, to = '12025550190', phone = '1001') =>
  placeCall(app, domain, { phone, to })
const guardOf = async ({ acme }: Company): Promise<FraudGuard> =>
  (await as(server, acme.owner).get(path)).json()

type Placed = ReturnType<typeof placeCall>
/** All are in flight before the first one is answered. */
async function dialAll(calls: readonly Placed[]): Promise<Placed[]> {
  let answered = 0
  const asked = calls.map(async (call) => {
    const answer = await call.route()
    answered += 1
    expect(answer.status).toBe(200)
    return answer.cxml.includes('<Dial') ? [call] : []
  })
  expect(answered).toBe(0)
  return (await Promise.all(asked)).flat()
}
async function hangUp(app: TestApp, calls: readonly Placed[]): Promise<void> {
  for (const call of calls) await call.cdr('ANSWER')
  await app.services.settled()
}

describe('of 200 calls at the same moment', () => {
  const many = (app: TestApp, { domain }: Company) =>
    Array.from({ length: 200 }, () => dialFrom(app, domain))

  test.each([
    ['organization', { organization: { ...noCaps, concurrent: 10 } }],
    ['person', { person: { ...noCaps, concurrent: 10 } }],
  ])(
    'a cap of 10 of the %s lets exactly 10 pass; they hang up, and ten more pass',
    async (_who, caps) => {
      const company = await makeCompany(caps)
      const passed = await dialAll(many(server, company))
      expect(passed).toHaveLength(10)
      await server.services.settled()
      expect(await dialAll(many(server, company))).toEqual([])
      await hangUp(server, passed.slice(0, 4))
      expect((await guardOf(company)).organization.total).toMatchObject({
        callsPerHour: 10,
        concurrent: 6,
      })
      expect(await dialAll(many(server, company))).toHaveLength(4)
      await hangUp(server, passed.slice(4))
      expect(await dialAll(many(server, company))).toHaveLength(6)
    },
  )

  test('a cap of 10 calls per hour lets exactly 10 pass, and an hour later ten more', async () => {
    const company = await makeCompany({ person: { ...noCaps, callsPerHour: 10 } })
    const passed = await dialAll(many(server, company))
    expect(passed).toHaveLength(10)
    await hangUp(server, passed)
    expect(await dialAll(many(server, company))).toEqual([])
    at(3_600)
    expect(await dialAll(many(server, company))).toHaveLength(10)
  })

  test.runIf(testServices.databaseUrl !== undefined)(
    'a cap of 10 lets exactly 10 pass on two processes; one is gone, and its share comes back',
    async () => {
      const company = await makeCompany({ organization: { ...noCaps, concurrent: 10 } })
      const other = await openTestApp({ DATABASE_URL: server.deps.config.databaseUrl ?? '' })
      let isOpen = true
      closers.push(async () => (isOpen ? other.app.close() : undefined))
      const calls = many(server, company).map((call, index) =>
        index % 2 === 0 ? call : dialFrom(other, company.domain),
      )
      const passed = await dialAll(calls)
      expect(passed).toHaveLength(10)
      isOpen = false
      await other.app.close()
      await hangUp(server, passed)
      expect(await dialAll(many(server, company))).toHaveLength(10)
    },
  )
})

test('a share whose call nobody tells of comes back after a minute, one that goes on does not', async () => {
  const company = await makeCompany({ organization: { ...noCaps, concurrent: 1 } })
  const entry = { organizationId: company.acme.organizationId, timeZone: 'America/New_York' }
  // As of a process that was killed before it could write down its answer.
  const ask = {
    number: '+12025550190',
    step: 0,
    node: null,
    name: null,
    highRisk: null,
    outsideHours: false,
  }
  const lost = { session: 'lost', isTrial: false }
  expect(await server.services.allowances.ask(entry, lost, ask)).toEqual({ is: 'granted' })
  expect(await dialAll([dialFrom(server, company.domain)])).toEqual([])
  at(61)
  const [call] = await dialAll([dialFrom(server, company.domain)])
  expect(call).toBeDefined()
  await server.services.settled()
  expect((await guardOf(company)).organization.total).toMatchObject({
    callsPerHour: 1,
    concurrent: 1,
  })
  at(12 * 3_600)
  expect(await dialAll([dialFrom(server, company.domain)])).toEqual([])
  at(13 * 3_600 + 62)
  expect(await dialAll([dialFrom(server, company.domain)])).toHaveLength(1)
})

test('minutes are those that were talked, and the story names the cap', async () => {
  const company = await makeCompany({ person: { ...noCaps, minutesPerDay: 5 } })
  const call = dialFrom(server, company.domain)
  const ringing = await call.route()
  at(20)
  await call.update('connected')
  at(20 + 300)
  expect((await call.next(ringing.action, { DialCallStatus: 'completed' })).cxml).toContain(
    'Hangup',
  )
  await call.cdr('ANSWER', { duration: 320, billsec: 300 })
  await server.services.settled()
  const guard = await guardOf(company)
  expect(guard.people).toMatchObject([
    {
      node: company.ids.$1001,
      name: 'Ada',
      total: { callsPerHour: 1, minutesPerDay: 5, concurrent: 0 },
    },
  ])
  const refused = dialFrom(server, company.domain)
  expect((await refused.route()).cxml).toContain('too many calls to the outside')
  await server.services.settled()
  const api = as(server, company.acme.owner)
  const [shown] = (await api.get(path)).json().refusals
  expect(shown).toMatchObject({
    number: '+12025550190',
    name: 'Ada',
    reason: { kind: 'cap', reached: { cap: 'minutesPerDay', most: 5, used: 5 } },
  })
  const story = (await api.get(`/api/v1/calls/${shown.callId}`)).json()
  expect(story.trace.at(-1).because).toBe(
    'Because Ada has talked 5 minutes with the outside today, and 5 is the most.',
  )
  expect(await dialAll([dialFrom(server, company.domain, '12025550190', '1002')])).toHaveLength(1)
  at(24 * 3_600)
  expect(await dialAll([dialFrom(server, company.domain)])).toHaveLength(1)
})

test('high-risk destinations are refused until they are allowed by name; other countries pass', async () => {
  const company = await makeCompany()
  const jamaica = () => dialFrom(server, company.domain, '18765550123')
  expect(await dialAll([dialFrom(server, company.domain, '442079460000')])).toHaveLength(1)
  expect(await dialAll([jamaica()])).toEqual([])
  expect((await guardOf(company)).refusals).toMatchObject([
    { number: '+18765550123', reason: { kind: 'high_risk', destination: 'Jamaica' } },
  ])
  await set(company.acme, { allowed: ['jamaica'] })
  expect(await dialAll([jamaica()])).toHaveLength(1)
})

test('too many refusals stop calls to the outside, which is told and can be released', async () => {
  const company = await makeCompany({
    organization: { ...noCaps, callsPerHour: 1 },
    stop: { afterRefusals: 3, afterMinutes: true, hours: 12 },
  })
  const told: unknown[] = []
  const unsubscribe = server.deps.live.subscribe((organizationId, event) => {
    if (organizationId === company.acme.organizationId && event.name === 'fraud_guard')
      told.push(event.data.stopped)
  })
  closers.push(async () => unsubscribe())
  const dial = () => dialFrom(server, company.domain)
  expect(await dialAll([dial(), dial(), dial()])).toHaveLength(1)
  expect((await guardOf(company)).stopped).toBeNull()
  expect(await dialAll([dial()])).toEqual([])
  const reached = { cap: 'callsPerHour', who: null, most: 1, used: 1 }
  await expect.poll(async () => (await guardOf(company)).stopped).toMatchObject({ reached })
  await expect.poll(() => told).toMatchObject([{ reached }])
  expect((await dial().route()).cxml).toContain('Ask the owner of your phone system to release')
  expect((await dialFrom(server, company.domain, '911').route()).cxml).toContain('<Number>911')

  const { owner, admin } = company.acme
  expect((await as(server, admin).post(`${path}/release`, {})).statusCode).toBe(403)
  await set(company.acme, { organization: { ...noCaps, callsPerHour: 5 } })
  const released = await as(server, owner).post(`${path}/release`, {})
  expect(released.json()).toMatchObject({ stopped: null })
  expect((await as(server, owner).post(`${path}/release`, {})).statusCode).toBe(409)
  expect(await dialAll([dial()])).toHaveLength(1)
  const log = (await as(server, owner).get('/api/v1/audit-log')).json().items
  expect(log.map((one: { action: string }) => one.action)).toEqual(
    expect.arrayContaining(['fraud_guard.stop', 'fraud_guard.release', 'fraud_guard.update']),
  )
})

test('each outside number of a ring group takes a share of its own when it rings', async () => {
  const company = await makeCompany({ organization: { ...noCaps, callsPerHour: 3, concurrent: 1 } })
  const { acme, domain } = company
  const group = await as(server, acme.owner).post('/api/v1/ring-groups', {
    name: 'Mobiles',
    extension: '2000',
    config: {
      members: [{ number: '+12025550190' }, { number: '+12025550191' }],
      rounds: 2,
    },
  })
  expect(group.statusCode, group.body).toBe(201)
  await as(server, acme.owner).post('/api/v1/flow/apply', {})
  const call = placeCall(server, domain, { phone: '1001', to: '2000' })
  const missed = { DialCallStatus: 'no-answer' }
  const first = await call.route()
  expect(first.cxml).toContain('<Number>+12025550190</Number>')
  // Another call finds the only line taken.
  expect((await placeCall(server, domain, { phone: '1002', to: '2000' }).route()).cxml).toContain(
    '<Hangup/>',
  )
  const second = await call.next(first.action, missed)
  expect(second.cxml).toContain('<Number>+12025550191</Number>')
  await server.services.settled()
  expect((await guardOf(company)).organization.total).toMatchObject({
    callsPerHour: 2,
    concurrent: 1,
  })
  const third = await call.next(second.action, missed)
  expect(third.cxml).toContain('<Number>+12025550190</Number>')
  // The fourth would be one call within the hour too many: the group goes on without it.
  expect((await call.next(third.action, missed)).cxml).toContain('<Hangup/>')
  await call.cdr('NOANSWER')
  await server.services.settled()
  const guard = await guardOf(company)
  expect(guard.organization.total).toMatchObject({ callsPerHour: 3, concurrent: 0 })
  expect(guard.refusals).toMatchObject([
    { number: '+12025550191', reason: { kind: 'cap', reached: { cap: 'callsPerHour' } } },
    { number: '+12025550190', reason: { kind: 'cap', reached: { cap: 'concurrent' } } },
  ])
})

test('pretend calls use nothing up', async () => {
  const company = await makeCompany(
    { organization: { ...noCaps, concurrent: 1 } },
    { platform: 'simulator' },
  )
  const { domain } = company
  const pretend = () => {
    const session = `pretend-${Math.random().toString(36).slice(2)}`
    const headers = { 'x-opbx-trial': trialHeaderOf(domain, session, { at: start }) }
    return placeCall(server, domain, { session, headers, phone: '1001', to: '12025550190' })
  }
  expect(await dialAll([pretend(), pretend(), pretend()])).toHaveLength(3)
  await server.services.settled()
  expect((await guardOf(company)).organization.total).toEqual({
    callsPerHour: 0,
    minutesPerDay: 0,
    concurrent: 0,
  })
})

describe('settings', () => {
  test.each([
    ['person', { person: { ...noCaps, concurrent: -1 } }, 'person.concurrent'],
    ['destination', { allowed: ['atlantis'] }, 'allowed.0'],
    [
      'hours',
      { outsideHours: { ...open.outsideHours, hours: 'bh_nowhere' } },
      'outsideHours.hours',
    ],
  ])('a wrong %s is named, and nothing is kept', async (_what, wrong, field) => {
    const acme = await makeOrganization(server)
    const answer = await as(server, acme.owner).put(path, { ...open, ...wrong })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors[0].path).toBe(field)
    expect((await as(server, acme.owner).get(path)).json().settings).toEqual(usualFraudGuard)
  })

  test('a person sees the caps, but neither people nor refusals', async () => {
    const company = await makeCompany({ person: { ...noCaps, callsPerHour: 1 } })
    const dial = () => dialFrom(server, company.domain)
    await dialAll([dial(), dial()])
    const seenBy = async (who: 'user' | 'reporter') =>
      (await as(server, company.acme[who]).get(path)).json()
    expect(await seenBy('user')).toMatchObject({
      people: [],
      refusals: [],
      organization: { total: { callsPerHour: 1 } },
    })
    expect(await seenBy('reporter')).toMatchObject({ people: [{}], refusals: [{}] })
  })
})
