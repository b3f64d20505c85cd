import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender } from '../testing/factories.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

interface Company {
  owner: Sender
  domain: VoiceDomain
}

/** Ada, who may have one call at once, and Ben. */
async function makeCompany(): Promise<Company> {
  const { owner, organizationId } = await makeOrganization(server)
  const domain = await makeVoiceDomain(server, organizationId)
  await applyCompany(server, organizationId, {
    nodes: [
      {
        key: '$1001',
        type: 'extension',
        name: 'Ada',
        extension: '1001',
        config: { concurrentCalls: 1 },
      },
      { key: '$1002', type: 'extension', name: 'Ben', extension: '1002', config: {} },
    ],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$1001', callerNamePrefix: '' }],
    outboundRoutes: [{ name: 'Partner', sipDomains: ['pbx.partner.example'], trunks: ['carrier'] }],
  })
  return { owner, domain }
}

async function apply(owner: Sender) {
  const applied = await as(server, owner).post('/api/v1/flow/apply', {})
  expect(applied.statusCode, applied.body).toBe(200)
}

describe('a SIP address', () => {
  const make = (owner: Sender, number: string) =>
    as(server, owner).post('/api/v1/outside-numbers', {
      name: `To ${number}`,
      extension: '500',
      config: { number },
    })

  test('is rung as a noun of its own where a route names its domain', async () => {
    const { owner, domain } = await makeCompany()
    const address = 'sip:sales@pbx.partner.example:5080;transport=tls'
    expect((await make(owner, address)).statusCode).toBe(201)
    await apply(owner)
    const call = placeCall(server, domain, { phone: '1002', to: '500' })
    const { cxml } = await call.route()
    expect(cxml).toContain(`<Sip>${address}</Sip></Dial>`)
    expect(cxml).not.toContain('trunks=')
    await server.services.settled()
    const { organization } = (await as(server, owner).get('/api/v1/fraud-guard')).json()
    expect(organization.total).toMatchObject({ callsPerHour: 1, concurrent: 1 })
  })

  test('of another domain stops Apply with the step and the remedy', async () => {
    const { owner } = await makeCompany()
    const made = await make(owner, 'sip:sales@elsewhere.example')
    const refused = await as(server, owner).post('/api/v1/flow/apply', {})
    expect(refused.statusCode).toBe(409)
    expect(refused.json().errors).toMatchObject([
      {
        path: `nodes.${made.json().id}`,
        message: expect.stringContaining('Name its SIP domain in an outbound route'),
      },
    ])
  })

  test('of the inside is refused with the field', async () => {
    const { owner } = await makeCompany()
    const refused = await make(owner, 'sip:sales@10.0.0.1')
    expect([refused.statusCode, refused.json().errors[0]]).toEqual([
      422,
      {
        path: 'config.number',
        message:
          'Use a host on the public internet: private networks and local names cannot be called.',
      },
    ])
  })
})

test('a wrong outside member of a group is refused with the field', async () => {
  const { owner } = await makeCompany()
  const refused = await as(server, owner).post('/api/v1/ring-groups', {
    name: 'Sales',
    config: { members: [{ number: '2025550190' }] },
  })
  expect([refused.statusCode, refused.json().errors[0].path]).toEqual([
    422,
    'config.members.0.number',
  ])
  const neither = await as(server, owner).post('/api/v1/ring-groups', {
    name: 'Sales',
    config: { members: [{}] },
  })
  expect(neither.json().errors[0]).toEqual({
    path: 'config.members.0',
    message: 'Name an extension as node, or an outside number as number.',
  })
})

test('help is called over the emergency trunk, and by another way where that fails', async () => {
  const { owner, domain } = await makeCompany()
  await as(server, owner).put('/api/v1/outbound-settings', { emergencyTrunk: 'e911' })
  await apply(owner)
  const call = placeCall(server, domain, { phone: '1001', to: '911' })
  const first = await call.route()
  expect(first.cxml).toContain('trunks="e911"><Number>911</Number>')
  const second = await call.next(first.fallThrough)
  expect(second.cxml).toContain('callerId="+12025550100"><Number>911</Number>')
})

test('an extension with a limit of one call is busy while it talks, and its phone calls nobody else', async () => {
  const { domain } = await makeCompany()
  const talk = placeCall(server, domain, { phone: '1001', to: '1002' })
  expect((await talk.route()).cxml).toContain('<Number>1002</Number>')
  await server.services.settled()
  expect((await placeCall(server, domain).route()).cxml).not.toContain('<Number>')
  const second = await placeCall(server, domain, { phone: '1001', to: '1002' }).route()
  expect(second.cxml).toContain('You have as many calls as this extension may have.')
  expect((await placeCall(server, domain, { phone: '1001', to: '911' }).route()).cxml).toContain(
    '<Number>911</Number>',
  )
  await talk.cdr('ANSWER')
  await server.services.settled()
})
