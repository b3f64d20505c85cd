import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

const path = '/api/v1/outbound-settings'

test('the emergency trunk is part of the draft: told as a change, live with Apply, back with discard', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  expect((await api.get(path)).json()).toEqual({ emergencyTrunk: null, state: 'live' })
  await api.post('/api/v1/flow/apply', {})

  const set = await api.put(path, { emergencyTrunk: 'e911' })
  expect(set.statusCode, set.body).toBe(200)
  expect(set.json()).toEqual({ emergencyTrunk: 'e911', state: 'changed' })
  const { changes } = (await api.get('/api/v1/flow/changes')).json()
  expect(changes).toMatchObject([
    {
      kind: 'organization',
      change: 'changed',
      fields: [{ path: 'emergencyTrunk', before: null, after: 'e911' }],
    },
  ])
  const applied = await api.post('/api/v1/flow/apply', {})
  expect(applied.statusCode, applied.body).toBe(200)
  expect((await api.get(path)).json()).toEqual({ emergencyTrunk: 'e911', state: 'live' })

  await api.put(path, { emergencyTrunk: null })
  expect((await api.get(path)).json()).toEqual({ emergencyTrunk: null, state: 'changed' })
  await api.del('/api/v1/flow/draft')
  expect((await api.get(path)).json()).toEqual({ emergencyTrunk: 'e911', state: 'live' })
})

test('another organization does not see it, a reporter cannot change it, and an empty name is refused', async () => {
  const { owner, reporter } = await makeOrganization(app)
  const other = await makeOrganization(app)
  await as(app, owner).put(path, { emergencyTrunk: 'e911' })
  expect((await as(app, other.owner).get(path)).json()).toMatchObject({ emergencyTrunk: null })
  expect((await as(app, reporter).get(path)).json()).toMatchObject({ emergencyTrunk: 'e911' })
  expect((await as(app, reporter).put(path, { emergencyTrunk: null })).statusCode).toBe(403)
  const refused = await as(app, owner).put(path, { emergencyTrunk: ' ' })
  expect([refused.statusCode, refused.json().errors]).toEqual([
    422,
    [{ path: 'emergencyTrunk', message: 'Name the trunk.' }],
  ])
})
