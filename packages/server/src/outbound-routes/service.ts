import type { FlowOutboundRoute } from '@opbx/contract/call-flow/flow'
import type { Reference } from '@opbx/contract/errors'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { newRows, rowsBack, stepsBack } from '../call-flow/rules.ts'
import { insertRows } from '../db/insert-rows.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { outboundRoutes } from './table.ts'

/** The outbound routes of the draft, in the order in which they are tried. */
export async function listFlowOutboundRoutes(
  query: Query,
  organizationId: string,
): Promise<FlowOutboundRoute[]> {
  const rows = await query
    .select()
    .from(outboundRoutes)
    .where(eq(outboundRoutes.organizationId, organizationId))
    .orderBy(asc(outboundRoutes.position), asc(outboundRoutes.id))
  return rows.map(toFlowOutboundRoute)
}

export async function insertOutboundRoutes(
  tx: Tx,
  items: readonly FlowOutboundRoute[],
  at: { organizationId: string; now: Date },
): Promise<void> {
  await insertRows(tx, outboundRoutes, newRows(items, at))
}

/** Makes the draft's outbound routes those of a revision, with their ids. */
export async function resetOutboundRoutes(
  tx: Tx,
  wanted: readonly FlowOutboundRoute[],
  at: { organizationId: string; version: number; now: Date },
): Promise<void> {
  const ofOrganization = eq(outboundRoutes.organizationId, at.organizationId)
  const rows = await tx.select().from(outboundRoutes).where(ofOrganization)
  const { removed, added } = stepsBack(rows, wanted, toFlowOutboundRoute)
  if (removed.length > 0)
    await tx.delete(outboundRoutes).where(and(ofOrganization, inArray(outboundRoutes.id, removed)))
  await insertRows(tx, outboundRoutes, rowsBack(added, at))
}

/** The routes that are open in the hours of these nodes. */
export async function findOutboundRoutesInto(
  query: Query,
  organizationId: string,
  nodeIds: readonly string[],
): Promise<{ target: string; reference: Reference }[]> {
  const rows = await query
    .select({ id: outboundRoutes.id, name: outboundRoutes.name, hours: outboundRoutes.hours })
    .from(outboundRoutes)
    .where(
      and(
        eq(outboundRoutes.organizationId, organizationId),
        inArray(outboundRoutes.hours, [...nodeIds]),
      ),
    )
    .orderBy(asc(outboundRoutes.position), asc(outboundRoutes.id))
  return rows.map(({ id, name, hours }) => ({
    target: hours ?? '',
    reference: { kind: 'outbound_route', id, name, path: 'hours' },
  }))
}

export function toFlowOutboundRoute(row: typeof outboundRoutes.$inferSelect): FlowOutboundRoute {
  return {
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    countries: row.countries,
    prefixes: row.prefixes,
    sipDomains: row.sipDomains,
    trunks: row.trunks,
    accessDigits: row.accessDigits,
    strip: row.strip,
    prepend: row.prepend,
    callerId: row.callerId,
    permissionClasses: row.permissionClasses,
    hours: row.hours,
    position: row.position,
  }
}
