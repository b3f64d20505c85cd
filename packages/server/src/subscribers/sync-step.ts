import { and, eq } from 'drizzle-orm'
import type { CloudonixClient } from '../cloudonix/client.ts'
import { mayPass, type PlatformFailure, type PlatformResult } from '../cloudonix/failure.ts'
import type { PlatformSubscriber } from '../cloudonix/shapes.ts'
import type { Deps } from '../context.ts'
import { markMirrored } from '../db/mirror.ts'
import { runInTransaction } from '../db/transaction.ts'
import type { SyncWork } from './rules.ts'
import {
  type PairingKind,
  type SubscriberRemovalRow,
  type SubscriberRow,
  subscriberRemovals,
  subscribers,
} from './table.ts'
import { addRemoval, keyOf } from './write-wanted.ts'

export type Work = SyncWork<SubscriberRow, SubscriberRemovalRow>

export interface Step {
  deps: Deps
  kind: PairingKind
  /** Told when a device became a subscriber of the organization's own domain. */
  noteFirst: (organizationId: string, kind: 'subscriber', at: Date) => void
}

/** Null: done, or refused for this one only. Otherwise why nothing can be done now. */
export async function perform(
  the: Step,
  client: CloudonixClient,
  work: Work,
): Promise<PlatformFailure | null> {
  switch (work.kind) {
    case 'settled':
      await store(the, work.subscriber, { status: 'synced', reason: null })
      return null
    case 'free':
      await giveNameUp(the, work.subscriber)
      return null
    case 'remove':
      return removed(the, work.removal, await client.deleteSubscriber(work.removal.platformId))
    case 'update':
      return updated(the, client, work.subscriber)
    case 'create':
      return created(the, client, work.subscriber)
  }
}

async function created(
  the: Step,
  client: CloudonixClient,
  row: SubscriberRow,
): Promise<PlatformFailure | null> {
  const wanted = {
    msisdn: row.wantedMsisdn,
    sipPassword: the.deps.secrets.decrypt(row.sipPassword),
  }
  // After a try whose answer was lost it may be there already.
  const result = row.attempts > 0 ? await adopt(the, client, wanted) : null
  const answer = result ?? (await client.createSubscriber(wanted))
  if (!answer.ok && answer.failure.kind === 'refused' && result === null) {
    const there = await adopt(the, client, wanted)
    if (there !== null) return confirm(the, row, there)
  }
  return confirm(the, row, answer)
}

/** A subscriber of this name that is there already becomes this device's: null when there is none. */
async function adopt(
  the: Step,
  client: CloudonixClient,
  wanted: { msisdn: string; sipPassword: string },
): Promise<PlatformResult<PlatformSubscriber> | null> {
  const listed = await client.listSubscribers()
  if (!listed.ok) return listed
  const found = listed.value.find((subscriber) => subscriber.msisdn === wanted.msisdn)
  if (found === undefined) return null
  the.deps.log.info({ subscriberId: found.id }, 'took over a subscriber that was there')
  const changed = await client.updateSubscriber(found.id, { ...wanted, active: true })
  return changed.ok ? { ...changed, value: changed.value ?? { ...found, active: true } } : changed
}

async function confirm(
  the: Step,
  row: SubscriberRow,
  answer: PlatformResult<PlatformSubscriber>,
): Promise<PlatformFailure | null> {
  if (!answer.ok) return refused(the, row, answer.failure)
  const { id, msisdn, active } = answer.value
  const now = the.deps.clock.now()
  const settled = active === row.wantedActive
  const stored = await runInTransaction(the.deps.db, async (tx) => {
    await markMirrored(tx, row.organizationId)
    // It may have been wanted otherwise meanwhile: then it stays waiting.
    const [present] = await tx.select().from(subscribers).where(keyOf(row)).for('update')
    const unchanged = present?.wantedMsisdn === msisdn && present.wantedActive === row.wantedActive
    if (present === undefined) {
      await addRemoval(tx, { ...row, platformId: id, msisdn }, now)
      return false
    }
    if (present.platformId !== id) await addRemoval(tx, present, now)
    // Taken over: it must not go any more.
    await tx.delete(subscriberRemovals).where(removalKeyOf({ ...row, platformId: id }))
    await tx
      .update(subscribers)
      .set({
        msisdn,
        active,
        platformId: id,
        status: settled && unchanged ? 'synced' : 'waiting',
        reason: null,
        attempts: 0,
      })
      .where(keyOf(row))
    return true
  })
  if (stored && the.kind === 'main') the.noteFirst(row.organizationId, 'subscriber', now)
  return null
}

async function updated(
  the: Step,
  client: CloudonixClient,
  row: SubscriberRow,
): Promise<PlatformFailure | null> {
  const answer = await client.updateSubscriber(row.platformId ?? '', {
    msisdn: row.wantedMsisdn,
    sipPassword: the.deps.secrets.decrypt(row.sipPassword),
    active: row.wantedActive,
  })
  if (answer.ok) {
    await store(the, row, { active: row.wantedActive, status: 'synced', reason: null })
    return null
  }
  if (answer.failure.kind === 'not_found') {
    // Deleted at the platform: it is made again.
    await store(the, row, { msisdn: null, active: null, platformId: null })
    return null
  }
  return refused(the, row, answer.failure)
}

/** Trouble of the whole domain goes back; a refusal concerns this one only. */
async function refused(
  the: Step,
  row: SubscriberRow,
  failure: PlatformFailure,
): Promise<PlatformFailure | null> {
  if (isTrouble(failure)) {
    await store(the, row, { attempts: row.attempts + 1 })
    return failure
  }
  const reason = `${failure.message} ${failure.remedy}`
  await store(the, row, { status: 'failed', reason, attempts: row.attempts + 1 })
  return null
}

function isTrouble(failure: PlatformFailure): boolean {
  const ofTheKey = ['invalid_credentials', 'forbidden', 'proxy_authentication']
  return mayPass(failure) || ofTheKey.includes(failure.kind)
}

async function removed(
  { deps }: Step,
  row: SubscriberRemovalRow,
  answer: PlatformResult<null>,
): Promise<PlatformFailure | null> {
  const key = removalKeyOf(row)
  if (answer.ok) {
    await deps.db.query.delete(subscriberRemovals).where(key)
    return null
  }
  if (isTrouble(answer.failure)) return answer.failure
  await deps.db.query
    .update(subscriberRemovals)
    .set({ status: 'failed', reason: answer.failure.message, attempts: row.attempts + 1 })
    .where(key)
  return null
}

/** Stores what is known of a row, unless something else is wanted of it by now. */
async function store(
  { deps }: Step,
  row: SubscriberRow,
  change: Partial<typeof subscribers.$inferInsert>,
): Promise<void> {
  await runInTransaction(deps.db, async (tx) => {
    await markMirrored(tx, row.organizationId)
    await tx
      .update(subscribers)
      .set(change)
      .where(
        and(
          keyOf(row),
          eq(subscribers.wantedMsisdn, row.wantedMsisdn),
          eq(subscribers.wantedActive, row.wantedActive),
        ),
      )
  })
}

/** Two devices change names with each other: one lets go first. */
async function giveNameUp({ deps }: Step, row: SubscriberRow): Promise<void> {
  const now = deps.clock.now()
  await runInTransaction(deps.db, async (tx) => {
    await markMirrored(tx, row.organizationId)
    await addRemoval(tx, row, now)
    await tx
      .update(subscribers)
      .set({ msisdn: null, active: null, platformId: null, status: 'waiting' })
      .where(keyOf(row))
  })
}

function removalKeyOf(
  row: Pick<SubscriberRemovalRow, 'organizationId' | 'pairingKind' | 'platformId'>,
) {
  return and(
    eq(subscriberRemovals.organizationId, row.organizationId),
    eq(subscriberRemovals.pairingKind, row.pairingKind),
    eq(subscriberRemovals.platformId, row.platformId),
  )
}
