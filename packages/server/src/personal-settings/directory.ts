import type { PersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import { inArray } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { openMirror } from '../db/mirror.ts'
import type { Query } from '../db/query.ts'
import { personalSettings } from './table.ts'

/** By the extension's node; one that is missing has the usual settings. */
type Stored = Record<string, PersonalSettings>

export interface PersonalDirectory {
  of(organizationId: string): Readonly<Stored>
  refresh(): Promise<void>
  close(): Promise<void>
}

const none: Stored = {}

/** What people have set, from memory. */
export async function openPersonalDirectory(deps: Deps): Promise<PersonalDirectory> {
  const mirror = await openMirror<Stored>(deps, { name: 'personal-settings', load })
  return {
    of: (organizationId) => mirror.of(organizationId) ?? none,
    refresh: () => mirror.refresh(),
    close: () => mirror.close(),
  }
}

async function load(query: Query, organizationIds: readonly string[] | null) {
  const rows = await query
    .select()
    .from(personalSettings)
    .where(
      organizationIds === null
        ? undefined
        : inArray(personalSettings.organizationId, [...organizationIds]),
    )
  const found = new Map<string, Stored>()
  for (const { organizationId, nodeId, updatedAt: _, ...settings } of rows) {
    const own = found.get(organizationId) ?? {}
    own[nodeId] = settings
    found.set(organizationId, own)
  }
  return found
}
