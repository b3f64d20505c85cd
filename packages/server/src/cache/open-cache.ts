import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Cache } from './cache.ts'
import { createMemoryCache } from './memory-cache.ts'

/** `prefix` keeps two users of one Redis apart. */
export async function openCache(
  config: Pick<Config, 'redisUrl'>,
  log: Log,
  prefix = 'opbx:',
): Promise<Cache> {
  if (config.redisUrl === undefined) return createMemoryCache()
  // Loaded when needed: the client is a tenth of what a start loads.
  const { createRedisCache } = await import('./redis-cache.ts')
  return createRedisCache(config.redisUrl, { prefix, log })
}
