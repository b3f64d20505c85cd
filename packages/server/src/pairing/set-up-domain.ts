import type { PairingCheck } from '@opbx/contract/pairing'
import type { CloudonixClient } from '../cloudonix/client.ts'
import type { PlatformDomain } from '../cloudonix/shapes.ts'
import type { Ctx } from '../context.ts'
import { markMirrored } from '../db/mirror.ts'
import { write } from '../db/write.ts'
import { AppError } from '../errors.ts'
import { getOrganization } from '../organizations/service.ts'
import { cdrKeyOf } from './keys.ts'
import { findPairing, keyOf } from './pairing-rows.ts'
import { type Provisioned, provision } from './provision.ts'
import { checkClock, passed, statusOf, webhookUrlsOf } from './rules.ts'
import { type FormerKeys, type PairingKind, type PairingRow, pairings } from './table.ts'
import { checkWebhookBase } from './webhook-base.ts'

interface SetUp {
  kind: PairingKind
  client: CloudonixClient
  domain: PlatformDomain
  /** The platform's clock. */
  date: Date | null
  base: string
  /** A default application that is not ours may be replaced. */
  replace: boolean
}

/** The platform's side of a pairing that is stored, and what became of each step. */
export async function setUpDomain(ctx: Ctx, setUp: SetUp): Promise<PairingRow> {
  const { kind, client, domain, base } = setUp
  const row = await findPairing(ctx.db.query, ctx.organizationId, kind)
  if (row === null) throw unpairedMeanwhile()
  const organization = await getOrganization(ctx)
  const urls = webhookUrlsOf(base, cdrKeyOf(ctx.secrets.decrypt(row.webhookApiKey)))
  const [done, reached] = await Promise.all([
    provision(client, domain, {
      row,
      organizationName: organization.name,
      requestsApiKey: ctx.secrets.decrypt(row.requestsApiKey),
      urls,
      mayReplaceDefault: setUp.replace,
    }),
    checkWebhookBase(ctx, row.platform, base),
  ])
  const platformMs = done.platformMs ?? setUp.date?.getTime() ?? null
  const checks = [
    ...credentialsPassed(domain),
    ...done.checks,
    reached,
    checkClock(platformMs, ctx.clock.now().getTime()),
  ]
  return storeChecks(ctx, row, { checks, done })
}

function unpairedMeanwhile(): AppError {
  return new AppError('conflict', 'Somebody un-paired this organization meanwhile.')
}

async function storeChecks(
  ctx: Ctx,
  row: PairingRow,
  { checks, done }: { checks: PairingCheck[]; done: Provisioned },
): Promise<PairingRow> {
  const now = ctx.clock.now()
  const changed = await write(ctx, 'self', async (tx, { audit }) => {
    await markMirrored(tx, ctx.organizationId)
    const [stored] = await tx
      .update(pairings)
      .set({ checks, status: statusOf(checks), updatedAt: now, ...toColumns(row, done, now) })
      .where(keyOf(row))
      .returning()
    audit({
      action: 'pairing.provision',
      subjectId: row.id,
      subjectName: row.domainName,
      after: { status: statusOf(checks), failed: checks.filter(({ ok }) => !ok) },
    })
    return stored
  })
  if (changed === undefined) throw unpairedMeanwhile()
  return changed
}

function toColumns(row: PairingRow, done: Provisioned, now: Date): Partial<PairingRow> {
  const until = new Date(now.getTime() + overlapMs).toISOString()
  const confirmed = (keys: FormerKeys) => (keys.until === null ? { ...keys, until } : keys)
  return {
    applicationId: done.application?.id ?? row.applicationId,
    applicationName: done.application?.name ?? row.applicationName,
    formerApplicationId: done.former?.id ?? row.formerApplicationId,
    formerApplicationName: done.former?.name ?? row.formerApplicationName,
    foreignApplicationName: done.foreignName,
    formerKeys: done.profileWritten ? row.formerKeys.map(confirmed) : row.formerKeys,
  }
}

export function credentialsPassed(domain: PlatformDomain): PairingCheck[] {
  return [
    passed('credentials', 'The platform accepts the domain API key.'),
    passed('domain', `The domain ${domain.name} can be reached with this key.`),
  ]
}

const overlapMs = 600_000
