import { type Deps, systemCtx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { isMailSetUp, queueEmail } from '../mail/service.ts'
import type { RevisionStore } from '../revisions/service.ts'
import { audioLinkFor } from './audio-link.ts'
import { emailAbout, linkDays } from './rules.ts'
import type { CallRecordingRow } from './table.ts'

/** Who is to be told of a recording, and in which zone its time is written. */
interface Readers {
  emails: readonly string[]
  timeZone: string
}

/** By the recording step as it is live. A pretend call reaches nobody. */
export async function findReaders(
  deps: Deps,
  revisions: RevisionStore,
  { organizationId, nodeId, isTrial }: CallRecordingRow,
): Promise<Readers | null> {
  if (isTrial || nodeId === null || !isMailSetUp(deps)) return null
  const live = await revisions.live(organizationId)
  const node = live?.flow.nodes.get(nodeId)
  if (!live || node?.type !== 'call_recording') return null
  return { emails: node.config.emails, timeZone: live.flow.flow.organization.timeZone }
}

/** In the transaction in which the recording becomes ours: once for each reader. */
export async function emailRecording(
  deps: Deps,
  tx: Tx,
  { row, readers }: { row: CallRecordingRow; readers: Readers },
): Promise<void> {
  const { id, organizationId, fromNumber, toNumber, nodeName, recordedAt, seconds, callId } = row
  const ctx = systemCtx(deps, organizationId, ['calls.listen'])
  const { appUrl } = deps.config
  const words = emailAbout({
    from: fromNumber,
    to: toNumber,
    askedBy: nodeName ?? '',
    recordedAt: recordedAt.getTime(),
    seconds,
    timeZone: readers.timeZone,
    link: `${appUrl}${audioLinkFor(ctx, row, linkDays * 86_400) ?? ''}`,
    call: `${appUrl}/ui/calls/${callId}`,
  })
  for (const [index, to] of readers.emails.entries()) {
    await queueEmail(deps, tx, { organizationId, id: `${id}-${index}`, email: { to, ...words } })
  }
}
