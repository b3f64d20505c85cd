import { sql } from 'drizzle-orm'
import type { Platforms } from '../cloudonix/platforms.ts'
import type { Deps } from '../context.ts'
import { runInTransaction } from '../db/transaction.ts'
import type { Continuation } from '../engine/continuation.ts'
import { createPoller, type Poller } from '../jobs/poller.ts'
import { connectionFor, type PairingDirectory } from '../pairing/service.ts'
import { type LineOf, lockLine, storeChange } from './line.ts'
import { offerToNext, type Place } from './rules.ts'

export interface Means {
  pairings: PairingDirectory
  platforms: Platforms
  continuations: {
    seal(
      owner: { organizationId: string; session: string },
      revision: string,
      at: Continuation,
      now: Date,
    ): string
  }
}

/** Where a waiting call goes on. */
export interface Resume {
  revision: string
  at: Continuation
}

/** The platform has this long to move a call; then the call's own question takes the offer. */
const switchTimeoutMs = 2_500

/**
 * Hands the next caller over as soon as an agent is free, instead of at the caller's next question: reserves the agent,
 * then tells the platform to ask now. Whatever fails on the way, the caller asks within ten seconds.
 */
export function createHandOver(deps: Deps, means: Means): Poller {
  return createPoller(async () => {
    const { rows } = await deps.db.query.execute<{ organization_id: string; queue_id: string }>(sql`
      select distinct organization_id, queue_id from queue_places
      where state = 'waiting' and realm = 'live' and not is_trial and resume is not null limit 500`)
    for (const { organization_id: organizationId, queue_id: queue } of rows) {
      await handOver(deps, means, { organizationId, queue })
    }
  }, deps.log)
}

async function handOver(
  deps: Deps,
  means: Means,
  { organizationId, queue }: { organizationId: string; queue: string },
): Promise<void> {
  const entry = means.pairings.of(organizationId, 'main')
  if (entry === null) return
  const at: LineOf = {
    organizationId,
    realm: 'live',
    queue,
    countsTrials: entry.platform === 'simulator',
  }
  for (let place = await offer(deps, at); place !== null; place = await offer(deps, at)) {
    // Not awaited: one platform that is slow must not keep the other callers waiting.
    void move(deps, means, { at, place }).catch((error: unknown) => {
      deps.log.warn({ err: error, session: place?.session }, 'a waiting call was not moved')
    })
  }
}

interface Offered extends Place {
  resume: string
}

async function offer(deps: Deps, at: LineOf): Promise<Offered | null> {
  const { organizationId, queue } = at
  return runInTransaction(deps.db, async (tx) => {
    const { rows } = await tx.execute<{ session: string; resume: string; nodes: string[] }>(sql`
      select session, resume,
        array(select agent ->> 'node' from jsonb_array_elements(place #> '{line,agents}') as agent) as nodes
      from queue_places
      where organization_id = ${organizationId} and realm = 'live' and queue_id = ${queue}
        and state = 'waiting' and not is_trial and resume is not null`)
    const nodes = [...new Set(rows.flatMap((row) => row.nodes))]
    if (nodes.length === 0) return null
    const line = await lockLine(tx, at, { nodes, session: null })
    const movable = new Map(rows.map(({ session, resume }) => [session, resume]))
    const change = offerToNext(line, deps.clock.now().getTime(), movable)
    if (change === null) return null
    const { session } = change.place
    await storeChange(tx, at, { session, isTrial: false }, change)
    return { ...change.place, resume: movable.get(session) ?? '' }
  })
}

async function move(
  deps: Deps,
  { pairings, platforms, continuations }: Means,
  { at, place }: { at: LineOf; place: Offered },
): Promise<void> {
  const { organizationId } = at
  const entry = pairings.of(organizationId, 'main')
  const connection = await connectionFor(deps, organizationId, 'main')
  if (entry === null || connection === null) return
  const { revision, at: next }: Resume = JSON.parse(place.resume)
  const owner = { organizationId, session: place.session }
  const now = deps.clock.now()
  const token = continuations.seal(owner, revision, { ...next, via: 'switched' }, now)
  const client = platforms.client(connection, { timeoutMs: switchTimeoutMs, isUrgent: true })
  const moved = await client.switchApplication(entry.domainName, place.session, {
    url: `${entry.baseUrl}/api/voice/next/${token}`,
    method: 'POST',
  })
  if (moved.ok) return
  const { kind } = moved.failure
  deps.log.info({ organizationId, session: place.session, kind }, 'a waiting call was not moved')
  // Nothing will move it, so its own next question need not wait for that.
  if (kind !== 'timeout') await stopMoving(deps, at, place)
}

async function stopMoving(deps: Deps, { organizationId }: LineOf, place: Place): Promise<void> {
  await deps.db.query.execute(sql`
    update queue_places set place = jsonb_set(place, '{offer,switchUntil}', '0')
    where organization_id = ${organizationId} and session = ${place.session} and state = 'offered'`)
}
