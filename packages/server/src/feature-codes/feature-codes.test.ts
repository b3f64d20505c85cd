import { beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { applyCompany, makeVoiceDomain, placeCall } from '../testing/voice-domain.ts'

// Opens the server outside the time of the first test.
beforeAll(testApp)

const path = '/api/v1/feature-codes'

test('codes are changed in the draft, applied, and given back by discarding', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const owner = as(server, acme.owner)
  const usual = (await owner.get(path)).json()
  expect(usual).toMatchObject({ codes: { listen: '*3' }, version: 0, state: 'live' })
  await applyCompany(server, acme.organizationId)
  const wanted = { ...usual.codes, listen: '*33', barge: null }
  const changed = await owner.put(path, wanted, { version: 0 })
  expect(changed.json()).toMatchObject({ codes: wanted, version: 1, state: 'changed' })
  expect((await owner.get('/api/v1/flow/changes')).json().changes).toMatchObject([
    {
      kind: 'feature_codes',
      fields: [
        { path: 'listen', before: '*3', after: '*33' },
        { path: 'barge', before: '*5', after: null },
      ],
    },
  ])
  await owner.post('/api/v1/flow/apply', {})
  expect((await owner.get(path)).json().state).toBe('live')
  await owner.put(path, {}, { version: 1 })
  await owner.del('/api/v1/flow/draft')
  expect((await owner.get(path)).json()).toMatchObject({ codes: wanted, state: 'live' })
})

test('wrong codes are refused by field, an older version is outdated', async () => {
  const server = await testApp()
  const { owner, user } = await makeOrganization(server)
  const refused = await as(server, owner).put(path, { listen: '3' }, { version: 0 })
  expect(refused.statusCode).toBe(422)
  expect(refused.json().errors).toMatchObject([{ path: 'listen' }])
  expect((await as(server, owner).put(path, {}, { version: 1 })).statusCode).toBe(412)
  expect((await as(server, owner).put(path, {})).statusCode).toBe(428)
  expect((await as(server, user).put(path, {}, { version: 0 })).statusCode).toBe(403)
})

test('an owner listens to the call of an extension, which the audit log notes; others may not', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const domain = await makeVoiceDomain(server, acme.organizationId)
  const extension = (number: string, name: string, userId: string | null) => ({
    key: `$${number}`,
    type: 'extension' as const,
    name,
    extension: number,
    config: { userId },
  })
  await applyCompany(server, acme.organizationId, {
    nodes: [
      extension('1001', 'Olga', acme.owner.id),
      extension('1002', 'Uli', acme.user.id),
      extension('1003', 'Ann', null),
    ],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$1003', callerNamePrefix: '' }],
    outboundRoutes: [],
  })
  const supervise = async (phone: string) =>
    (await placeCall(server, domain, { phone, to: '*31003' }).route()).cxml
  expect(await supervise('1001')).toContain('Nobody is in a call there.')
  const talk = placeCall(server, domain)
  await talk.route()
  await talk.update('connected')
  await server.services.settled()
  expect(await supervise('1001')).toContain(`<Coach policy="listen">${talk.session}</Coach>`)
  expect(await supervise('1002')).toContain('this is for supervisors')
  expect(await supervise('1003')).toContain('Dial the code, and then the number')
  const log = (await as(server, acme.owner).get('/api/v1/audit-log')).json().items
  expect(log.filter(({ action }: { action: string }) => action === 'call.listen')).toMatchObject([
    { actor: { id: acme.owner.id }, subjectId: talk.session },
  ])
})
