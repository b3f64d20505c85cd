import { setTimeout as delay } from 'node:timers/promises'
import type { Flow } from '@opbx/contract/call-flow/flow'
import type { trialCompanySchema } from '@opbx/contract/trial'
import type { z } from 'zod'
import { flowOf, importFlow } from '../call-flow/service.ts'
import type { Platforms } from '../cloudonix/platforms.ts'
import { simulatorStopped } from '../cloudonix/simulator-stopped.ts'
import type { Ctx } from '../context.ts'
import { AppError } from '../errors.ts'
import { readFlowState } from '../flow-state/service.ts'
import {
  findPairing,
  forgetPairing,
  type PairingRow,
  type PairingTarget,
  savePairing,
  withOrganizationLease,
} from '../pairing/service.ts'
import { applyDraft, type RevisionStore } from '../revisions/service.ts'
import { readSync } from '../subscribers/service.ts'
import { sampleCompany } from './sample-company.ts'
import type { SimulatorClient } from './simulator-client.ts'

export type TrialCompany = z.infer<typeof trialCompanySchema>

/** What trials are made with. */
export interface TrialParts {
  platforms: Platforms
  revisions: RevisionStore
  simulator: SimulatorClient
  /** Everything that was told of calls so far is in the call history. */
  settled(): Promise<void>
}

/**
 * `POST /api/v1/trial`. An empty organization that is not paired gets the simulator as its platform and the
 * sample company, applied. Any other gets a trial domain beside its own and is not changed otherwise.
 */
export function startTrial(ctx: Ctx, parts: TrialParts): Promise<TrialCompany> {
  return withOrganizationLease(ctx, 'trial', async () => {
    const main = await findPairing(ctx.db.query, ctx.organizationId, 'main')
    const flow = await flowOf(ctx.db.query, ctx.organizationId)
    const isEmpty = flow.nodes.length === 0 && flow.phoneNumbers.length === 0
    const isOnSimulator = main?.platform === 'simulator'
    const target = isOnSimulator || (main === null && isEmpty) ? ownDomain : besideIt
    if (main === null && !ctx.permissions.has(target.permission)) {
      throw new AppError('not_allowed', 'Only the owner may pair this organization. Ask the owner.')
    }
    await ensureDomain(ctx, parts, target)
    if (isEmpty && target === ownDomain) {
      await importFlow(ctx, sampleCompany(flow.organization.country))
      await applyDraft(ctx, parts.revisions, { note: 'Sample company', draftVersion: null })
    }
    await whenSubscribed(ctx, target.kind)
    return describe(ctx, isEmpty && target === ownDomain ? 'loaded' : 'existing')
  })
}

const ownDomain = { kind: 'main', permission: 'cloudonix.manage' } as const satisfies PairingTarget
const besideIt = { kind: 'trial', permission: 'flow.write' } as const satisfies PairingTarget

/** The domain of the simulator that this organization's trials go through. */
export async function findTrialDomain(ctx: Ctx): Promise<{ name: string; apiKey: string } | null> {
  for (const kind of ['main', 'trial'] as const) {
    const row = await findPairing(ctx.db.query, ctx.organizationId, kind)
    if (row?.platform === 'simulator') {
      return { name: row.domainName, apiKey: ctx.secrets.decrypt(row.domainApiKey) }
    }
  }
  return null
}

/** Pairs with a new domain, or again with the one that is there; with a new one when that was lost. */
async function ensureDomain(ctx: Ctx, parts: TrialParts, target: PairingTarget): Promise<void> {
  const row = await findPairing(ctx.db.query, ctx.organizationId, target.kind)
  const isThere = row !== null && (await isKnown(ctx, parts, row))
  if (isThere && row.status === 'configured') return
  if (row !== null && !isThere) await forgetPairing(ctx, row)
  const domain = isThere
    ? { uuid: row.domainUuid, apiKey: ctx.secrets.decrypt(row.domainApiKey) }
    : await parts.simulator.createDomain()
  const change = {
    platform: 'simulator' as const,
    domainUuid: domain.uuid,
    domainApiKey: domain.apiKey,
    noAnswerTimeout: row?.noAnswerTimeoutSeconds ?? 60,
    recordingFormat: row?.recordingFormat ?? ('mp3' as const),
  }
  const pairing = await savePairing(ctx, parts.platforms, { change, target })
  const problem = pairing.checks.find((check) => !check.ok && check.step !== 'clock')
  if (problem !== undefined) {
    throw new AppError('unavailable', `${problem.message} ${problem.remedy ?? ''}`.trim())
  }
}

/** A simulator that was started with an empty data directory has forgotten its domains. */
async function isKnown(ctx: Ctx, { platforms }: TrialParts, row: PairingRow): Promise<boolean> {
  const { platform, domainUuid, domainApiKey } = row
  const apiKey = ctx.secrets.decrypt(domainApiKey)
  const found = await platforms.client({ platform, domainUuid, apiKey }).getDomain()
  if (!found.ok && found.failure.kind === 'network') throw simulatorStopped()
  return found.ok || found.failure.kind !== 'invalid_credentials'
}

const patienceMs = 20_000
const pollMs = 50

/** The devices are confirmed, or it takes so long that the rest may come while one looks around. */
async function whenSubscribed(ctx: Ctx, kind: PairingTarget['kind']): Promise<void> {
  ctx.jobs.runDueJobs().catch((error: unknown) => {
    ctx.log.warn({ err: error }, 'jobs could not be run at once')
  })
  const until = performance.now() + patienceMs
  while (performance.now() < until) {
    const { waiting } = await readSync(ctx.db.query, ctx.organizationId, kind)
    if (waiting === 0) return
    await delay(pollMs)
  }
}

async function describe(ctx: Ctx, company: TrialCompany['company']): Promise<TrialCompany> {
  const flow = await flowOf(ctx.db.query, ctx.organizationId)
  const { liveRevision } = await readFlowState(ctx.db.query, ctx.organizationId)
  const phoneNumbers = flow.phoneNumbers.map(({ number, label, entry }) => ({
    number,
    label,
    entry: nameOf(flow, entry),
  }))
  const extensions = flow.nodes.flatMap((node) =>
    node.type === 'extension' && node.extension !== null
      ? [{ number: node.extension, name: node.name }]
      : [],
  )
  return {
    company,
    phoneNumbers: phoneNumbers.sort(byNumber),
    extensions: extensions.sort(byNumber),
    revision: liveRevision,
  }
}

function byNumber(a: { number: string }, b: { number: string }): number {
  return a.number < b.number ? -1 : 1
}

function nameOf(flow: Flow, nodeId: string | null): string {
  return flow.nodes.find((node) => node.id === nodeId)?.name ?? ''
}
