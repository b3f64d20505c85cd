import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { isSecretHeader } from '@opbx/contract/call-flow/request-headers'
import type { Deps } from '../context.ts'
import { openHeaders, openSecret } from '../node-secrets/service.ts'
import type { RevisionStore } from '../revisions/service.ts'
import type { DeliveryRow } from './table.ts'

/** Where something goes and what goes with it, its secrets opened. */
export interface Receiver {
  url: string
  headers: Record<string, string>
}

/** The address of now: that of the live configuration. Null: nobody wants it any more. */
export async function findReceiver(
  deps: Deps,
  revisions: RevisionStore,
  row: DeliveryRow,
): Promise<Receiver | null> {
  const live = await revisions.live(row.organizationId)
  const node = live?.flow.nodes.get(row.sourceId)
  if (node?.type !== 'webhook' || !node.enabled) return null
  return receiverOf(deps, row.organizationId, node)
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
