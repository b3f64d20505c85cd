import { beforeAll, expect, test } from 'vitest'
import { importFlow } from '../call-flow/service.ts'
import { systemCtx } from '../context.ts'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { sampleCompany } from '../trial/sample-company.ts'

let server: TestApp
let acme: TestOrganization

beforeAll(async () => {
  server = await testApp()
  acme = await makeOrganization(server)
  const ctx = systemCtx(server.deps, acme.organizationId, ['flow.read', 'flow.write'])
  await importFlow(ctx, sampleCompany('US'))
})

const preview = async (body: object) => as(server, acme.reporter).post('/api/v1/flow/preview', body)

test.each([
  ['2026-11-17T15:42:00Z', 'Office', 'open'],
  ['2026-11-21T15:42:00Z', 'Office', 'closed'],
])('at %s a call to %s leaves by %s', async (at, name, exit) => {
  const { trace } = (await preview({ to: '+12025550101', at })).json()
  expect(trace.find((entry: { name: string }) => entry.name === name)).toMatchObject({ at, exit })
})

test('says who would ring, with the document and the reason', async () => {
  const told = (await preview({ from: '1001', to: '1002' })).json()
  expect(told).toMatchObject({ rings: ['1002'], ends: false })
  expect(told.cxml).toContain('<Number>1002</Number>')
  expect(told.trace[0].because).toBe('Because 1002 is the extension number of Grace Hopper.')
  const refused = (await preview({ from: '1001', to: '+442079460000' })).json()
  expect(refused).toMatchObject({ rings: [], ends: true })
})

test('of what is live needs something live', async () => {
  const early = await preview({ to: '+12025550100', revision: 'live' })
  expect(early.statusCode).toBe(409)
  await as(server, acme.owner).post('/api/v1/flow/apply', {})
  const told = (await preview({ to: '+12025550100', revision: 'live' })).json()
  expect(told.cxml).toContain('<Gather')
})

test.each([[{}], [{ to: 'x' }], [{ to: '1001', at: 'tomorrow' }]])(
  '%j is refused with its field',
  async (body) => {
    expect((await preview(body)).statusCode).toBe(422)
  },
)
