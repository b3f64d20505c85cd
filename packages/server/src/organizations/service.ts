import type { Organization } from '@opbx/contract/identity'
import type { Page } from '@opbx/contract/pagination'
import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Ctx, Deps } from '../context.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { idPrefixes, newId } from '../ids.ts'
import { organizations } from './table.ts'

/** The organization of the context, with its time zone and country. */
export async function getOrganization(
  ctx: Ctx,
  query: Query = ctx.db.query,
): Promise<Organization> {
  const organization = await findOrganization(query, ctx.organizationId)
  if (organization === null) throw notFound('Organization')
  return organization
}

export async function findOrganization(query: Query, id: string): Promise<Organization | null> {
  const [row] = await query.select().from(organizations).where(eq(organizations.id, id))
  return row === undefined ? null : toOrganization(row)
}

export async function findOrganizations(
  query: Query,
  ids: readonly string[],
): Promise<Organization[]> {
  if (ids.length === 0) return []
  const rows = await query
    .select()
    .from(organizations)
    .where(inArray(organizations.id, [...ids]))
  return rows.map(toOrganization)
}

/** All of the installation, by name: for its operator. */
export async function listOrganizations(
  deps: Deps,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Organization>> {
  const after = readCursor(cursor, 2)
  const rows = await deps.db.query
    .select()
    .from(organizations)
    .where(
      after === null
        ? undefined
        : sql`(${organizations.name} collate "C", ${organizations.id}) > (${after[0]}, ${after[1]})`,
    )
    .orderBy(sql`${organizations.name} collate "C"`, asc(organizations.id))
    .limit(limit + 1)
  return pageFrom(rows, limit, { keyOf: (row) => [row.name, row.id], toItem: toOrganization })
}

export type NewOrganization = Pick<Organization, 'name' | 'timeZone' | 'country'>

export function newOrganization(now: Date, input: NewOrganization): Organization {
  return {
    id: newId(idPrefixes.organization, now),
    name: input.name,
    timeZone: input.timeZone,
    country: input.country,
    status: 'active',
    version: 1,
    createdAt: now.toISOString(),
  }
}

export async function insertOrganization(tx: Tx, organization: Organization): Promise<void> {
  await tx
    .insert(organizations)
    .values({ ...organization, createdAt: new Date(organization.createdAt) })
}

export function toOrganization(row: typeof organizations.$inferSelect): Organization {
  return { ...row, createdAt: row.createdAt.toISOString() }
}
