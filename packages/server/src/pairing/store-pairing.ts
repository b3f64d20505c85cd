import type { PairingChange } from '@opbx/contract/pairing'
import type { PlatformDomain } from '../cloudonix/shapes.ts'
import type { Ctx } from '../context.ts'
import { markMirrored } from '../db/mirror.ts'
import { sqlState } from '../db/sql-state.ts'
import { write } from '../db/write.ts'
import { AppError } from '../errors.ts'
import { idPrefixes, newId } from '../ids.ts'
import { forgetConfirmed, requestSubscriberSync } from '../subscribers/service.ts'
import { newKey } from './keys.ts'
import { isMasked } from './rules.ts'
import { type PairingKind, type PairingRow, pairings } from './table.ts'

/** Which of an organization's two domains is meant, and who may do it. */
export interface PairingTarget {
  kind: PairingKind
  permission: 'cloudonix.manage' | 'flow.write'
}

/** Stores what the platform has accepted, and asks for the subscribers. */
export async function storePairing(
  ctx: Ctx,
  target: PairingTarget,
  what: {
    change: PairingChange
    before: PairingRow | null
    domain: PlatformDomain
    apiKey: string
    override: string | null
  },
): Promise<void> {
  const { change, before, domain } = what
  const now = ctx.clock.now()
  const values = {
    platform: change.platform,
    domainUuid: change.domainUuid,
    domainName: domain.name,
    package: domain.package,
    domainApiKey: ctx.secrets.encrypt(what.apiKey),
    webhookBaseUrl: what.override,
    noAnswerTimeoutSeconds: change.noAnswerTimeout,
    recordingFormat: change.recordingFormat,
    updatedAt: now,
    ...keysFor(ctx, change.requestsApiKey, before),
  }
  try {
    await write(ctx, target.permission, async (tx, { audit }) => {
      await markMirrored(tx, ctx.organizationId)
      const id = before?.id ?? newId(idPrefixes.pairing, now)
      await tx
        .insert(pairings)
        .values({
          organizationId: ctx.organizationId,
          kind: target.kind,
          id,
          status: 'attention',
          checks: [],
          createdAt: now,
          ...values,
        })
        .onConflictDoUpdate({ target: [pairings.organizationId, pairings.kind], set: values })
      if (before === null) await forgetConfirmed(ctx, tx, target.kind)
      await requestSubscriberSync(ctx, tx)
      audit({
        action: before === null ? 'pairing.create' : 'pairing.update',
        subjectId: id,
        subjectName: domain.name,
        before: before === null ? undefined : visible(before),
        after: visible(values),
      })
    })
  } catch (error) {
    throw sqlState(error) === 'unique_violation' ? domainTaken(domain.name) : error
  }
}

/** A key that is replaced is accepted on until the platform has the new one, and ten minutes longer. */
function keysFor(
  { secrets, clock }: Ctx,
  given: string | undefined,
  before: PairingRow | null,
): Pick<PairingRow, 'requestsApiKey' | 'webhookApiKey' | 'formerKeys'> {
  const present = before === null ? null : secrets.decrypt(before.requestsApiKey)
  const wanted = given === undefined || isMasked(given) ? (present ?? newKey()) : given
  if (before === null) {
    return {
      requestsApiKey: secrets.encrypt(wanted),
      webhookApiKey: secrets.encrypt(newKey()),
      formerKeys: [],
    }
  }
  const { requestsApiKey, webhookApiKey } = before
  const now = clock.now().toISOString()
  const former = before.formerKeys.filter((keys) => keys.until === null || keys.until > now)
  if (wanted === present) return { requestsApiKey, webhookApiKey, formerKeys: former }
  const replaced = { requests: requestsApiKey, webhook: webhookApiKey, until: null }
  return {
    requestsApiKey: secrets.encrypt(wanted),
    webhookApiKey,
    formerKeys: [replaced, ...former].slice(0, mostFormerKeys),
  }
}

const mostFormerKeys = 10
/** For the audit log: no secret. */
function visible(row: Partial<PairingRow>) {
  const {
    platform,
    domainUuid,
    domainName,
    webhookBaseUrl,
    noAnswerTimeoutSeconds,
    recordingFormat,
  } = row
  return {
    platform,
    domainUuid,
    domainName,
    webhookBaseUrl,
    noAnswerTimeoutSeconds,
    recordingFormat,
  }
}

export function domainTaken(name: string): AppError {
  const message = `The domain ${name} belongs to another organization of this installation already. A domain belongs to one organization only.`
  return new AppError('conflict', message, { fields: [{ path: 'domainUuid', message }] })
}
