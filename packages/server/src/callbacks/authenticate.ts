import { createHmac, timingSafeEqual } from 'node:crypto'
import type { PairingDirectory, PairingEntry } from '../pairing/service.ts'
import { hashOfToken } from '../tokens.ts'

/** What a callback brings to say who sends it. */
export interface Credentials {
  signature: string | null
  timestamp: string | null
  bearer: string | null
  urlKey: string | null
}

/** How far a signed timestamp may be off. */
const windowMilliseconds = 300_000

/**
 * The domain that a callback comes from. All names that it gives must mean the same one; an unknown domain
 * and a wrong key are the same null. A signature that is there and wrong is refused whatever else is right.
 */
export function authenticateCallback(
  pairings: PairingDirectory,
  { body, domains, given }: { body: Buffer; domains: readonly string[]; given: Credentials },
  now: Date,
): PairingEntry | null {
  const keyHash = given.bearer === null ? null : hashOfToken(given.bearer)
  const entry = findEntry(pairings, domains, keyHash)
  if (entry === null) return null
  if (given.signature !== null) return isSigned(entry, body, { given, now }) ? entry : null
  if (keyHash !== null && entry.requestsKeys.includes(keyHash)) return entry
  const { urlKey } = given
  if (urlKey !== null && entry.cdrKeys.some((key) => isSame(key, urlKey))) return entry
  return null
}

function findEntry(
  pairings: PairingDirectory,
  domains: readonly string[],
  keyHash: string | null,
): PairingEntry | null {
  const [first] = domains
  if (first === undefined) return keyHash === null ? null : pairings.byRequestsKey(keyHash)
  const entry = pairings.byDomain(first)
  const isAgreed = domains.every((name) => {
    const lower = name.toLowerCase()
    return lower === entry?.domainUuid || lower === entry?.domainName.toLowerCase()
  })
  return isAgreed ? entry : null
}

function isSigned(
  entry: PairingEntry,
  body: Buffer,
  { given, now }: { given: Credentials; now: Date },
): boolean {
  const signature = (given.signature ?? '').replace(/^sha256=/i, '')
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false
  const { timestamp } = given
  if (timestamp !== null && !isFresh(timestamp, now)) return false
  const prefixes = timestamp === null ? [''] : ['', `${timestamp}.`]
  const actual = Buffer.from(signature, 'hex')
  return entry.webhookKeys.some((key) =>
    prefixes.some((prefix) => {
      const expected = createHmac('sha256', key).update(prefix).update(body).digest()
      return timingSafeEqual(expected, actual)
    }),
  )
}

/** Unix seconds, or ISO 8601. */
function isFresh(timestamp: string, now: Date): boolean {
  const at = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : Date.parse(timestamp)
  return Math.abs(now.getTime() - at) <= windowMilliseconds
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashOfToken(a)), Buffer.from(hashOfToken(b)))
}
