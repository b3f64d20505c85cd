import { z } from 'zod'
import type { CloudonixClient } from '../cloudonix/client.ts'
import { mayPass, type PlatformFailure } from '../cloudonix/failure.ts'
import type { Platforms } from '../cloudonix/platforms.ts'
import type { Ctx, Deps } from '../context.ts'
import { runInTransaction } from '../db/transaction.ts'
import { notFound } from '../errors.ts'
import { listPlatformIds } from '../subscribers/service.ts'
import { withDomainLease } from './lease.ts'
import { connectionOf, findPairing } from './pairing-rows.ts'
import { toAppError } from './platform-error.ts'
import { emptyProfile } from './rules.ts'
import { forgetPairing } from './service.ts'
import type { PairingRow } from './table.ts'

const removalJob = 'pairing.remove_subscribers'

/**
 * `DELETE /api/v1/settings/cloudonix`: leaves the domain as it was found. When the platform cannot be told
 * just now nothing is changed; when it no longer accepts our key, only our side is.
 */
export async function unpair(
  ctx: Ctx,
  platforms: Platforms,
  { subscribers }: { subscribers: 'keep' | 'delete' },
): Promise<void> {
  const found = await findPairing(ctx.db.query, ctx.organizationId, 'main')
  if (found === null) throw notFound('Pairing')
  await withDomainLease(ctx, found.domainUuid, async () => {
    const row = await findPairing(ctx.db.query, ctx.organizationId, 'main')
    if (row === null) throw notFound('Pairing')
    const failure = await leaveDomain(platforms.client(connectionOf(ctx, row)), row)
    if (failure !== null && mayPass(failure) && row.platform === 'cloudonix') {
      throw toAppError(failure, row.platform)
    }
    await forget(ctx, row, subscribers === 'delete')
  })
  ctx.jobs.wake()
}

/** Null: done, or why the platform could not be told. */
async function leaveDomain(
  client: CloudonixClient,
  row: PairingRow,
): Promise<PlatformFailure | null> {
  const domain = await client.getDomain()
  if (!domain.ok) return domain.failure
  const isDefault = domain.value.defaultApplicationId === row.applicationId
  const change = isDefault
    ? { profile: emptyProfile, defaultApplication: row.formerApplicationId }
    : { profile: emptyProfile }
  const left = await client.updateDomain(change)
  if (!left.ok) {
    // The former default may have been deleted since.
    if (left.failure.kind !== 'refused') return left.failure
    const again = await client.updateDomain({ profile: emptyProfile })
    if (!again.ok) return again.failure
  }
  if (row.applicationId === null || row.applicationName === null) return null
  const deleted = await client.deleteApplication({
    id: row.applicationId,
    name: row.applicationName,
  })
  return deleted.ok ? null : deleted.failure
}

async function forget(ctx: Ctx, row: PairingRow, removeSubscribers: boolean): Promise<void> {
  await forgetPairing(ctx, row, async (tx) => {
    if (!removeSubscribers) return
    const ids = await listPlatformIds(tx, ctx.organizationId, 'main')
    const { platform, domainUuid, domainApiKey } = row
    await ctx.jobs.enqueue(tx, {
      organizationId: ctx.organizationId,
      kind: removalJob,
      payload: { platform, domainUuid, domainApiKey, ids },
    })
  })
}

const payloadSchema = z.object({
  platform: z.enum(['cloudonix', 'simulator']),
  domainUuid: z.string(),
  /** Encrypted, as in the table. */
  domainApiKey: z.string(),
  ids: z.array(z.string()),
})

/** Deletes the subscribers of a domain that was un-paired, a few at a time at the platform's pace. */
export function handleSubscriberRemoval(deps: Deps, platforms: Platforms): void {
  deps.jobs.handle(removalJob, async ({ organizationId, payload }) => {
    const { ids, ...stored } = payloadSchema.parse(payload)
    const connection = { ...stored, apiKey: deps.secrets.decrypt(stored.domainApiKey) }
    const client = platforms.client(connection)
    const rest = [...ids]
    for (const id of ids) {
      const pause = platforms.waitMs(connection)
      if (pause > 0)
        return goOn(deps, { organizationId, pauseMs: pause, payload: { ...stored, ids: rest } })
      const deleted = await client.deleteSubscriber(id)
      if (!deleted.ok && mayPass(deleted.failure)) {
        return goOn(deps, { organizationId, pauseMs: retryMs, payload: { ...stored, ids: rest } })
      }
      rest.shift()
    }
  })
}

const retryMs = 60_000

async function goOn(
  deps: Deps,
  next: { organizationId: string; payload: z.infer<typeof payloadSchema>; pauseMs: number },
): Promise<void> {
  const { organizationId, payload, pauseMs } = next
  const runAt = new Date(deps.clock.now().getTime() + pauseMs)
  await runInTransaction(deps.db, (tx) =>
    deps.jobs.enqueue(tx, { organizationId, kind: removalJob, payload, runAt }),
  )
}
