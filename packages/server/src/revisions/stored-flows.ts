import { createHash } from 'node:crypto'
import type { Revision } from '@opbx/contract/call-flow/draft'
import type { Flow, Positions } from '@opbx/contract/call-flow/flow'
import { and, eq, lt } from 'drizzle-orm'
import { canonicalText } from '../call-flow/rules.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { isRevisionKey, parseSnapshot } from './rules.ts'
import { frozenDrafts, revisions } from './table.ts'

export type RevisionRow = typeof revisions.$inferSelect

/** The text that is stored for a flow, and its SHA-256: equal hashes are equal flows. */
export function snapshotOf(flow: Flow): { snapshot: string; contentHash: string } {
  const snapshot = canonicalText(flow)
  return { snapshot, contentHash: createHash('sha256').update(snapshot).digest('hex') }
}

async function findRevisionRow(
  query: Query,
  organizationId: string,
  number: number,
): Promise<RevisionRow | null> {
  const [row] = await query
    .select()
    .from(revisions)
    .where(and(eq(revisions.organizationId, organizationId), eq(revisions.number, number)))
  return row ?? null
}

/** All but the snapshot, which may be megabytes. */
export const summaryColumns = {
  number: revisions.number,
  authorName: revisions.authorName,
  createdAt: revisions.createdAt,
  note: revisions.note,
  contentHash: revisions.contentHash,
  restoredFrom: revisions.restoredFrom,
  nodeCount: revisions.nodeCount,
  phoneNumberCount: revisions.phoneNumberCount,
  outboundRouteCount: revisions.outboundRouteCount,
}
type RevisionSummary = Pick<RevisionRow, keyof typeof summaryColumns>

export async function findRevisionSummary(
  query: Query,
  organizationId: string,
  number: number,
): Promise<RevisionSummary | null> {
  const [row] = await query
    .select(summaryColumns)
    .from(revisions)
    .where(and(eq(revisions.organizationId, organizationId), eq(revisions.number, number)))
  return row ?? null
}

export function toRevision(row: RevisionSummary, liveRevision: number | null): Revision {
  return {
    number: row.number,
    live: row.number === liveRevision,
    author: row.authorName,
    createdAt: row.createdAt.toISOString(),
    note: row.note,
    contentHash: row.contentHash,
    restoredFrom: row.restoredFrom,
    counts: {
      nodes: row.nodeCount,
      phoneNumbers: row.phoneNumberCount,
      outboundRoutes: row.outboundRouteCount,
    },
  }
}

/** A revision with its flow and the places of its nodes. */
export async function findStoredFlow(
  query: Query,
  organizationId: string,
  number: number,
): Promise<{ row: RevisionRow; flow: Flow; positions: Positions } | null> {
  const row = await findRevisionRow(query, organizationId, number)
  return row === null ? null : { row, flow: parseSnapshot(row.snapshot), positions: row.positions }
}

/** The stored text of a revision (`17`) or of a frozen draft (`d-<hash>`). */
export async function findSnapshot(
  query: Query,
  organizationId: string,
  key: string,
): Promise<string | null> {
  if (!isRevisionKey(key)) return null
  if (!key.startsWith('d-')) {
    const row = await findRevisionRow(query, organizationId, Number(key))
    return row?.snapshot ?? null
  }
  const [frozen] = await query
    .select({ snapshot: frozenDrafts.snapshot })
    .from(frozenDrafts)
    .where(and(eq(frozenDrafts.organizationId, organizationId), eq(frozenDrafts.key, key)))
  return frozen?.snapshot ?? null
}

/** Keeps a draft for 24 hours from now, and drops those that had theirs. */
export async function keepFrozenDraft(
  tx: Tx,
  organizationId: string,
  draft: { key: string; snapshot: string; now: Date },
): Promise<void> {
  const { now, ...frozen } = draft
  const oldest = new Date(now.getTime() - 24 * 3_600_000)
  await tx
    .delete(frozenDrafts)
    .where(and(eq(frozenDrafts.organizationId, organizationId), lt(frozenDrafts.createdAt, oldest)))
  await tx
    .insert(frozenDrafts)
    .values({ organizationId, ...frozen, createdAt: now })
    .onConflictDoUpdate({
      target: [frozenDrafts.organizationId, frozenDrafts.key],
      set: { createdAt: now },
    })
}
