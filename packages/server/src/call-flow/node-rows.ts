import { type FlowNode, flowNodeUnionSchema } from '@opbx/contract/call-flow/flow'
import type { NodeType } from '@opbx/contract/call-flow/node-types'
import type { FieldError } from '@opbx/contract/errors'
import { and, asc, eq, inArray, or } from 'drizzle-orm'
import type { Query } from '../db/query.ts'
import { AppError } from '../errors.ts'
import { connectedExits, targetsOf } from './rules.ts'
import { nodes } from './table.ts'

export type NodeRow = typeof nodes.$inferSelect

/** All nodes of the draft, in the order in which they were made. */
export async function selectNodes(query: Query, organizationId: string): Promise<NodeRow[]> {
  return await query
    .select()
    .from(nodes)
    .where(eq(nodes.organizationId, organizationId))
    .orderBy(asc(nodes.id))
}

export async function findNodeRow(
  query: Query,
  organizationId: string,
  { type, id }: { type: NodeType; id: string },
): Promise<NodeRow | null> {
  const [row] = await query
    .select()
    .from(nodes)
    .where(and(eq(nodes.organizationId, organizationId), eq(nodes.id, id), eq(nodes.type, type)))
  return row ?? null
}

// Parsed, not trusted: a row that is older than a field gets the field's default.
export function toFlowNode(row: NodeRow): FlowNode {
  const { id, type, name, extension, enabled, config, exits } = row
  return flowNodeUnionSchema.parse({ id, type, name, extension, enabled, config, exits })
}

/** The columns that hold a node's content. */
export function contentColumns(node: FlowNode) {
  return {
    id: node.id,
    type: node.type,
    name: node.name,
    extension: node.extension,
    enabled: node.enabled,
    config: node.config,
    exits: connectedExits(node.exits),
    pointsTo: targetsOf(node),
  }
}

/** Throws 409 when another node has the name or the extension number of one of these. */
export async function requireFree(
  query: Query,
  organizationId: string,
  wanted: readonly { id: string; name: string; extension: string | null }[],
): Promise<void> {
  const numbers = wanted.flatMap(({ extension }) => (extension === null ? [] : [extension]))
  const names = wanted.map(({ name }) => name)
  const rows = await query
    .select({ id: nodes.id, name: nodes.name, extension: nodes.extension })
    .from(nodes)
    .where(
      and(
        eq(nodes.organizationId, organizationId),
        or(inArray(nodes.name, names), inArray(nodes.extension, numbers)),
      ),
    )
  const fields = wanted.flatMap((node) =>
    rows.filter((row) => row.id !== node.id).flatMap((row) => collisions(node, row)),
  )
  if (fields.length === 0) return
  throw new AppError('conflict', fields.map(({ message }) => message).join(' '), { fields })
}

function collisions(
  wanted: { name: string; extension: string | null },
  taken: { name: string; extension: string | null },
): FieldError[] {
  const fields: FieldError[] = []
  if (taken.name === wanted.name)
    fields.push({ path: 'name', message: `The name "${wanted.name}" is taken. Choose another.` })
  if (taken.extension !== null && taken.extension === wanted.extension)
    fields.push({
      path: 'extension',
      message: `Extension ${taken.extension} belongs to "${taken.name}". Choose another number.`,
    })
  return fields
}
