import type { Pairing, PairingChange } from '@opbx/contract/pairing'
import type { CloudonixClient } from '../cloudonix/client.ts'
import type { Connection, Platforms } from '../cloudonix/platforms.ts'
import type { PlatformDomain } from '../cloudonix/shapes.ts'
import { simulatorStopped } from '../cloudonix/simulator-stopped.ts'
import type { Ctx, Deps } from '../context.ts'
import { announceMirrored, markMirrored } from '../db/mirror.ts'
import type { Secrets } from '../db/secrets.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, fieldError } from '../errors.ts'
import { forgetConfirmed } from '../subscribers/service.ts'
import { openPairingDirectory, type PairingDirectory } from './directory.ts'
import { signNonce } from './keys.ts'
import { withDomainLease } from './lease.ts'
import { connectionOf, findHolder, findPairing, keyOf } from './pairing-rows.ts'
import { toPairing } from './pairing-view.ts'
import { toAppError } from './platform-error.ts'
import { checkClock, isMasked } from './rules.ts'
import { credentialsPassed, setUpDomain } from './set-up-domain.ts'
import { domainTaken, type PairingTarget, storePairing } from './store-pairing.ts'
import { type PairingRow, pairings } from './table.ts'
import { resolveWebhookBase } from './webhook-base.ts'

export type { PairingDirectory, PairingEntry } from './directory.ts'
export type { PairingTarget } from './store-pairing.ts'
export type { PairingRow } from './table.ts'

/** Which organization has a domain or a key, from memory. One per process. */
export function createPairingDirectory(deps: Deps): Promise<PairingDirectory> {
  return openPairingDirectory(deps)
}

/** What `GET /api/voice/health?nonce=` answers beside its status: only this installation can sign it. */
export function answerNonce(secrets: Secrets, nonce: string): { nonce: string; signature: string } {
  return { nonce, signature: signNonce(secrets, nonce) }
}

/** `GET /api/v1/settings/cloudonix`: secrets masked. */
export async function getPairing(ctx: Ctx): Promise<Pairing> {
  const row = await findPairing(ctx.db.query, ctx.organizationId, 'main')
  return toPairing(ctx, row)
}

/** How to ask the platform for an organization; null: it is not paired. */
export async function connectionFor(
  deps: Deps,
  organizationId: string,
  kind: PairingRow['kind'],
): Promise<Connection | null> {
  const row = await findPairing(deps.db.query, organizationId, kind)
  return row === null ? null : connectionOf(deps, row)
}

type Credentials = Pick<PairingChange, 'platform' | 'domainUuid' | 'domainApiKey'>

/** Connects with a domain and changes nothing. */
export async function validatePairing(ctx: Ctx, platforms: Platforms, credentials: Credentials) {
  const row = await findPairing(ctx.db.query, ctx.organizationId, 'main')
  const attempt = { ...credentials, row, kind: 'main' as const }
  const { domain, date } = await connect(ctx, platforms, attempt)
  return {
    valid: true as const,
    profile: {
      domainName: domain.name,
      package: domain.package,
      noAnswerTimeout: domain.noAnswerTimeout,
      recordingFormat: domain.recordingFormat,
    },
    checks: [
      ...credentialsPassed(domain),
      checkClock(date?.getTime() ?? null, ctx.clock.now().getTime()),
    ],
  }
}

const mainTarget: PairingTarget = { kind: 'main', permission: 'cloudonix.manage' }

/**
 * `PUT /api/v1/settings/cloudonix`. What the platform does not accept is not stored; what fails after that
 * is stored, shown as a check with its remedy, and mended by saving again.
 */
export async function savePairing(
  ctx: Ctx,
  platforms: Platforms,
  order: { change: PairingChange; target?: PairingTarget },
): Promise<Pairing> {
  const { change, target = mainTarget } = order
  const row = await withDomainLease(ctx, change.domainUuid, () =>
    saveAlone(ctx, platforms, { change, target }),
  )
  announceMirrored(ctx, ctx.organizationId)
  ctx.jobs.wake()
  return toPairing(ctx, row)
}

async function saveAlone(
  ctx: Ctx,
  platforms: Platforms,
  { change, target }: { change: PairingChange; target: PairingTarget },
): Promise<PairingRow> {
  const before = await findPairing(ctx.db.query, ctx.organizationId, target.kind)
  if (before !== null && before.domainUuid !== change.domainUuid) {
    throw new AppError(
      'conflict',
      `This organization is paired with ${before.domainName}. Un-pair it before you pair another domain.`,
    )
  }
  const override = baseOverride(change, before)
  const base = resolveWebhookBase(ctx.config, change.platform, override)
  const attempt = { ...change, row: before, kind: target.kind }
  const { client, domain, apiKey, date } = await connect(ctx, platforms, attempt)
  await storePairing(ctx, target, { change, before, domain, apiKey, override })
  const replace = change.replaceDefaultApplication ?? false
  return setUpDomain(ctx, { kind: target.kind, client, domain, date, base, replace })
}

interface Attempt extends Credentials, Pick<PairingTarget, 'kind'> {
  row: PairingRow | null
}

/** Asks for the domain with the key that was given, or with the stored one when it came back masked. */
async function connect(
  ctx: Ctx,
  platforms: Platforms,
  { platform, domainUuid, domainApiKey, row, kind }: Attempt,
): Promise<{
  client: CloudonixClient
  domain: PlatformDomain
  apiKey: string
  /** The platform's clock. */
  date: Date | null
}> {
  if (platform === 'simulator' && ctx.config.simulator.mode === 'off') throw simulatorStopped()
  const apiKey = isMasked(domainApiKey) ? storedKey(ctx, row, domainUuid) : domainApiKey
  const client = platforms.client({ platform, domainUuid, apiKey })
  const found = await client.getDomain()
  if (!found.ok) throw toAppError(found.failure, platform)
  const domain = found.value
  const own = { organizationId: ctx.organizationId, kind }
  const holder = await findHolder(ctx.db.query, own, { uuid: domainUuid, name: domain.name })
  if (holder !== null) throw domainTaken(domain.name)
  return { client, domain, apiKey, date: found.date }
}

function storedKey(ctx: Ctx, row: PairingRow | null, domainUuid: string): string {
  if (row?.domainUuid === domainUuid) return ctx.secrets.decrypt(row.domainApiKey)
  throw fieldError('domainApiKey', 'Enter the domain API key (XI…) of this domain.')
}

function baseOverride(change: PairingChange, before: PairingRow | null): string | null {
  if (change.webhookBaseUrl === undefined) return before?.webhookBaseUrl ?? null
  return change.webhookBaseUrl?.replace(/\/+$/, '') ?? null
}

/** Removes a pairing on our side only; the domain stays as it is. `also` joins the transaction. */
export async function forgetPairing(
  ctx: Ctx,
  row: PairingRow,
  also?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const permission = row.kind === 'main' ? 'cloudonix.manage' : 'flow.write'
  await write(ctx, permission, async (tx, { audit }) => {
    await markMirrored(tx, ctx.organizationId)
    await also?.(tx)
    await forgetConfirmed(ctx, tx, row.kind)
    await tx.delete(pairings).where(keyOf(row))
    audit({
      action: 'pairing.delete',
      subjectId: row.id,
      subjectName: row.domainName,
      before: { domainUuid: row.domainUuid, domainName: row.domainName },
    })
  })
  announceMirrored(ctx, ctx.organizationId)
}

/** One at a time in all processes does a thing that an organization has once. */
export function withOrganizationLease<T>(
  ctx: Ctx,
  purpose: string,
  work: () => Promise<T>,
): Promise<T> {
  return withDomainLease(ctx, `${purpose} ${ctx.organizationId}`, work)
}

export { findPairing }
