import type { Reference } from '@opbx/contract/errors'
import { sql } from 'drizzle-orm'
import type { Query } from '../db/query.ts'
import { findOutboundRoutesInto } from '../outbound-routes/service.ts'
import { findPhoneNumbersInto } from '../phone-numbers/service.ts'
import { referencePath } from './rules.ts'
import { nodes } from './table.ts'

/** Where nodes are used: by target, everything that leads to it, but not a node's way to itself. */
export async function findReferences(
  query: Query,
  organizationId: string,
  nodeIds: readonly string[],
): Promise<Map<string, Reference[]>> {
  const found = new Map<string, Reference[]>()
  if (nodeIds.length === 0) return found
  const add = (target: string, reference: Reference): void => {
    found.set(target, [...(found.get(target) ?? []), reference])
  }
  for (const { target, reference } of await findPhoneNumbersInto(query, organizationId, nodeIds))
    add(target, reference)
  for (const { target, reference } of await findOutboundRoutesInto(query, organizationId, nodeIds))
    add(target, reference)
  const { rows } = await query.execute<{ id: string; name: string; path: string; target: string }>(
    sql`select ${nodes.id} as id, ${nodes.name} as name, way->>'path' as path, way->>'node' as target
        from ${nodes} cross join lateral jsonb_array_elements(${nodes.pointsTo}) as way
        where ${nodes.organizationId} = ${organizationId}
          and way->>'node' = any(${sql.param([...nodeIds])})
          and ${nodes.id} <> way->>'node'
        order by ${nodes.name}, ${nodes.id}`,
  )
  for (const { id, name, path, target } of rows)
    add(target, { kind: 'node', id, name, path: referencePath(path) })
  return found
}
