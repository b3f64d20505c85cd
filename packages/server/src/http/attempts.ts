import { isIPv6 } from 'node:net'
import type { Cache } from '../cache/cache.ts'
import { AppError } from '../errors.ts'
import { hashOfToken } from '../tokens.ts'

/** How many within how long. The time runs from the first. */
export interface Limit {
  most: number
  seconds: number
}

/** Counts one attempt under a key; throws `too_many_requests` beyond the limit. */
export async function takeAttempt(cache: Cache, key: string, limit: Limit): Promise<void> {
  const count = await cache.increment(nameOf(key), limit.seconds)
  if (count > limit.most) throw tooMany(limit)
}

/** Throws when so many failures were counted already; for keys that success must not use up. */
export async function refuseAfterFailures(cache: Cache, key: string, limit: Limit): Promise<void> {
  const count = Number((await cache.get(nameOf(key))) ?? 0)
  if (count >= limit.most) throw tooMany(limit)
}

export async function countFailure(cache: Cache, key: string, limit: Limit): Promise<void> {
  await cache.increment(nameOf(key), limit.seconds)
}

export async function forgetAttempts(cache: Cache, key: string): Promise<void> {
  await cache.delete(nameOf(key))
}

/** One customer of a network has a whole /64 of IPv6 addresses. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => group.padStart(4, '0'))
    .join(':')
}

// Keys hold e-mail addresses and IP addresses, which have no business in a shared store.
function nameOf(key: string): string {
  return `attempts:${hashOfToken(key)}`
}

function tooMany({ seconds }: Limit): AppError {
  return new AppError('too_many_requests', 'Too many tries. Wait a moment, then try again.', {
    retryAfterSeconds: seconds,
  })
}
