import type { PersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import { inArray } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { type NodeMirror, openNodeMirror } from '../db/node-mirror.ts'
import { personalSettings } from './table.ts'

/** By the extension's node; one that is missing has the usual settings. */
export type PersonalDirectory = NodeMirror<PersonalSettings>

/** What people have set, from memory. */
export function openPersonalDirectory(deps: Deps): Promise<PersonalDirectory> {
  return openNodeMirror<PersonalSettings>(deps, 'personal-settings', async (query, ids) => {
    const own = ids === null ? undefined : inArray(personalSettings.organizationId, ids)
    const rows = await query.select().from(personalSettings).where(own)
    return rows.map(({ organizationId, nodeId, updatedAt: _, ...value }) => ({
      organizationId,
      nodeId,
      value,
    }))
  })
}
