import type { dnidSchema, trunkSchema, voiceSchema } from '@opbx/contract/pairing'
import type { z } from 'zod'
import type { CloudonixClient } from '../cloudonix/client.ts'
import type { PlatformResult } from '../cloudonix/failure.ts'
import type { Platforms } from '../cloudonix/platforms.ts'
import type { Ctx } from '../context.ts'
import { AppError } from '../errors.ts'
import { connectionOf, findPairing } from './pairing-rows.ts'
import { toAppError } from './platform-error.ts'
import type { PairingRow } from './table.ts'

type Trunk = z.infer<typeof trunkSchema>
type Voice = z.infer<typeof voiceSchema>
type Dnid = z.infer<typeof dnidSchema>

/** The trunks that calls may leave over. */
export async function listTrunks(ctx: Ctx, platforms: Platforms): Promise<Trunk[]> {
  const trunks = await read(ctx, platforms, (client) => client.listTrunks())
  return trunks
    .filter((trunk) => ['outbound', 'public-outbound'].includes(trunk.direction))
    .map(({ name, direction, active }) => ({ name, direction, active }))
}

/** The voices that can speak a prompt, by language. */
export async function listVoices(ctx: Ctx, platforms: Platforms): Promise<Voice[]> {
  const voices = await read(ctx, platforms, (client) => client.listVoices())
  return voices
    .map(({ voice, gender, languages, provider, pricing }) => ({
      voice,
      name: voice.slice(voice.indexOf(':') + 1),
      provider,
      gender,
      languages,
      pricing,
    }))
    .sort((a, b) => compare(a.languages[0] ?? '', b.languages[0] ?? '') || compare(a.name, b.name))
}

/** The numbers that the domain answers, and whether their calls come to us. */
export async function listDnids(ctx: Ctx, platforms: Platforms): Promise<Dnid[]> {
  const dnids = await read(ctx, platforms, (client) => client.listDnids())
  const applications =
    dnids.length === 0 ? [] : await read(ctx, platforms, (client) => client.listApplications())
  const row = await findPairing(ctx.db.query, ctx.organizationId, 'main')
  return dnids.map((dnid) => ({
    id: String(dnid.id),
    pattern: dnid.source ?? dnid.dnid ?? '',
    active: dnid.active,
    application:
      applications.find((application) => application.id === dnid.applicationId)?.name ?? null,
    reachesOpbx: dnid.applicationId === null || dnid.applicationId === row?.applicationId,
  }))
}

async function read<T>(
  ctx: Ctx,
  platforms: Platforms,
  ask: (client: CloudonixClient) => Promise<PlatformResult<T>>,
): Promise<T> {
  const row = await paired(ctx)
  const result = await ask(platforms.client(connectionOf(ctx, row)))
  if (!result.ok) throw toAppError(result.failure, row.platform)
  return result.value
}

async function paired(ctx: Ctx): Promise<PairingRow> {
  const row = await findPairing(ctx.db.query, ctx.organizationId, 'main')
  if (row !== null) return row
  throw new AppError('conflict', 'Pair this organization with a domain first.')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
