import type {
  phoneNumberChangeSchema,
  phoneNumberCreateSchema,
} from '@opbx/contract/call-flow/flow'
import { and, eq, ne } from 'drizzle-orm'
import type { z } from 'zod'
import { flowOf, requireNodes } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, inUse, notFound } from '../errors.ts'
import { touchDraft } from '../flow-state/service.ts'
import { idPrefixes, newId } from '../ids.ts'
import { whoShows } from './rules.ts'
import { toFlowPhoneNumber } from './service.ts'
import { phoneNumbers } from './table.ts'

type PhoneNumberCreate = z.infer<typeof phoneNumberCreateSchema>
type PhoneNumberChange = z.infer<typeof phoneNumberChangeSchema>

/** Answers the id of the new phone number. */
export async function createPhoneNumber(ctx: Ctx, input: PhoneNumberCreate): Promise<string> {
  const now = ctx.clock.now()
  const id = newId(idPrefixes.phoneNumber, now)
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    await check(ctx, tx, { id, ...input })
    await tx.insert(phoneNumbers).values({
      ...input,
      id,
      organizationId: ctx.organizationId,
      version: 1,
      createdAt: now,
      updatedAt: now,
    })
    const subject = { subjectId: id, subjectName: input.number }
    audit({ ...subject, action: 'phone_number.create', after: input })
  })
  return id
}

export async function changePhoneNumber(
  ctx: Ctx,
  at: { id: string; version: number },
  change: PhoneNumberChange,
): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = toFlowPhoneNumber(await getRow(ctx, tx, at))
    const after = {
      id: at.id,
      number: change.number ?? before.number,
      label: change.label ?? before.label,
      entry: change.entry === undefined ? before.entry : change.entry,
      callerNamePrefix: change.callerNamePrefix ?? before.callerNamePrefix,
    }
    await check(ctx, tx, after)
    await tx
      .update(phoneNumbers)
      .set({ ...after, version: at.version + 1, updatedAt: ctx.clock.now() })
      .where(isPhoneNumber(ctx, at.id))
    const subject = { subjectId: at.id, subjectName: after.number }
    audit({ ...subject, action: 'phone_number.update', before, after })
  })
}

export async function deletePhoneNumber(
  ctx: Ctx,
  at: { id: string; version: number },
): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = toFlowPhoneNumber(await getRow(ctx, tx, at))
    const references = whoShows(before.number, await flowOf(tx, ctx.organizationId))
    if (references.length > 0) {
      throw inUse(
        references,
        (users) =>
          `${before.number} is shown by ${users} as caller ID. Choose another there first.`,
      )
    }
    await tx.delete(phoneNumbers).where(isPhoneNumber(ctx, at.id))
    const subject = { subjectId: at.id, subjectName: before.number }
    audit({ ...subject, action: 'phone_number.delete', before })
  })
}

function isPhoneNumber(ctx: Ctx, id: string) {
  return and(eq(phoneNumbers.organizationId, ctx.organizationId), eq(phoneNumbers.id, id))
}

async function getRow(ctx: Ctx, tx: Tx, at: { id: string; version: number }) {
  const [row] = await tx.select().from(phoneNumbers).where(isPhoneNumber(ctx, at.id))
  if (row === undefined) throw notFound('Phone number')
  if (row.version !== at.version) {
    throw new AppError('outdated', `Somebody changed ${row.number} meanwhile. Load it again.`)
  }
  return row
}

async function check(
  ctx: Ctx,
  tx: Tx,
  wanted: { id: string; number: string; entry: string | null },
): Promise<void> {
  const { id, number, entry } = wanted
  await requireNodes(tx, ctx.organizationId, entry === null ? [] : [{ path: 'entry', node: entry }])
  const taken = await tx
    .select({ id: phoneNumbers.id })
    .from(phoneNumbers)
    .where(
      and(
        eq(phoneNumbers.organizationId, ctx.organizationId),
        eq(phoneNumbers.number, number),
        ne(phoneNumbers.id, id),
      ),
    )
  if (taken.length === 0) return
  const message = `${number} is here already. Change that one, or enter another number.`
  throw new AppError('conflict', message, { fields: [{ path: 'number', message }] })
}
