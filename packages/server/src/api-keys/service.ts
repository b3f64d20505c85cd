import type { ApiKey } from '@opbx/contract/identity'
import type { Page } from '@opbx/contract/pagination'
import { apiKeyScopes } from '@opbx/contract/permissions'
import { and, desc, eq, lt } from 'drizzle-orm'
import type { Ctx } from '../context.ts'
import type { Query } from '../db/query.ts'
import { write } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { idPrefixes, newId } from '../ids.ts'
import { hashOfToken, newToken } from '../tokens.ts'
import { apiKeys } from './table.ts'

type Row = typeof apiKeys.$inferSelect

const prefixLength = 'opbx_'.length + 6

/** The key itself is in this answer and nowhere else. Without `scopes` it may do all that keys may do. */
export async function createApiKey(
  ctx: Ctx,
  { name, scopes }: { name: string; scopes?: ApiKey['scopes'] | undefined },
): Promise<ApiKey & { key: string }> {
  const key = `opbx_${newToken()}`
  const now = ctx.clock.now()
  const row: Row = {
    organizationId: ctx.organizationId,
    id: newId(idPrefixes.apiKey, now),
    keyHash: hashOfToken(key),
    prefix: key.slice(0, prefixLength),
    name,
    scopes: apiKeyScopes.filter((scope) => scopes === undefined || scopes.includes(scope)),
    createdById: ctx.actor.id,
    createdByName: ctx.actor.name,
    createdAt: now,
    lastUsedAt: null,
  }
  await write(ctx, 'integration.manage', async (tx, { audit }) => {
    await tx.insert(apiKeys).values(row)
    audit({
      action: 'api_key.create',
      subjectId: row.id,
      subjectName: name,
      after: { name, prefix: row.prefix, scopes: row.scopes },
    })
  })
  return { ...toApiKey(row), key }
}

/** Newest first. */
export async function listApiKeys(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<ApiKey>> {
  const before = readCursor(cursor, 1)?.[0]
  const rows = await ctx.db.query
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organizationId, ctx.organizationId),
        before === undefined ? undefined : lt(apiKeys.id, before),
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1)
  return pageFrom(rows, limit, { keyOf: (row) => [row.id], toItem: toApiKey })
}

/** Whoever uses the key is refused from now on, in every process. */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<void> {
  await write(ctx, 'integration.manage', async (tx, { audit }) => {
    const [row] = await tx
      .delete(apiKeys)
      .where(and(eq(apiKeys.organizationId, ctx.organizationId), eq(apiKeys.id, id)))
      .returning()
    if (row === undefined) throw notFound('API key')
    audit({
      action: 'api_key.revoke',
      subjectId: id,
      subjectName: row.name,
      before: { name: row.name, prefix: row.prefix, scopes: row.scopes },
    })
  })
  ctx.revocations.announce({ keyId: id })
}

export type ApiKeyHolder = Pick<Row, 'id' | 'organizationId' | 'name' | 'scopes'>

export async function findApiKey(query: Query, key: string): Promise<ApiKeyHolder | null> {
  const [row] = await query
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.keyHash, hashOfToken(key)))
  return row ?? null
}

export async function markApiKeyUsed(
  query: Query,
  { organizationId, id, at }: { organizationId: string; id: string; at: Date },
): Promise<void> {
  await query
    .update(apiKeys)
    .set({ lastUsedAt: at })
    .where(and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, id)))
}

function toApiKey(row: Row): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}
