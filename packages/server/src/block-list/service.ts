import {
  type BlockListEntry,
  type BlockListEntryCreate,
  type blockListQuerySchema,
  mostBlockListEntries,
} from '@opbx/contract/block-list'
import type { Page } from '@opbx/contract/pagination'
import { and, asc, count, eq, gt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx, Deps } from '../context.ts'
import { announceMirrored, markMirrored } from '../db/mirror.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { idPrefixes, newId } from '../ids.ts'
import { type BlockListDirectory, openBlockListDirectory } from './directory.ts'
import { blockListEntries } from './table.ts'

export type { BlockListDirectory } from './directory.ts'

type Row = typeof blockListEntries.$inferSelect

/** One per process. */
export function createBlockListDirectory(deps: Deps): Promise<BlockListDirectory> {
  return openBlockListDirectory(deps)
}

export async function listBlockList(
  ctx: Ctx,
  page: z.infer<typeof blockListQuerySchema>,
): Promise<Page<BlockListEntry>> {
  const [after] = readCursor(page.cursor, 1) ?? []
  const rows = await ctx.db.query
    .select()
    .from(blockListEntries)
    .where(
      and(
        eq(blockListEntries.organizationId, ctx.organizationId),
        page.q === undefined || page.q === '' ? undefined : matches(page.q),
        after === undefined ? undefined : gt(blockListEntries.number, after),
      ),
    )
    .orderBy(asc(blockListEntries.number))
    .limit(page.limit + 1)
  return pageFrom(rows, page.limit, { keyOf: (row) => [row.number], toItem: toEntry })
}

export async function addToBlockList(
  ctx: Ctx,
  { number, note }: BlockListEntryCreate,
): Promise<BlockListEntry> {
  const now = ctx.clock.now()
  const row: Row = {
    organizationId: ctx.organizationId,
    id: newId(idPrefixes.blockListEntry, now),
    number,
    note,
    addedBy: ctx.actor.name,
    createdAt: now,
  }
  await write(ctx, 'flow.write', async (tx, { audit }) => {
    // Also keeps two additions of one organization apart, so that the checks hold.
    await markMirrored(tx, ctx.organizationId)
    await requireRoom(ctx, tx)
    await requireNew(ctx, tx, number)
    await tx.insert(blockListEntries).values(row)
    const subject = { subjectId: row.id, subjectName: number }
    audit({ ...subject, action: 'block_list.add', after: { number, note } })
  })
  announceMirrored(ctx, ctx.organizationId)
  return toEntry(row)
}

export async function removeFromBlockList(ctx: Ctx, id: string): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit }) => {
    await markMirrored(tx, ctx.organizationId)
    const [row] = await tx
      .delete(blockListEntries)
      .where(
        and(eq(blockListEntries.organizationId, ctx.organizationId), eq(blockListEntries.id, id)),
      )
      .returning()
    if (row === undefined) throw notFound('Block list entry')
    const { number, note } = row
    const subject = { subjectId: id, subjectName: number }
    audit({ ...subject, action: 'block_list.remove', before: { number, note } })
  })
  announceMirrored(ctx, ctx.organizationId)
}

async function requireRoom(ctx: Ctx, tx: Tx): Promise<void> {
  const [found] = await tx
    .select({ entries: count() })
    .from(blockListEntries)
    .where(eq(blockListEntries.organizationId, ctx.organizationId))
  if ((found?.entries ?? 0) < mostBlockListEntries) return
  const most = mostBlockListEntries.toLocaleString('en')
  throw new AppError(
    'conflict',
    `The block list holds ${most} numbers at most. Remove one that calls no more.`,
  )
}

async function requireNew(ctx: Ctx, tx: Tx, number: string): Promise<void> {
  const taken = await tx
    .select({ id: blockListEntries.id })
    .from(blockListEntries)
    .where(
      and(
        eq(blockListEntries.organizationId, ctx.organizationId),
        eq(blockListEntries.number, number),
      ),
    )
  if (taken.length === 0) return
  const message = `${number} is on the block list already.`
  throw new AppError('conflict', message, { fields: [{ path: 'number', message }] })
}

function matches(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(${blockListEntries.number} like ${pattern} or ${blockListEntries.note} ilike ${pattern})`
}

function toEntry({ id, number, note, addedBy, createdAt }: Row): BlockListEntry {
  return { id, number, note, addedBy, createdAt: createdAt.toISOString() }
}
