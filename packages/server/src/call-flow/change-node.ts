import {
  exitsOf,
  type FlowNode,
  flowNodeUnionSchema,
  type nodeChangeSchema,
  type nodeCreateSchema,
} from '@opbx/contract/call-flow/flow'
import { promptUsesOf } from '@opbx/contract/call-flow/library-prompt'
import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, inUse, notFound } from '../errors.ts'
import { touchDraft } from '../flow-state/service.ts'
import { holidayBook } from '../holidays/service.ts'
import { newId } from '../ids.ts'
import { keepSecrets } from '../node-secrets/service.ts'
import { requirePrompts } from '../prompts/service.ts'
import { requestSubscriberSync } from '../subscribers/service.ts'
import { findMemberIds } from '../users/service.ts'
import { nodeNouns } from './node-nouns.ts'
import { contentColumns, findNodeRow, type NodeRow, requireFree, toFlowNode } from './node-rows.ts'
import { findReferences } from './references.ts'
import {
  connectedExits,
  targetsOf,
  unknownCalendars,
  unknownExits,
  withDeviceIds,
  wrongDeviceIds,
} from './rules.ts'
import { newDeviceId, requireNodes } from './service.ts'
import { nodes } from './table.ts'

export type NodeCreate = z.infer<ReturnType<typeof nodeCreateSchema>>
export type NodeChange = z.infer<ReturnType<typeof nodeChangeSchema>>

/** Which node, in which version the caller knows it. */
export interface NodeVersion {
  type: NodeType
  id: string
  version: number
}

/** Answers the id of the new node. */
export async function createNode(ctx: Ctx, type: NodeType, input: NodeCreate): Promise<string> {
  const now = ctx.clock.now()
  const id = newId(nodeTypes[type].idPrefix, now)
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    const news = await touchDraft(ctx, tx)
    const wanted = flowNodeUnionSchema.parse({
      id,
      type,
      name: input.name,
      extension: input.extension ?? null,
      enabled: input.enabled ?? true,
      config: input.config,
      exits: input.exits ?? {},
    })
    const node = await keepSecrets(
      ctx,
      tx,
      await checkNode(ctx, tx, { node: wanted, before: null }),
    )
    await tx.insert(nodes).values({
      ...contentColumns(node),
      organizationId: ctx.organizationId,
      positionX: input.position?.x ?? 0,
      positionY: input.position?.y ?? 0,
      version: 1,
      createdAt: now,
      updatedAt: now,
    })
    if (type === 'extension') await requestSubscriberSync(ctx, tx)
    audit({ action: `${type}.create`, subjectId: id, subjectName: node.name, after: node })
    emit({ name: 'flow', data: news })
  })
  if (type === 'extension') ctx.jobs.wake()
  return id
}

export async function changeNode(ctx: Ctx, at: NodeVersion, change: NodeChange): Promise<void> {
  const { position, ...content } = change
  const isContent = position === undefined || Object.keys(content).length > 0
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    // A place on the canvas is no change of the draft.
    const news = isContent ? await touchDraft(ctx, tx) : null
    const row = await getNodeRow(ctx, tx, at)
    const before = toFlowNode(row)
    const node = isContent
      ? await keepSecrets(
          ctx,
          tx,
          await checkNode(ctx, tx, { node: merge(before, content), before }),
        )
      : before
    const set = {
      ...contentColumns(node),
      positionX: position?.x ?? row.positionX,
      positionY: position?.y ?? row.positionY,
    }
    await updateNode(ctx, tx, { ...set, ...at })
    if (isContent && at.type === 'extension') await requestSubscriberSync(ctx, tx)
    const about = { subjectId: at.id, subjectName: node.name }
    if (news === null) {
      audit({ ...about, action: `${at.type}.move`, after: { position } })
    } else {
      audit({ ...about, action: `${at.type}.update`, before, after: node })
      emit({ name: 'flow', data: news })
    }
  })
  if (at.type === 'extension') ctx.jobs.wake()
}

export async function deleteNode(ctx: Ctx, at: NodeVersion): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    const news = await touchDraft(ctx, tx)
    const before = toFlowNode(await getNodeRow(ctx, tx, at))
    const references = (await findReferences(tx, ctx.organizationId, [at.id])).get(at.id) ?? []
    if (references.length > 0) {
      throw inUse(
        references,
        (users) => `“${before.name}” is used by ${users}. Point them elsewhere first.`,
      )
    }
    await tx.delete(nodes).where(isNode(ctx, at.id))
    if (at.type === 'extension') await requestSubscriberSync(ctx, tx)
    audit({ action: `${at.type}.delete`, subjectId: at.id, subjectName: before.name, before })
    emit({ name: 'flow', data: news })
  })
  if (at.type === 'extension') ctx.jobs.wake()
}

function isNode(ctx: Ctx, id: string) {
  return and(eq(nodes.organizationId, ctx.organizationId), eq(nodes.id, id))
}

async function getNodeRow(ctx: Ctx, tx: Tx, at: NodeVersion): Promise<NodeRow> {
  const row = await findNodeRow(tx, ctx.organizationId, at)
  if (row === null) throw notFound(nodeNouns[at.type].one)
  if (row.version !== at.version) throw outdated(row.name)
  return row
}

async function updateNode(
  ctx: Ctx,
  tx: Tx,
  node: Partial<typeof nodes.$inferInsert> & NodeVersion & { name: string },
): Promise<void> {
  const { version, ...set } = node
  const changed = await tx
    .update(nodes)
    .set({ ...set, version: version + 1, updatedAt: ctx.clock.now() })
    .where(and(isNode(ctx, node.id), eq(nodes.version, version)))
    .returning({ id: nodes.id })
  if (changed.length === 0) throw outdated(node.name)
}

function outdated(name: string): AppError {
  return new AppError('outdated', `Somebody changed "${name}" meanwhile. Load it again.`)
}

/** Without new exits those stay that the new configuration still has. */
function merge(before: FlowNode, change: Omit<NodeChange, 'position'>): FlowNode {
  const merged = flowNodeUnionSchema.parse({
    ...before,
    name: change.name ?? before.name,
    extension: change.extension === undefined ? before.extension : change.extension,
    enabled: change.enabled ?? before.enabled,
    config: change.config ?? before.config,
    exits: change.exits ?? before.exits,
  })
  if (change.exits !== undefined) return merged
  return { ...merged, exits: connectedExits(merged.exits, new Set(exitsOf(merged))) }
}

/** Throws for what only the server can judge. Answers the node with ids for its new devices. */
async function checkNode(
  ctx: Ctx,
  tx: Tx,
  { node, before }: { node: FlowNode; before: FlowNode | null },
): Promise<FlowNode> {
  const { organizationId } = ctx
  const known = new Set(devicesOf(before))
  const fields = [
    ...unknownExits(node),
    ...unknownCalendars(node, holidayBook),
    ...(node.type === 'extension' ? wrongDeviceIds(node.config, known) : []),
  ]
  if (fields.length > 0)
    throw new AppError('validation_failed', 'Some fields need another value.', { fields })
  await requireNodes(tx, organizationId, targetsOf(node))
  await requirePrompts(tx, organizationId, promptUsesOf(node.config))
  await requireFree(tx, organizationId, [node])
  const connected = { ...node, exits: connectedExits(node.exits) }
  if (connected.type !== 'extension') return connected
  const { userId } = connected.config
  // Somebody who left keeps her extension until another person is chosen.
  if (before?.type !== 'extension' || before.config.userId !== userId)
    await requireMember(tx, organizationId, userId)
  const now = ctx.clock.now()
  const config = withDeviceIds(connected.config, (index) => newDeviceId(now, index))
  return { ...connected, config }
}

function devicesOf(node: FlowNode | null): string[] {
  if (node?.type !== 'extension') return []
  return node.config.devices.flatMap(({ id }) => (id === undefined ? [] : [id]))
}

async function requireMember(tx: Tx, organizationId: string, userId: string | null): Promise<void> {
  if (userId === null) return
  const members = await findMemberIds(tx, organizationId, [userId])
  if (members.has(userId)) return
  const message = 'This person does not belong to the organization. Choose another.'
  throw new AppError('validation_failed', message, { fields: [{ path: 'config.userId', message }] })
}
