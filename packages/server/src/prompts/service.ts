import { createHmac, timingSafeEqual } from 'node:crypto'
import { type FlowPrompt, flowPromptSchema } from '@opbx/contract/call-flow/library-prompt'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { rowsBack, stepsBack } from '../call-flow/rules.ts'
import type { Deps } from '../context.ts'
import { insertRows } from '../db/insert-rows.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { AppError } from '../errors.ts'
import { fileNameOf, type SoundFile, soundFileOf } from './rules.ts'
import { prompts } from './table.ts'

/** The library of the draft, by name. */
export async function listPrompts(query: Query, organizationId: string): Promise<FlowPrompt[]> {
  const rows = await query
    .select()
    .from(prompts)
    .where(eq(prompts.organizationId, organizationId))
    .orderBy(asc(prompts.name))
  return rows.map(toPrompt)
}

/** Makes the draft's library that of a revision, with its ids. */
export async function resetPrompts(
  tx: Tx,
  wanted: readonly FlowPrompt[],
  at: { organizationId: string; version: number; now: Date },
): Promise<void> {
  const ofOrganization = eq(prompts.organizationId, at.organizationId)
  const rows = await tx.select().from(prompts).where(ofOrganization)
  const { removed, added } = stepsBack(rows, wanted, toPrompt)
  if (removed.length > 0)
    await tx.delete(prompts).where(and(ofOrganization, inArray(prompts.id, removed)))
  await insertRows(tx, prompts, rowsBack(added, at))
}

/** Throws 422 with the paths of those that are no prompt of this organization's draft. */
export async function requirePrompts(
  query: Query,
  organizationId: string,
  uses: readonly { path: string; prompt: string }[],
): Promise<void> {
  if (uses.length === 0) return
  const ids = uses.map(({ prompt }) => prompt)
  const found = await query
    .select({ id: prompts.id })
    .from(prompts)
    .where(and(eq(prompts.organizationId, organizationId), inArray(prompts.id, ids)))
  const known = new Set(found.map(({ id }) => id))
  const fields = uses
    .filter(({ prompt }) => !known.has(prompt))
    .map(({ path }) => ({ path, message: 'There is no such prompt. Choose another.' }))
  if (fields.length > 0)
    throw new AppError('validation_failed', 'Some fields need another value.', { fields })
}

// Parsed, not trusted: a row that is older than a field gets the field's default.
export function toPrompt({ id, name, variants }: typeof prompts.$inferSelect): FlowPrompt {
  return flowPromptSchema.parse({ id, name, variants })
}

/**
 * Path and query that play a sound. Without `expires` (seconds since 1970) for good, as the platform needs it: a call
 * may last, and what it fetched it may keep. Nobody can guess it, and it leads to this one sound.
 */
export function soundLink(
  { secrets }: Pick<Deps, 'secrets'>,
  organizationId: string,
  sound: SoundFile,
  expires?: number,
): string {
  const file = fileNameOf(sound)
  const query = new URLSearchParams({
    ...(expires !== undefined && { expires: `${expires}` }),
    signature: sign(secrets, { organizationId, file, expires }),
  })
  return `/api/voice/prompts/${organizationId}/${file}?${query}`
}

/** The sound that a link leads to; null for a link that was not made here, was changed, or has expired. */
export function openSoundLink(
  { secrets, clock }: Pick<Deps, 'secrets' | 'clock'>,
  link: { organizationId: string; file: string; expires: number | undefined; signature: string },
): SoundFile | null {
  const given = Buffer.from(link.signature)
  const right = Buffer.from(sign(secrets, link))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  if (link.expires !== undefined && clock.now().getTime() > link.expires * 1000) return null
  return soundFileOf(link.file)
}

function sign(
  secrets: Deps['secrets'],
  link: { organizationId: string; file: string; expires?: number | undefined },
): string {
  return createHmac('sha256', secrets.derive('prompt link'))
    .update(`${link.organizationId}\n${link.file}\n${link.expires ?? ''}`)
    .digest('base64url')
}
