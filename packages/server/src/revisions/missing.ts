import type { Flow } from '@opbx/contract/call-flow/flow'
import type { Query } from '../db/query.ts'
import { findMemberIds } from '../users/service.ts'

/** What a flow speaks of and does not exist any more, in words. */
export async function listMissing(
  query: Query,
  organizationId: string,
  flow: Flow,
): Promise<string[]> {
  const held = flow.nodes.flatMap((node) =>
    node.type === 'extension' && node.config.userId !== null
      ? [{ node, userId: node.config.userId }]
      : [],
  )
  const userIds = [...new Set(held.map(({ userId }) => userId))]
  const members = await findMemberIds(query, organizationId, userIds)
  return held
    .filter(({ userId }) => !members.has(userId))
    .map(({ node }) => `The person of extension ${node.extension} "${node.name}"`)
}
