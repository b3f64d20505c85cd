import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { and, eq, lt } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { AppError } from '../errors.ts'
import { pairingLeases } from './table.ts'

// Longer than the requests of one save can take together; only a killed process leaves it behind.
const leaseMs = 300_000
const patienceMs = 60_000
const pollMs = 100

/** One at a time writes to a domain of the platform: two saves at once must not make two applications. */
export async function withDomainLease<T>(
  deps: Deps,
  domainUuid: string,
  work: () => Promise<T>,
): Promise<T> {
  const holder = randomUUID()
  const giveUpAt = performance.now() + patienceMs
  while (!(await take(deps, domainUuid, holder))) {
    if (performance.now() > giveUpAt) {
      throw new AppError('conflict', 'Somebody else is saving this pairing. Try again in a minute.')
    }
    await delay(pollMs)
  }
  try {
    return await work()
  } finally {
    await deps.db.query
      .delete(pairingLeases)
      .where(and(eq(pairingLeases.domainUuid, domainUuid), eq(pairingLeases.holder, holder)))
  }
}

async function take(deps: Deps, domainUuid: string, holder: string): Promise<boolean> {
  const now = deps.clock.now()
  const until = new Date(now.getTime() + leaseMs)
  const taken = await deps.db.query
    .insert(pairingLeases)
    .values({ domainUuid, holder, until })
    .onConflictDoUpdate({
      target: pairingLeases.domainUuid,
      set: { holder, until },
      setWhere: lt(pairingLeases.until, now),
    })
    .returning({ holder: pairingLeases.holder })
  return taken.length > 0
}
