import { inArray } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { openMirror } from '../db/mirror.ts'
import type { Query } from '../db/query.ts'
import { blockListEntries } from './table.ts'

/** The block lists, from memory: with the database down the last known ones count. */
export interface BlockListDirectory {
  /** The entry of a number, or null when it is not on the list of this organization. */
  find(organizationId: string, number: string): { note: string } | null
  refresh(): Promise<void>
  close(): Promise<void>
}

/** Number to note. */
type BlockList = Record<string, string>

export async function openBlockListDirectory(deps: Deps): Promise<BlockListDirectory> {
  const mirror = await openMirror<BlockList>(deps, { name: 'block-list', load })
  return {
    find(organizationId, number) {
      const list = mirror.of(organizationId)
      const note = list !== undefined && Object.hasOwn(list, number) ? list[number] : undefined
      return note === undefined ? null : { note }
    },
    refresh: () => mirror.refresh(),
    close: () => mirror.close(),
  }
}

async function load(
  query: Query,
  organizationIds: readonly string[] | null,
): Promise<Map<string, BlockList>> {
  const rows = await query
    .select({
      organizationId: blockListEntries.organizationId,
      number: blockListEntries.number,
      note: blockListEntries.note,
    })
    .from(blockListEntries)
    .where(
      organizationIds === null
        ? undefined
        : inArray(blockListEntries.organizationId, [...organizationIds]),
    )
  const found = new Map<string, BlockList>()
  for (const { organizationId, number, note } of rows) {
    const list = found.get(organizationId) ?? {}
    list[number] = note
    found.set(organizationId, list)
  }
  return found
}
