import {
  type FlowTest,
  type FlowTestCreate,
  type flowTestChangeSchema,
  mostFlowTests,
} from '@opbx/contract/call-flow/flow-tests'
import { and, count, eq, ne } from 'drizzle-orm'
import type { z } from 'zod'
import { requireNodes } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, notFound } from '../errors.ts'
import { touchDraft } from '../flow-state/service.ts'
import { idPrefixes, newId } from '../ids.ts'
import { toContentColumns, toFlowTest } from './service.ts'
import { flowTests } from './table.ts'

type FlowTestChange = z.infer<typeof flowTestChangeSchema>

/** Answers the id of the new test. */
export async function createFlowTest(ctx: Ctx, input: FlowTestCreate): Promise<string> {
  return await insertFlowTest(ctx, async (tx, id) => {
    const test = { ...input, id }
    await requireSteps(ctx, tx, test)
    await requireFreeName(ctx, tx, test)
    return test
  })
}

/** Stores what `make` answers, which knows the draft as it is. */
export async function insertFlowTest(
  ctx: Ctx,
  make: (tx: Tx, id: string) => Promise<FlowTest>,
): Promise<string> {
  const now = ctx.clock.now()
  const id = newId(idPrefixes.flowTest, now)
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    await requireRoom(ctx, tx)
    const test = await make(tx, id)
    const made = { organizationId: ctx.organizationId, version: 1, createdAt: now, updatedAt: now }
    await tx.insert(flowTests).values({ ...toContentColumns(test), ...made })
    audit({ action: 'flow_test.create', subjectId: id, subjectName: test.name, after: test })
  })
  return id
}

export async function changeFlowTest(
  ctx: Ctx,
  at: { id: string; version: number },
  change: FlowTestChange,
): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = toFlowTest(await getRow(ctx, tx, at))
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    const after: FlowTest = { ...before, ...Object.fromEntries(given), id: at.id }
    if (change.expect !== undefined) await requireSteps(ctx, tx, after)
    await requireFreeName(ctx, tx, after)
    await tx
      .update(flowTests)
      .set({
        ...toContentColumns(after),
        version: at.version + 1,
        updatedAt: ctx.clock.now(),
      })
      .where(isFlowTest(ctx, at.id))
    const subject = { subjectId: at.id, subjectName: after.name }
    audit({ ...subject, action: 'flow_test.update', before, after })
  })
}

export async function deleteFlowTest(ctx: Ctx, at: { id: string; version: number }): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = toFlowTest(await getRow(ctx, tx, at))
    await tx.delete(flowTests).where(isFlowTest(ctx, at.id))
    const subject = { subjectId: at.id, subjectName: before.name }
    audit({ ...subject, action: 'flow_test.delete', before })
  })
}

/** Whether another test of the draft has the name. */
export async function isNameTaken(
  ctx: Ctx,
  tx: Tx,
  { id, name }: { id: string; name: string },
): Promise<boolean> {
  const rows = await tx
    .select({ id: flowTests.id })
    .from(flowTests)
    .where(
      and(
        eq(flowTests.organizationId, ctx.organizationId),
        eq(flowTests.name, name),
        ne(flowTests.id, id),
      ),
    )
  return rows.length > 0
}

function isFlowTest(ctx: Ctx, id: string) {
  return and(eq(flowTests.organizationId, ctx.organizationId), eq(flowTests.id, id))
}

async function getRow(ctx: Ctx, tx: Tx, at: { id: string; version: number }) {
  const [row] = await tx.select().from(flowTests).where(isFlowTest(ctx, at.id))
  if (row === undefined) throw notFound('Flow test')
  if (row.version !== at.version) {
    throw new AppError('outdated', `Somebody changed “${row.name}” meanwhile. Load it again.`)
  }
  return row
}

/** A step that is deleted later makes the test red; one that never was is a slip. */
async function requireSteps(ctx: Ctx, tx: Tx, { expect }: FlowTest): Promise<void> {
  const steps = expect.path?.steps ?? []
  const targets = steps.map(({ node }, index) => ({
    path: `expect.path.steps.${index}.node`,
    node,
  }))
  await requireNodes(tx, ctx.organizationId, targets)
}

async function requireFreeName(ctx: Ctx, tx: Tx, wanted: FlowTest): Promise<void> {
  if (!(await isNameTaken(ctx, tx, wanted))) return
  const message = `The name “${wanted.name}” is taken. Choose another.`
  throw new AppError('conflict', message, { fields: [{ path: 'name', message }] })
}

async function requireRoom(ctx: Ctx, tx: Tx): Promise<void> {
  const [row] = await tx
    .select({ tests: count() })
    .from(flowTests)
    .where(eq(flowTests.organizationId, ctx.organizationId))
  if ((row?.tests ?? 0) < mostFlowTests) return
  throw new AppError(
    'conflict',
    `There are ${mostFlowTests} flow tests, and no more fit. Delete one that is not needed.`,
  )
}
