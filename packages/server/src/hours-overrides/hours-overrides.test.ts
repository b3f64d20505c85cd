import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

let server: TestApp
let acme: TestOrganization
let domain: VoiceDomain
let hours: string

beforeAll(async () => {
  server = await testApp()
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId)
  const always = [{ from: '00:00', to: '24:00' }]
  const week = Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
      day,
      always,
    ]),
  )
  const say = (key: string, text: string) => ({
    key,
    type: 'announcement' as const,
    name: text,
    config: { prompt: { text } },
  })
  const ids = await applyCompany(server, acme.organizationId, {
    nodes: [
      {
        key: '$hours',
        type: 'business_hours',
        name: 'Office',
        config: { weekly: week },
        exits: { open: '$open', closed: '$closed' },
      },
      say('$open', 'We are here'),
      say('$closed', 'We are closed'),
    ],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$hours', callerNamePrefix: '' }],
    outboundRoutes: [],
  })
  hours = ids.$hours ?? ''
})

const pathOf = (id: string) => `/api/v1/business-hours/${id}/override`
const called = async () => (await placeCall(server, domain).route()).cxml
const inAnHour = () => new Date(server.deps.clock.now().getTime() + 3_600_000).toISOString()

test('calls meet what is set by hand, at once and without Apply, and the schedule again after it', async () => {
  const api = as(server, acme.admin)
  expect((await api.get(pathOf(hours))).json()).toEqual({
    override: 'auto',
    until: null,
    setBy: null,
    setAt: null,
  })
  expect(await called()).toContain('We are here')
  const until = inAnHour()
  const closed = await api.put(pathOf(hours), { override: 'closed', until })
  expect(closed.statusCode, closed.body).toBe(200)
  expect(closed.json()).toMatchObject({ override: 'closed', until, setBy: acme.admin.name })
  await expect.poll(called).toContain('We are closed')
  const listed = (await as(server, acme.reporter).get('/api/v1/flow/hours-overrides')).json()
  expect(listed.items).toEqual([{ node: hours, ...closed.json() }])
  const changes = (await as(server, acme.owner).get('/api/v1/flow/changes')).json()
  expect(changes.changes).toEqual([])
  const told = (
    await api.post('/api/v1/flow/preview', { to: '+12025550100', revision: 'live' })
  ).json()
  expect(told.trace[1].because).toContain(`Because ${acme.admin.name} set it closed by hand until`)
  expect((await api.put(pathOf(hours), { override: 'auto' })).json().override).toBe('auto')
  await expect.poll(called).toContain('We are here')
  const log = (await as(server, acme.owner).get('/api/v1/audit-log')).json()
  expect(log.items[0]).toMatchObject({
    action: 'hours_override.update',
    subjectName: 'Office',
    before: { override: 'closed' },
    after: { override: 'auto' },
  })
})

test('when its time is over, the schedule counts again by itself', async () => {
  const api = as(server, acme.admin)
  await api.put(pathOf(hours), { override: 'closed', until: inAnHour() })
  await expect.poll(called).toContain('We are closed')
  server.setNow(new Date(server.deps.clock.now().getTime() + 3_600_000))
  expect(await called()).toContain('We are here')
  expect((await api.get(pathOf(hours))).json().override).toBe('auto')
  expect((await api.get('/api/v1/flow/hours-overrides')).json().items).toEqual([])
})

test('what calls read in memory follows each change', async () => {
  const api = as(server, acme.admin)
  await api.put(pathOf(hours), { override: 'closed' })
  await server.services.hoursSet.refresh()
  expect(server.services.hoursSet.of(acme.organizationId)).toEqual({
    [hours]: { state: 'closed', until: null, by: acme.admin.name },
  })
  await api.put(pathOf(hours), { override: 'auto' })
  await server.services.hoursSet.refresh()
  expect(server.services.hoursSet.of(acme.organizationId)).toEqual({})
})

test.each([
  [{ override: 'maybe' }, 'override'],
  [{ override: 'open', until: 'tonight' }, 'until'],
  [{ override: 'open', until: '2020-01-01T00:00:00Z' }, 'until'],
])('%j is refused with its field', async (body, path) => {
  const refused = await as(server, acme.owner).put(pathOf(hours), body)
  expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, path])
})

test('who may not change the flow changes nothing, and strangers find nothing', async () => {
  const body = { override: 'closed' }
  expect((await as(server, acme.user).put(pathOf(hours), body)).statusCode).toBe(403)
  const stranger = await makeOrganization(server)
  expect((await as(server, stranger.owner).put(pathOf(hours), body)).statusCode).toBe(404)
  expect((await as(server, stranger.owner).get(pathOf(hours))).statusCode).toBe(404)
})
