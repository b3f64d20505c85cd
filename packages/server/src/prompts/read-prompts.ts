import type { PromptResource, promptQuerySchema } from '@opbx/contract/call-flow/library-prompt'
import type { Page } from '@opbx/contract/pagination'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { toDraftResource } from '../call-flow/rules.ts'
import { findPromptUses } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { liveThings, type RevisionStore } from '../revisions/service.ts'
import { previewLink } from './keep-audio.ts'
import { toPrompt } from './service.ts'
import { prompts } from './table.ts'

type Row = typeof prompts.$inferSelect

/** By name. */
export async function listPromptPage(
  ctx: Ctx,
  store: RevisionStore,
  page: z.infer<typeof promptQuerySchema>,
): Promise<Page<PromptResource>> {
  const [after] = readCursor(page.cursor, 1) ?? []
  const rows = await ctx.db.query
    .select()
    .from(prompts)
    .where(
      and(
        eq(prompts.organizationId, ctx.organizationId),
        page.q === undefined || page.q === '' ? undefined : matches(page.q),
        after === undefined ? undefined : gt(prompts.name, after),
      ),
    )
    .orderBy(asc(prompts.name))
    .limit(page.limit + 1)
  const toItem = await resourceMaker(ctx, store)
  return pageFrom(rows, page.limit, { keyOf: (row) => [row.name], toItem })
}

export async function getPrompt(
  ctx: Ctx,
  store: RevisionStore,
  id: string,
): Promise<PromptResource> {
  const [row] = await ctx.db.query
    .select()
    .from(prompts)
    .where(and(eq(prompts.organizationId, ctx.organizationId), eq(prompts.id, id)))
  if (row === undefined) throw notFound('Prompt')
  return (await resourceMaker(ctx, store))(row)
}

function matches(text: string) {
  return sql`${prompts.name} ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`
}

async function resourceMaker(ctx: Ctx, store: RevisionStore) {
  const live = await liveThings(ctx, store, 'prompts')
  const uses = await findPromptUses(ctx.db.query, ctx.organizationId)
  return (row: Row): PromptResource => {
    const prompt = toPrompt(row)
    const sounds = prompt.variants.flatMap((one) => (one.kind === 'audio' ? [one.audio] : []))
    return {
      ...toDraftResource(row, prompt, live.get(row.id)),
      previewUrls: Object.fromEntries(sounds.map((audio) => [audio.hash, previewLink(ctx, audio)])),
      usedBy: uses.get(row.id) ?? [],
    }
  }
}
