import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testServices } from '../testing/services.ts'
import type { Cache } from './cache.ts'
import { createMemoryCache } from './memory-cache.ts'
import { openCache } from './open-cache.ts'
import { createRedisCache } from './redis-cache.ts'

const log = pino({ level: 'silent' })

const drivers: [string, () => Promise<Cache>][] = [['memory', async () => createMemoryCache()]]
const { redisUrl } = testServices
if (redisUrl !== undefined) {
  drivers.push(['redis', () => createRedisCache(redisUrl, { prefix: `${randomUUID()}:`, log })])
}

describe.each(drivers)('%s', (_name, open) => {
  let cache: Cache
  beforeAll(async () => {
    cache = await open()
  })
  afterAll(() => cache.close())

  test('a value is found until it is deleted', async () => {
    await cache.set('a', 'first', 60)
    await cache.set('a', 'second 🎧', 60)
    expect(await cache.get('a')).toBe('second 🎧')
    await cache.delete('a')
    expect(await cache.get('a')).toBeNull()
  })

  test('a value is gone when its time is over', async () => {
    await cache.set('short', 'x', 0.02)
    await vi.waitFor(async () => expect(await cache.get('short')).toBeNull())
  })

  test('only the first of many gets a key', async () => {
    const tries = Array.from({ length: 20 }, () => cache.setIfAbsent('once', 'mine', 60))
    expect((await Promise.all(tries)).filter((won) => won)).toHaveLength(1)
  })

  test('a key is free again when its time is over', async () => {
    expect(await cache.setIfAbsent('lease', 'a', 0.02)).toBe(true)
    await vi.waitFor(async () => expect(await cache.setIfAbsent('lease', 'b', 60)).toBe(true))
  })

  test('every increment counts, and the time runs from the first', async () => {
    const counts = await Promise.all(Array.from({ length: 5 }, () => cache.increment('hits', 60)))
    expect(counts.toSorted()).toEqual([1, 2, 3, 4, 5])
    await cache.increment('brief', 0.02)
    await vi.waitFor(async () => expect(await cache.increment('brief', 0.02)).toBe(1))
  })

  test('a message reaches every listener of its channel and no other, until he stops', async () => {
    const heard: string[] = []
    const stop = await cache.subscribe('bells', (message) => heard.push(`one ${message}`))
    await cache.subscribe('bells', (message) => heard.push(`two ${message}`))
    await cache.subscribe('whistles', (message) => heard.push(`three ${message}`))
    cache.publish('bells', 'ding')
    await vi.waitFor(() => expect(heard).toEqual(['one ding', 'two ding']))
    stop()
    cache.publish('bells', 'dong')
    await vi.waitFor(() => expect(heard).toEqual(['one ding', 'two ding', 'two dong']))
  })
})

test('the cache of one process forgets what was not used for longest', async () => {
  const cache = createMemoryCache(2)
  await cache.set('a', '1', 60)
  await cache.set('b', '2', 60)
  await cache.get('a')
  await cache.set('c', '3', 60)
  expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([
    '1',
    null,
    '3',
  ])
})

test('without Redis reads find nothing, writes are dropped, and the process counts for itself', async () => {
  // Port 9 (discard) refuses on any machine that runs these tests.
  const cache = await openCache({ redisUrl: 'redis://127.0.0.1:9' }, log)
  await cache.set('a', '1', 60)
  await cache.delete('a')
  expect(await cache.get('a')).toBeNull()
  expect(await cache.setIfAbsent('once', 'x', 60)).toBe(true)
  expect(await cache.setIfAbsent('once', 'x', 60)).toBe(false)
  expect([await cache.increment('n', 60), await cache.increment('n', 60)]).toEqual([1, 2])
  const heard: string[] = []
  await cache.subscribe('bells', (message) => heard.push(message))
  cache.publish('bells', 'ding')
  await vi.waitFor(() => expect(heard).toEqual(['ding']))
  await cache.close()
})

test.runIf(redisUrl !== undefined)('a message crosses from one process to another', async () => {
  const prefix = `${randomUUID()}:`
  const [here, there] = await Promise.all([
    openCache({ redisUrl }, log, prefix),
    openCache({ redisUrl }, log, prefix),
  ])
  const heard: string[] = []
  await there.subscribe('bells', (message) => heard.push(message))
  here.publish('bells', 'ding dong')
  await vi.waitFor(() => expect(heard).toEqual(['ding dong']))
  await Promise.all([here.close(), there.close()])
})
