import {
  type FeatureCodes,
  type FeatureCodesResource,
  flowFeatureCodesSchema,
  usualFeatureCodes,
} from '@opbx/contract/call-flow/feature-codes'
import { eq } from 'drizzle-orm'
import { canonicalText } from '../call-flow/rules.ts'
import type { Ctx } from '../context.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import type { RevisionStore } from '../revisions/rules.ts'
import { featureCodes } from './table.ts'

type Row = typeof featureCodes.$inferSelect

/** Those of the draft; undefined: the usual ones. */
export async function findFeatureCodes(
  query: Query,
  organizationId: string,
): Promise<FeatureCodes | undefined> {
  const row = await findRow(query, organizationId)
  if (row === null) return undefined
  const codes = codesOf(row)
  return areUsual(codes) ? undefined : codes
}

/** Makes the draft's codes those of a revision. */
export async function resetFeatureCodes(
  tx: Tx,
  wanted: FeatureCodes = usualFeatureCodes,
  at: { organizationId: string; now: Date },
): Promise<void> {
  const row = await findRow(tx, at.organizationId)
  const before = row === null ? usualFeatureCodes : codesOf(row)
  if (canonicalText(before) === canonicalText(wanted)) return
  await storeFeatureCodes(tx, { ...at, codes: wanted, version: (row?.version ?? 0) + 1 })
}

export async function storeFeatureCodes(
  tx: Tx,
  row: { organizationId: string; codes: FeatureCodes; version: number; now: Date },
): Promise<void> {
  const { organizationId, codes, version, now } = row
  const set = { codes, version, updatedAt: now }
  await tx
    .insert(featureCodes)
    .values({ organizationId, ...set })
    .onConflictDoUpdate({ target: featureCodes.organizationId, set })
}

/** The codes of the draft, for those who want to look at or change them. Version 0: nobody did yet. */
export async function readFeatureCodes(
  ctx: Ctx,
  store: RevisionStore,
): Promise<FeatureCodesResource> {
  const row = await findRow(ctx.db.query, ctx.organizationId)
  const codes = row === null ? usualFeatureCodes : codesOf(row)
  const live = (await store.live(ctx.organizationId))?.flow.flow.featureCodes ?? usualFeatureCodes
  return {
    codes,
    version: row?.version ?? 0,
    updatedAt: row?.updatedAt.toISOString() ?? null,
    state: canonicalText(codes) === canonicalText(live) ? 'live' : 'changed',
  }
}

export async function findRow(query: Query, organizationId: string): Promise<Row | null> {
  const [row] = await query
    .select()
    .from(featureCodes)
    .where(eq(featureCodes.organizationId, organizationId))
  return row ?? null
}

// Parsed, not trusted: a row that is older than a feature gets its usual code.
export function codesOf({ codes }: Pick<Row, 'codes'>): FeatureCodes {
  return flowFeatureCodesSchema.parse(codes)
}

function areUsual(codes: FeatureCodes): boolean {
  return canonicalText(codes) === canonicalText(usualFeatureCodes)
}
