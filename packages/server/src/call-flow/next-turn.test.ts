import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { makeOrganization } from '../testing/factories.ts'
import { nextTurn } from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

test('no two calls get the same turn of a round robin, and groups count apart', async () => {
  const { organizationId } = await makeOrganization(app)
  const turn = (group: string) => nextTurn(app.deps, organizationId, group)
  const turns = await Promise.all(Array.from({ length: 20 }, () => turn('rg_sales00')))
  expect(turns.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i))
  expect(await turn('rg_support')).toBe(0)
  expect(await turn('rg_sales00')).toBe(20)
})
