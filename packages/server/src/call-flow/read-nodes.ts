import type { NodeResource, nodeQuerySchema } from '@opbx/contract/call-flow/flow'
import type { NodeType } from '@opbx/contract/call-flow/node-types'
import type { Page } from '@opbx/contract/pagination'
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { readFlowState } from '../flow-state/service.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { contentOfNode, type RevisionStore } from '../revisions/rules.ts'
import { type DeviceState, listDeviceStates } from '../subscribers/service.ts'
import { nodeNouns } from './node-nouns.ts'
import { findNodeRow, type NodeRow, toFlowNode } from './node-rows.ts'
import { findReferences } from './references.ts'
import { draftState } from './rules.ts'
import { nodes } from './table.ts'

type NodeQuery = z.infer<typeof nodeQuerySchema>
type AnyNodeResource = { [T in NodeType]: NodeResource<T> }[NodeType]

/** A page of the nodes of one type. */
export async function listNodes(
  ctx: Ctx,
  store: RevisionStore,
  { type, page }: { type: NodeType; page: NodeQuery },
): Promise<Page<AnyNodeResource>> {
  const after = readCursor(page.cursor, 2)
  const isDescending = page.sort.startsWith('-')
  const key = page.sort.endsWith('name')
    ? sql<string>`lower(${nodes.name})`
    : sql<string>`coalesce(${nodes.extension}, '')`
  const direction = isDescending ? desc : asc
  const isBehind = isDescending ? sql`<` : sql`>`
  const rows = await ctx.db.query
    .select({ node: nodes, key })
    .from(nodes)
    .where(
      and(
        eq(nodes.organizationId, ctx.organizationId),
        eq(nodes.type, type),
        page.q === undefined || page.q === '' ? undefined : matches(page.q),
        after === null
          ? undefined
          : sql`(${key}, ${nodes.id}) ${isBehind} (${after[0]}, ${after[1]})`,
      ),
    )
    .orderBy(direction(key), direction(nodes.id))
    .limit(page.limit + 1)
  const { items, nextCursor } = pageFrom(rows, page.limit, {
    keyOf: (row) => [row.key, row.node.id],
    toItem: (row) => row.node,
  })
  const resources = await toResources(ctx, store, items)
  return { items: resources.map(({ usedBy: _, ...item }) => item), nextCursor }
}

/** One node, with the places where it is used. */
export async function getNode(
  ctx: Ctx,
  store: RevisionStore,
  at: { type: NodeType; id: string },
): Promise<AnyNodeResource> {
  const row = await findNodeRow(ctx.db.query, ctx.organizationId, at)
  const [found] = row === null ? [] : await toResources(ctx, store, [row])
  if (found === undefined) throw notFound(nodeNouns[at.type].one)
  return found
}

function matches(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(${nodes.name} ilike ${pattern} or ${nodes.extension} like ${pattern})`
}

async function toResources(
  ctx: Ctx,
  store: RevisionStore,
  rows: readonly NodeRow[],
): Promise<AnyNodeResource[]> {
  const { query } = ctx.db
  const ids = rows.map(({ id }) => id)
  const { liveRevision } = await readFlowState(query, ctx.organizationId)
  const live = await store.byKey(ctx.organizationId, String(liveRevision))
  const references = await findReferences(query, ctx.organizationId, ids)
  const extensionIds = rows.filter(({ type }) => type === 'extension').map(({ id }) => id)
  const devices =
    extensionIds.length === 0
      ? []
      : [...(await listDeviceStates(query, ctx.organizationId, extensionIds)).values()]
  return rows.map((row) => {
    const node = toFlowNode(row)
    const liveNode = live?.flow.nodes.get(row.id)
    const usedBy = references.get(row.id) ?? []
    return {
      ...node,
      position: { x: row.positionX, y: row.positionY },
      version: row.version,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
      state: draftState(contentOfNode(node), liveNode && contentOfNode(liveNode)),
      references: usedBy.length,
      usedBy,
      ...(node.type === 'extension' ? { subscribers: subscribersOf(node.id, devices) } : {}),
    }
  })
}

function subscribersOf(
  nodeId: string,
  devices: readonly DeviceState[],
): NonNullable<NodeResource<'extension'>['subscribers']> {
  return devices
    .filter((device) => device.nodeId === nodeId)
    .map(({ nodeId: _, ...device }) => device)
}
