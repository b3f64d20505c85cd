import type { FlowNode } from '@opbx/contract/call-flow/flow'
import {
  isSecretReference,
  mapSecrets,
  receiverOf,
  secretsOf,
} from '@opbx/contract/call-flow/secrets'
import { and, eq, inArray } from 'drizzle-orm'
import type { Ctx, Deps } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { AppError } from '../errors.ts'
import { idPrefixes, newId } from '../ids.ts'
import { nodeSecrets } from './table.ts'

/**
 * Puts the secrets that were typed aside, encrypted, and answers the node with references in their place.
 * A reference stays as it is, for the receiver that it was typed for: else whoever may change an address
 * could have the secret sent to himself. Throws 422 with the paths of those to be typed again.
 */
export async function keepSecrets(ctx: Ctx, tx: Tx, node: FlowNode): Promise<FlowNode> {
  const settings = secretsOf(node)
  if (settings.length === 0) return node
  const receiver = receiverOf(node)
  await requireKept(ctx, tx, { settings, receiver })
  const rows: (typeof nodeSecrets.$inferInsert)[] = []
  const kept = mapSecrets(node, ({ value }) => {
    if (isSecretReference(value)) return value
    const row = toRow(ctx, { receiver, value })
    rows.push(row)
    return row.id
  })
  if (rows.length > 0) await tx.insert(nodeSecrets).values(rows)
  return kept
}

function toRow(ctx: Ctx, { receiver, value }: { receiver: string; value: string }) {
  const createdAt = ctx.clock.now()
  return {
    organizationId: ctx.organizationId,
    id: newId(idPrefixes.nodeSecret, createdAt),
    receiver,
    value: ctx.secrets.encrypt(value),
    createdAt,
  }
}

async function requireKept(
  ctx: Ctx,
  tx: Tx,
  { settings, receiver }: { settings: ReturnType<typeof secretsOf>; receiver: string },
): Promise<void> {
  const references = settings.filter(({ value }) => isSecretReference(value))
  if (references.length === 0) return
  const ids = references.map(({ value }) => value)
  const rows = await tx
    .select({ id: nodeSecrets.id })
    .from(nodeSecrets)
    .where(
      and(
        eq(nodeSecrets.organizationId, ctx.organizationId),
        eq(nodeSecrets.receiver, receiver),
        inArray(nodeSecrets.id, ids),
      ),
    )
  const known = new Set(rows.map(({ id }) => id))
  const message =
    receiver === 'voicemail'
      ? 'Enter this again: no PIN of this organization is kept under this reference.'
      : 'Enter this again: it was kept for another address.'
  const fields = references
    .filter(({ value }) => !known.has(value))
    .map(({ path }) => ({ path, message }))
  if (fields.length === 0) return
  throw new AppError('validation_failed', 'Some fields need another value.', { fields })
}

// They never change, so one that was read is right for good. Encrypted in memory too.
const read = new Map<string, string>()
const mostRead = 5_000

/** What was typed, for the moment of sending it. Throws where there is no such secret. */
export async function openSecret(
  deps: Pick<Deps, 'db' | 'secrets'>,
  organizationId: string,
  id: string,
): Promise<string> {
  const name = `${deps.secrets.fingerprint}\n${organizationId}\n${id}`
  const known = read.get(name)
  if (known !== undefined) return deps.secrets.decrypt(known)
  const [row] = await deps.db.query
    .select({ value: nodeSecrets.value })
    .from(nodeSecrets)
    .where(and(eq(nodeSecrets.organizationId, organizationId), eq(nodeSecrets.id, id)))
  if (row === undefined) throw new Error(`There is no secret ${id}`)
  if (read.size >= mostRead) read.clear()
  read.set(name, row.value)
  return deps.secrets.decrypt(row.value)
}

/** Headers as they are sent: references give way to what they stand for. */
export async function openHeaders(
  deps: Pick<Deps, 'db' | 'secrets'>,
  organizationId: string,
  headers: readonly { name: string; value: string; secret: boolean }[],
): Promise<Record<string, string>> {
  const opened: Record<string, string> = {}
  for (const { name, value, secret } of headers) {
    const isKept = secret && isSecretReference(value)
    opened[name] = isKept ? await openSecret(deps, organizationId, value) : value
  }
  return opened
}
