import type { Deps } from '../context.ts'
import { openMirror } from './mirror.ts'
import type { Query } from './query.ts'

/** What is set for nodes outside of the draft, from memory. */
export interface NodeMirror<T> {
  /** By the id of the node; one that is missing is as usual. */
  of(organizationId: string): Readonly<Record<string, T>>
  refresh(): Promise<void>
  close(): Promise<void>
}

interface NodeRow<T> {
  organizationId: string
  nodeId: string
  value: T
}

/** A mirror whose rows stand for one node each. `select` without ids: those of all organizations. */
export async function openNodeMirror<T>(
  deps: Deps,
  name: string,
  select: (query: Query, organizationIds: string[] | null) => Promise<NodeRow<T>[]>,
): Promise<NodeMirror<T>> {
  const none: Record<string, T> = {}
  const mirror = await openMirror<Record<string, T>>(deps, {
    name,
    async load(query, organizationIds) {
      const rows = await select(query, organizationIds && [...organizationIds])
      const found = new Map<string, Record<string, T>>()
      for (const { organizationId, nodeId, value } of rows) {
        const own = found.get(organizationId) ?? {}
        own[nodeId] = value
        found.set(organizationId, own)
      }
      return found
    },
  })
  return {
    of: (organizationId) => mirror.of(organizationId) ?? none,
    refresh: () => mirror.refresh(),
    close: () => mirror.close(),
  }
}
