import { expect, test } from 'vitest'
import { createMemoryCache } from '../cache/memory-cache.ts'
import {
  countFailure,
  forgetAttempts,
  networkOf,
  refuseAfterFailures,
  takeAttempt,
} from './attempts.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:0db8:0001:0002'],
  ['2001:db8:1:2::9', '2001:0db8:0001:0002'],
  ['2001:db8::', '2001:0db8:0000:0000'],
  ['::1', '0000:0000:0000:0000'],
])('%s is of the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('attempts beyond the limit are refused until they are forgotten', async () => {
  const cache = createMemoryCache()
  const limit = { most: 2, seconds: 60 }
  await takeAttempt(cache, 'door', limit)
  await takeAttempt(cache, 'door', limit)
  await expect(takeAttempt(cache, 'door', limit)).rejects.toMatchObject({
    code: 'too_many_requests',
    retryAfterSeconds: 60,
  })
  await takeAttempt(cache, 'another door', limit)
  await forgetAttempts(cache, 'door')
  await takeAttempt(cache, 'door', limit)
})

test('asking does not count, failing does', async () => {
  const cache = createMemoryCache()
  const limit = { most: 1, seconds: 60 }
  await refuseAfterFailures(cache, 'door', limit)
  await refuseAfterFailures(cache, 'door', limit)
  await countFailure(cache, 'door', limit)
  await expect(refuseAfterFailures(cache, 'door', limit)).rejects.toThrow('Too many tries')
})
