import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import type { Cache } from './cache.ts'
import { createChannels } from './channels.ts'
import { createMemoryCache } from './memory-cache.ts'

/**
 * The cache that several processes share. While Redis is away reads find nothing, writes are dropped, and
 * each process counts for itself.
 */
export async function createRedisCache(
  url: string,
  { prefix, log }: { prefix: string; log: Log },
): Promise<Cache> {
  const redis = new Redis(url, { ...connection, keyPrefix: prefix, enableOfflineQueue: false })
  const subscriber = new Redis(url, connection)
  reportChanges(redis, log)
  subscriber.on('error', () => undefined)
  await untilReady(redis)

  /** Answers `fallback` at once while Redis is away, and after the command's time limit when it hangs. */
  const ask = async <T>(command: () => Promise<T>, fallback: () => T | Promise<T>): Promise<T> => {
    try {
      return redis.status === 'ready' ? await command() : await fallback()
    } catch {
      return fallback()
    }
  }

  const local = createMemoryCache()
  const milliseconds = (ttlSeconds: number): number => Math.ceil(ttlSeconds * 1000)
  return {
    get: (key) =>
      ask(
        () => redis.get(key),
        () => null,
      ),
    set: (key, value, ttlSeconds) =>
      ask(
        async () => void (await redis.set(key, value, 'PX', milliseconds(ttlSeconds))),
        () => undefined,
      ),
    setIfAbsent: (key, value, ttlSeconds) =>
      ask(
        async () => (await redis.set(key, value, 'PX', milliseconds(ttlSeconds), 'NX')) === 'OK',
        () => local.setIfAbsent(key, value, ttlSeconds),
      ),
    delete: (key) =>
      ask(
        async () => void (await redis.del(key)),
        () => local.delete(key),
      ),
    increment: (key, ttlSeconds) =>
      ask(
        () => incrementRemote(redis, key, milliseconds(ttlSeconds)),
        () => local.increment(key, ttlSeconds),
      ),
    ...connectChannels(redis, subscriber, prefix),
    async close() {
      redis.disconnect()
      subscriber.disconnect()
    },
  }
}

const connection = {
  commandTimeout: 250,
  connectTimeout: 1_000,
  maxRetriesPerRequest: 0,
  retryStrategy: (times: number) => Math.min(times * 100, 1_000),
} as const

const longestWaitMilliseconds = 1_000

function reportChanges(redis: Redis, log: Log): void {
  let isAway = false
  redis.on('error', (error) => {
    if (!isAway) log.warn({ err: error }, 'Redis is away; answers are not shared until it is back')
    isAway = true
  })
  redis.on('ready', () => {
    if (isAway) log.info('Redis is back')
    isAway = false
  })
}

/** A start without Redis goes on after a moment. */
async function untilReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return
  const ready = new Promise((resolve) => redis.once('ready', resolve).once('error', resolve))
  await Promise.race([ready, sleep(longestWaitMilliseconds, undefined, { ref: false })])
}

async function incrementRemote(redis: Redis, key: string, ttl: number): Promise<number> {
  const results = await redis.multi().set(key, 0, 'PX', ttl, 'NX').incr(key).exec()
  const count = results?.[1]?.[1]
  if (typeof count !== 'number') throw new Error('Redis did not count')
  return count
}

/** A message reaches the listeners of its own process directly, and those of the others through Redis. */
function connectChannels(
  redis: Redis,
  subscriber: Redis,
  prefix: string,
): Pick<Cache, 'publish' | 'subscribe'> {
  const channels = createChannels()
  const sender = randomUUID()
  subscriber.on('message', (channel: string, message: string) => {
    if (message.startsWith(sender)) return
    channels.publish(channel.slice(prefix.length), message.slice(sender.length))
  })
  return {
    publish(channel, message) {
      channels.publish(channel, message)
      // Dropped while Redis is away: who must not miss anything asks the database each second.
      redis.publish(`${prefix}${channel}`, `${sender}${message}`).catch(() => undefined)
    },
    async subscribe(channel, listener) {
      const stop = channels.subscribe(channel, listener)
      // Repeated by the client itself after each reconnection.
      const subscribed = subscriber.subscribe(`${prefix}${channel}`).catch(() => undefined)
      await Promise.race([subscribed, sleep(longestWaitMilliseconds, undefined, { ref: false })])
      return stop
    },
  }
}
