import { expect, test } from 'vitest'
import { testApp } from './app.ts'

test('the app of the tests is ready, with a clock that stands still', async () => {
  const { app, deps, setNow } = await testApp()
  expect((await app.inject('/ready')).json()).toEqual({ status: 'ok' })
  setNow('2026-05-01T00:00:00Z')
  expect(deps.clock.now()).toEqual(new Date('2026-05-01T00:00:00Z'))
  expect(await testApp()).toBe(await testApp())
})
