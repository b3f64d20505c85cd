import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { isSecretHeader } from '@opbx/contract/call-flow/request-headers'
import { findNode } from '../call-flow/service.ts'
import type { Deps } from '../context.ts'
import { openHeaders, openSecret } from '../node-secrets/service.ts'
import type { RevisionStore } from '../revisions/service.ts'
import type { DeliveryRow } from './table.ts'

/** Where something goes and what goes with it, its secrets opened. */
export interface Receiver {
  url: string
  headers: Record<string, string>
}

/** The address of now: the live one, for a test that of the draft. Null: nobody wants it any more. */
export async function findReceiver(
  deps: Deps,
  revisions: RevisionStore,
  row: DeliveryRow,
): Promise<Receiver | null> {
  const node = row.isTest
    ? await findNode(deps.db.query, row.organizationId, row.sourceId)
    : await findLiveNode(revisions, row)
  if (node?.type !== 'webhook') return null
  return receiverOf(deps, row.organizationId, node)
}

async function findLiveNode(revisions: RevisionStore, { organizationId, sourceId }: DeliveryRow) {
  const live = await revisions.live(organizationId)
  const node = live?.flow.nodes.get(sourceId)
  return node?.enabled === true ? node : null
}

export async function receiverOf(
  deps: Deps,
  organizationId: string,
  { config }: Pick<NodeOf<'webhook'>, 'config'>,
): Promise<Receiver> {
  const headers = await openHeaders(
    deps,
    organizationId,
    config.headers.map((header) => ({ ...header, secret: isSecretHeader(header) })),
  )
  if (config.secretToken === '') return { url: config.url, headers }
  const token = await openSecret(deps, organizationId, config.secretToken)
  return { url: config.url, headers: { ...headers, 'x-pbx-token': token } }
}
