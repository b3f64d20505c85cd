import { and, eq, ne, or, sql } from 'drizzle-orm'
import type { Connection } from '../cloudonix/platforms.ts'
import type { Deps } from '../context.ts'
import type { Query } from '../db/query.ts'
import { type PairingKind, type PairingRow, pairings } from './table.ts'

export async function findPairing(
  query: Query,
  organizationId: string,
  kind: PairingKind,
): Promise<PairingRow | null> {
  const [row] = await query.select().from(pairings).where(keyOf({ organizationId, kind }))
  return row ?? null
}

export function keyOf(row: Pick<PairingRow, 'organizationId' | 'kind'>) {
  return and(eq(pairings.organizationId, row.organizationId), eq(pairings.kind, row.kind))
}

/** Whether somebody else has this domain: another organization, or the trial of this one. */
export async function findHolder(
  query: Query,
  own: Pick<PairingRow, 'organizationId' | 'kind'>,
  domain: { uuid: string; name: string },
): Promise<PairingRow | null> {
  const [row] = await query
    .select()
    .from(pairings)
    .where(
      and(
        or(
          eq(pairings.domainUuid, domain.uuid),
          eq(sql`lower(${pairings.domainName})`, domain.name.toLowerCase()),
        ),
        or(ne(pairings.organizationId, own.organizationId), ne(pairings.kind, own.kind)),
      ),
    )
    .limit(1)
  return row ?? null
}

export function connectionOf(deps: Deps, row: PairingRow): Connection {
  const { platform, domainUuid, domainApiKey } = row
  return { platform, domainUuid, apiKey: deps.secrets.decrypt(domainApiKey) }
}
