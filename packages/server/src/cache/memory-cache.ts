import type { Cache } from './cache.ts'
import { createChannels } from './channels.ts'

/** The cache of a single process: a bounded map that forgets what was not used for longest. */
export function createMemoryCache(mostEntries = 100_000): Cache {
  const entries = new Map<string, { value: string; expiresAt: number }>()
  const channels = createChannels()

  const find = (key: string): { value: string; expiresAt: number } | undefined => {
    const entry = entries.get(key)
    if (entry === undefined) return undefined
    entries.delete(key)
    if (entry.expiresAt <= performance.now()) return undefined
    // A map keeps the order of insertion: the first entry is the one unused for longest.
    entries.set(key, entry)
    return entry
  }

  const store = (key: string, value: string, ttlSeconds: number): void => {
    entries.delete(key)
    entries.set(key, { value, expiresAt: performance.now() + ttlSeconds * 1000 })
    const [oldest] = entries.keys()
    if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest)
  }

  return {
    get: async (key) => find(key)?.value ?? null,
    set: async (key, value, ttlSeconds) => store(key, value, ttlSeconds),
    async setIfAbsent(key, value, ttlSeconds) {
      if (find(key) !== undefined) return false
      store(key, value, ttlSeconds)
      return true
    },
    async delete(key) {
      entries.delete(key)
    },
    async increment(key, ttlSeconds) {
      const entry = find(key)
      if (entry === undefined) {
        store(key, '1', ttlSeconds)
        return 1
      }
      const count = Number(entry.value) + 1
      entry.value = String(count)
      return count
    },
    publish: channels.publish,
    subscribe: async (channel, listener) => channels.subscribe(channel, listener),
    async close() {
      entries.clear()
    },
  }
}
