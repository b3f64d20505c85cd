import type { Cache } from '../cache/cache.ts'
import type { Principal } from './types.ts'

/** Whose rights have changed: everybody for whom all given fields are true. */
export type Revocation = {
  organizationId?: string
  userId?: string
  signInId?: string
  keyId?: string
}

/**
 * Tells every process that what it remembers of somebody's rights is out of date: the next request looks
 * them up again, and streams that are open for them end. Announce after the commit.
 */
export interface Revocations {
  announce(revocation: Revocation): void
  /** Returns the way to stop listening. */
  watch(listener: (revocation: Revocation) => void): () => void
}

const channel = 'revocations'

export async function createRevocations(cache: Cache): Promise<Revocations> {
  const listeners = new Set<(revocation: Revocation) => void>()
  const tell = (revocation: Revocation) => {
    for (const listener of listeners) listener(revocation)
  }
  await cache.subscribe(channel, (message) => tell(JSON.parse(message)))
  return {
    announce(revocation) {
      // Here at once, without the way through the cache: who is told "revoked" must be able to rely on it.
      tell(revocation)
      cache.publish(channel, JSON.stringify(revocation))
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Whether a revocation concerns the one who sent a request. */
export function concerns(revocation: Revocation, principal: Principal): boolean {
  const { organizationId, userId, signInId, keyId } = revocation
  const isUser = principal.kind === 'user'
  return (
    (organizationId === undefined || organizationId === principal.organizationId) &&
    (userId === undefined || (isUser && userId === principal.userId)) &&
    (signInId === undefined || (isUser && signInId === principal.signInId)) &&
    (keyId === undefined || (!isUser && keyId === principal.keyId))
  )
}
