import { usualPersonalSettings } from '@opbx/contract/call-flow/personal-settings'
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
let own: string
let other: string

beforeAll(async () => {
  server = await testApp()
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId)
  const ids = await applyCompany(server, acme.organizationId, {
    nodes: [
      {
        key: '$1001',
        type: 'extension',
        name: 'Ada',
        extension: '1001',
        config: { userId: acme.user.id },
      },
      { key: '$1002', type: 'extension', name: 'Alan', extension: '1002', config: {} },
    ],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$1001', callerNamePrefix: '' }],
    outboundRoutes: [],
  })
  own = ids.$1001 ?? ''
  other = ids.$1002 ?? ''
})

const pathOf = (id: string) => `/api/v1/extensions/${id}/personal-settings`
const forwarding = { ...usualPersonalSettings, forwardAlways: '1002' }
const called = async () => (await placeCall(server, domain).route()).cxml

test('a person sets the own extension, at once and without Apply', async () => {
  const api = as(server, acme.user)
  expect((await api.get(pathOf(own))).json()).toEqual(usualPersonalSettings)
  expect(await called()).toContain('<Number>1001</Number>')
  const saved = await api.put(pathOf(own), forwarding)
  expect([saved.statusCode, saved.json()]).toEqual([200, forwarding])
  await expect.poll(called).toContain('<Number>1002</Number>')
  const changes = (await as(server, acme.owner).get('/api/v1/flow/changes')).json()
  expect(changes.changes).toEqual([])
  await api.put(pathOf(own), usualPersonalSettings)
  await expect.poll(called).toContain('<Number>1001</Number>')
})

test("another person's extension is for who writes the call flow", async () => {
  expect((await as(server, acme.user).put(pathOf(other), forwarding)).statusCode).toBe(403)
  expect((await as(server, acme.reporter).put(pathOf(own), forwarding)).statusCode).toBe(403)
  const changed = { ...usualPersonalSettings, doNotDisturb: true }
  expect((await as(server, acme.admin).put(pathOf(other), changed)).statusCode).toBe(200)
  const log = (await as(server, acme.owner).get('/api/v1/audit-log')).json()
  expect(log.items[0]).toMatchObject({
    action: 'personal_settings.update',
    subjectName: 'Alan',
    before: usualPersonalSettings,
    after: changed,
  })
})

test.each(['x', '02025550190', '', '1'])('%j is no number to forward to', async (target) => {
  const bad = { ...usualPersonalSettings, forwardBusy: target }
  const response = await as(server, acme.owner).put(pathOf(own), bad)
  expect(response.statusCode).toBe(422)
  expect(response.json().errors[0].path).toBe('forwardBusy')
})

test('an extension of another organization is not found', async () => {
  const stranger = await makeOrganization(server)
  expect((await as(server, stranger.owner).get(pathOf(own))).statusCode).toBe(404)
  expect((await as(server, stranger.owner).put(pathOf(own), forwarding)).statusCode).toBe(404)
})

test('a feature code sets the extension of the phone', async () => {
  const call = placeCall(server, domain, { phone: '1001', to: '*78' })
  expect((await call.route()).cxml).toContain('Do not disturb is on.')
  expect((await as(server, acme.user).get(pathOf(own))).json()).toMatchObject({
    doNotDisturb: true,
  })
  await placeCall(server, domain, { phone: '1001', to: '*79' }).route()
  expect((await as(server, acme.user).get(pathOf(own))).json()).toMatchObject({
    doNotDisturb: false,
  })
})
