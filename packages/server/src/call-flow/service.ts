import {
  type Flow,
  type FlowNode,
  type FlowPhoneNumber,
  type NodeOf,
  outboundRouteCreateSchema,
  type Positions,
} from '@opbx/contract/call-flow/flow'
import { flowTestCreateSchema } from '@opbx/contract/call-flow/flow-tests'
import { promptUsesOf } from '@opbx/contract/call-flow/library-prompt'
import type { Reference } from '@opbx/contract/errors'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx, Deps } from '../context.ts'
import { insertRows } from '../db/insert-rows.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, notFound } from '../errors.ts'
import { findFeatureCodes } from '../feature-codes/service.ts'
import { findEmergencyTrunk, readLiveExtensions, touchDraft } from '../flow-state/service.ts'
import { insertFlowTests, listFlowTests } from '../flow-tests/service.ts'
import { idPrefixes, newId } from '../ids.ts'
import { keepSecrets } from '../node-secrets/service.ts'
import { findOrganization } from '../organizations/service.ts'
import { insertOutboundRoutes, listFlowOutboundRoutes } from '../outbound-routes/service.ts'
import { importPhoneNumbers, listFlowPhoneNumbers } from '../phone-numbers/service.ts'
import { listPrompts } from '../prompts/service.ts'
import { contentColumns, requireFree, selectNodes, toFlowNode } from './node-rows.ts'
import { type ImportedNode, resolveNodes } from './resolve-import.ts'
import { type LiveExtension, referencePath, stepsBack, toLiveExtension } from './rules.ts'
import { nodes } from './table.ts'

/** The draft as a flow: what Apply makes live and a trial call on the draft goes through. */
export async function flowOf(query: Query, organizationId: string): Promise<Flow> {
  return (await draftOf(query, organizationId)).flow
}

/** The draft as a flow, and where its nodes stand on the canvas. */
export async function draftOf(
  query: Query,
  organizationId: string,
): Promise<{ flow: Flow; positions: Positions }> {
  const organization = await findOrganization(query, organizationId)
  if (organization === null) throw notFound('Organization')
  const { name, timeZone, country } = organization
  const rows = await selectNodes(query, organizationId)
  const tests = await listFlowTests(query, organizationId)
  const prompts = await listPrompts(query, organizationId)
  const featureCodes = await findFeatureCodes(query, organizationId)
  const emergencyTrunk = await findEmergencyTrunk(query, organizationId)
  const flow: Flow = {
    schemaVersion: 1,
    organization: { name, timeZone, country, ...(emergencyTrunk !== null && { emergencyTrunk }) },
    nodes: rows.map(toFlowNode),
    phoneNumbers: await listFlowPhoneNumbers(query, organizationId),
    outboundRoutes: await listFlowOutboundRoutes(query, organizationId),
    // Left out, so that a flow without them has the hash that it had before there were any.
    ...(tests.length > 0 && { tests }),
    ...(prompts.length > 0 && { prompts }),
    ...(featureCodes && { featureCodes }),
  }
  const positions = rows.map((row) => [row.id, { x: row.positionX, y: row.positionY }])
  return { flow, positions: Object.fromEntries(positions) }
}

/** Makes the draft's nodes those of a revision, with their ids. */
export async function resetNodes(
  tx: Tx,
  wanted: readonly FlowNode[],
  to: { organizationId: string; version: number; now: Date; positions: Positions },
): Promise<void> {
  const { organizationId, version, now, positions } = to
  const before = await selectNodes(tx, organizationId)
  const { removed, added } = stepsBack(before, wanted, toFlowNode)
  if (removed.length > 0) {
    await tx
      .delete(nodes)
      .where(and(eq(nodes.organizationId, organizationId), inArray(nodes.id, removed)))
  }
  const back = added.map(({ item, row }) => ({
    ...contentColumns(item),
    organizationId,
    positionX: row?.positionX ?? positions[item.id]?.x ?? 0,
    positionY: row?.positionY ?? positions[item.id]?.y ?? 0,
    version: row === undefined ? version : row.version + 1,
    createdAt: row?.createdAt ?? now,
    updatedAt: now,
  }))
  await insertRows(tx, nodes, back)
}

/** Throws 422 with the paths of those targets that are no node of this organization's draft. */
export async function requireNodes(
  query: Query,
  organizationId: string,
  targets: readonly { path: string; node: string }[],
): Promise<void> {
  if (targets.length === 0) return
  const ids = [...new Set(targets.map(({ node }) => node))]
  const found = await query
    .select({ id: nodes.id })
    .from(nodes)
    .where(and(eq(nodes.organizationId, organizationId), inArray(nodes.id, ids)))
  const known = new Set(found.map(({ id }) => id))
  const fields = targets
    .filter(({ node }) => !known.has(node))
    .map(({ path }) => ({ path, message: 'There is no such step. Choose another.' }))
  if (fields.length > 0)
    throw new AppError('validation_failed', 'Some fields need another value.', { fields })
}

/** Where prompts of the library are played: by prompt, the places in steps of the draft that name it. */
export async function findPromptUses(
  query: Query,
  organizationId: string,
): Promise<Map<string, Reference[]>> {
  const rows = await query
    .select({ id: nodes.id, name: nodes.name, config: nodes.config })
    .from(nodes)
    .where(
      and(
        eq(nodes.organizationId, organizationId),
        sql`jsonb_path_exists(${nodes.config}, '$.**.promptId')`,
      ),
    )
    .orderBy(asc(nodes.name), asc(nodes.id))
  const found = new Map<string, Reference[]>()
  for (const { id, name, config } of rows) {
    for (const { path, prompt } of promptUsesOf(config)) {
      const place = referencePath(path.replace(/\.promptId$/, ''))
      const reference: Reference = { kind: 'node', id, name, path: place }
      found.set(prompt, [...(found.get(prompt) ?? []), reference])
    }
  }
  return found
}

/** The extensions of the draft, by number. */
export async function listExtensions(
  query: Query,
  organizationId: string,
): Promise<NodeOf<'extension'>[]> {
  const rows = await query
    .select()
    .from(nodes)
    .where(and(eq(nodes.organizationId, organizationId), eq(nodes.type, 'extension')))
    .orderBy(asc(nodes.extension), asc(nodes.id))
  return rows.map(toFlowNode).flatMap((node) => (node.type === 'extension' ? [node] : []))
}

/** A node of the draft, or null. */
export async function findNode(
  query: Query,
  organizationId: string,
  id: string,
): Promise<FlowNode | null> {
  const [row] = await query
    .select()
    .from(nodes)
    .where(and(eq(nodes.organizationId, organizationId), eq(nodes.id, id)))
  return row === undefined ? null : toFlowNode(row)
}

/** An extension of the draft, or null. */
export async function findExtension(
  query: Query,
  organizationId: string,
  id: string,
): Promise<NodeOf<'extension'> | null> {
  const node = await findNode(query, organizationId, id)
  return node?.type === 'extension' ? node : null
}

export async function findBusinessHours(
  query: Query,
  organizationId: string,
  id: string,
): Promise<NodeOf<'business_hours'> | null> {
  const node = await findNode(query, organizationId, id)
  return node?.type === 'business_hours' ? node : null
}

/** Extensions of the draft and of the live revision: a device is wanted while one of them has it. */
export async function listWantedExtensions(
  query: Query,
  organizationId: string,
): Promise<{ draft: LiveExtension[]; live: LiveExtension[] }> {
  const draft = await listExtensions(query, organizationId)
  const live = await readLiveExtensions(query, organizationId)
  return { draft: draft.map(toLiveExtension), live }
}

/** The extension of a person in the draft: the one with the lowest number, if there are several. */
export async function extensionOfUser(
  query: Query,
  organizationId: string,
  userId: string,
): Promise<{ id: string; number: string } | null> {
  const [row] = await query
    .select({ id: nodes.id, number: nodes.extension })
    .from(nodes)
    .where(
      and(
        eq(nodes.organizationId, organizationId),
        eq(nodes.type, 'extension'),
        sql`${nodes.config}->>'userId' = ${userId}`,
      ),
    )
    .orderBy(asc(nodes.extension), asc(nodes.id))
    .limit(1)
  return row === undefined ? null : { id: row.id, number: row.number ?? '' }
}

/** The next turn of a round robin: 0, 1, 2 … No two calls get the same one. */
export async function nextTurn(
  deps: Pick<Deps, 'db' | 'clock'>,
  organizationId: string,
  groupId: string,
): Promise<number> {
  const { rows } = await deps.db.pool.query<{ turn: string }>(
    {
      name: 'next_round_robin_turn',
      text: `insert into round_robin_turns (organization_id, node_id, turn, updated_at)
             values ($1, $2, 0, $3)
             on conflict (organization_id, node_id)
             do update set turn = round_robin_turns.turn + 1, updated_at = excluded.updated_at
             returning turn`,
    },
    [organizationId, groupId, deps.clock.now()],
  )
  return Number(rows[0]?.turn ?? 0)
}

/** What to make. References to nodes are their keys. */
export interface FlowImport {
  nodes: ImportedNode[]
  /** A number that is there already only gets its new entry. */
  phoneNumbers: (Omit<FlowPhoneNumber, 'id' | 'entry'> & { entry: string })[]
  outboundRoutes: z.input<typeof outboundRouteCreateSchema>[]
  flowTests?: ImportedTest[]
}
/** The nodes of its path are keys. */
export type ImportedTest = z.input<typeof flowTestCreateSchema>
export type { ImportedNode }

/**
 * Makes many things of the draft in one change. Answers the ids of the nodes by key. Their devices become
 * subscribers with the Apply that follows.
 */
export async function importFlow(ctx: Ctx, input: FlowImport): Promise<Record<string, string>> {
  const now = ctx.clock.now()
  const { organizationId } = ctx
  const resolved = resolveNodes(input.nodes, {
    node: (prefix) => newId(prefix, now),
    device: (index) => newDeviceId(now, index),
  })
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    await requireFree(tx, organizationId, resolved.nodes)
    const kept: FlowNode[] = []
    for (const node of resolved.nodes) kept.push(await keepSecrets(ctx, tx, node))
    const made = { organizationId, version: 1, createdAt: now, updatedAt: now }
    const rows = kept.map((node, index) => ({
      ...made,
      ...contentColumns(node),
      positionX: input.nodes[index]?.position?.x ?? 0,
      positionY: input.nodes[index]?.position?.y ?? 0,
    }))
    await insertRows(tx, nodes, rows)
    const phoneNumbers = input.phoneNumbers.map((item) => ({
      ...item,
      id: newId(idPrefixes.phoneNumber, now),
      entry: resolved.idOf(item.entry),
    }))
    await importPhoneNumbers(tx, phoneNumbers, { organizationId, now })
    const before = await listFlowOutboundRoutes(tx, organizationId)
    const outboundRoutes = input.outboundRoutes.map((item, index) => ({
      ...outboundRouteCreateSchema.parse(item),
      id: newId(idPrefixes.outboundRoute, now),
      position: (before.at(-1)?.position ?? 0) + index + 1,
    }))
    await insertOutboundRoutes(tx, outboundRoutes, { organizationId, now })
    const flowTests = (input.flowTests ?? []).map((test) => ({
      ...flowTestCreateSchema.parse(resolved.resolve(test)),
      id: newId(idPrefixes.flowTest, now),
    }))
    await insertFlowTests(tx, flowTests, { organizationId, now })
    const after = { nodes: kept, phoneNumbers, outboundRoutes, flowTests }
    audit({ action: 'flow.import', subjectId: organizationId, subjectName: 'Call flow', after })
  })
  return Object.fromEntries(input.nodes.map(({ key }) => [key, resolved.idOf(key)]))
}

/** Ids of devices made at once sort in their order: the first made has the extension number. */
export function newDeviceId(now: Date, index: number): string {
  return newId(idPrefixes.device, new Date(now.getTime() + index))
}
