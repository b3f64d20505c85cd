import type {
  FlowPrompt,
  PromptCreate,
  PromptVariant,
  promptChangeSchema,
} from '@opbx/contract/call-flow/library-prompt'
import { and, eq, inArray, ne } from 'drizzle-orm'
import type { z } from 'zod'
import { findPromptUses } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, inUse, notFound } from '../errors.ts'
import { touchDraft } from '../flow-state/service.ts'
import { idPrefixes, newId } from '../ids.ts'
import { toPrompt } from './service.ts'
import { promptAudio, prompts } from './table.ts'

type PromptChange = z.infer<typeof promptChangeSchema>

/** Answers the id of the new prompt. */
export async function createPrompt(ctx: Ctx, input: PromptCreate): Promise<string> {
  const now = ctx.clock.now()
  const id = newId(idPrefixes.prompt, now)
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const variants = await withAudio(ctx, tx, input.variants)
    const prompt: FlowPrompt = { id, name: input.name, variants }
    await requireFreeName(ctx, tx, prompt)
    const made = { organizationId: ctx.organizationId, version: 1, createdAt: now, updatedAt: now }
    await tx.insert(prompts).values({ ...prompt, ...made })
    audit({ action: 'prompt.create', subjectId: id, subjectName: prompt.name, after: prompt })
  })
  return id
}

export async function changePrompt(
  ctx: Ctx,
  at: { id: string; version: number },
  change: PromptChange,
): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = toPrompt(await getRow(ctx, tx, at))
    const after: FlowPrompt = {
      id: at.id,
      name: change.name ?? before.name,
      variants:
        change.variants === undefined ? before.variants : await withAudio(ctx, tx, change.variants),
    }
    await requireFreeName(ctx, tx, after)
    const { name, variants } = after
    await tx
      .update(prompts)
      .set({ name, variants, version: at.version + 1, updatedAt: ctx.clock.now() })
      .where(isPrompt(ctx, at.id))
    audit({ action: 'prompt.update', subjectId: at.id, subjectName: name, before, after })
  })
}

export async function deletePrompt(ctx: Ctx, at: { id: string; version: number }): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = toPrompt(await getRow(ctx, tx, at))
    const references = (await findPromptUses(tx, ctx.organizationId)).get(at.id) ?? []
    if (references.length > 0) {
      throw inUse(
        references,
        (users) => `“${before.name}” is played by ${users}. Choose another prompt there first.`,
      )
    }
    await tx.delete(prompts).where(isPrompt(ctx, at.id))
    audit({ action: 'prompt.delete', subjectId: at.id, subjectName: before.name, before })
  })
}

/** Puts what is known of each sound beside its hash. Throws 422 for one that was never uploaded here. */
async function withAudio(
  ctx: Ctx,
  tx: Tx,
  variants: PromptCreate['variants'],
): Promise<PromptVariant[]> {
  const hashes = variants.flatMap((one) => (one.kind === 'audio' ? [one.hash] : []))
  const rows = await tx
    .select()
    .from(promptAudio)
    .where(
      and(eq(promptAudio.organizationId, ctx.organizationId), inArray(promptAudio.hash, hashes)),
    )
  const known = new Map(rows.map((row) => [row.hash, row]))
  return variants.map((one, index): PromptVariant => {
    if (one.kind === 'text') return one
    const row = known.get(one.hash)
    if (row === undefined) {
      const message = 'There is no such sound. Upload it first.'
      const fields = [{ path: `variants.${index}.hash`, message }]
      throw new AppError('validation_failed', message, { fields })
    }
    const { hash, type, seconds, sizeBytes, fileName, sourceUrl } = row
    const audio = { hash, type, seconds, sizeBytes, fileName, sourceUrl }
    return { kind: 'audio', language: one.language, audio }
  })
}

function isPrompt(ctx: Ctx, id: string) {
  return and(eq(prompts.organizationId, ctx.organizationId), eq(prompts.id, id))
}

async function getRow(ctx: Ctx, tx: Tx, at: { id: string; version: number }) {
  const [row] = await tx.select().from(prompts).where(isPrompt(ctx, at.id))
  if (row === undefined) throw notFound('Prompt')
  if (row.version !== at.version) {
    throw new AppError('outdated', `Somebody changed “${row.name}” meanwhile. Load it again.`)
  }
  return row
}

async function requireFreeName(ctx: Ctx, tx: Tx, wanted: FlowPrompt): Promise<void> {
  const [taken] = await tx
    .select({ id: prompts.id })
    .from(prompts)
    .where(
      and(
        eq(prompts.organizationId, ctx.organizationId),
        eq(prompts.name, wanted.name),
        ne(prompts.id, wanted.id),
      ),
    )
  if (taken === undefined) return
  const message = `The name “${wanted.name}” is taken. Choose another.`
  throw new AppError('conflict', message, { fields: [{ path: 'name', message }] })
}
