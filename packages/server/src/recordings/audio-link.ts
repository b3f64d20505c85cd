import type { Ctx } from '../context.ts'
import { makeAudioLink } from '../recorded-audio/service.ts'
import type { CallRecordingRow } from './table.ts'

/** A link that plays a recording for an hour or as told. Whether a pbx_user talks in it is looked at elsewhere. */
export function audioLinkFor(
  ctx: Ctx,
  { organizationId, id, status }: CallRecordingRow,
  seconds?: number,
): string | null {
  if (status !== 'stored' || !ctx.permissions.has('calls.listen')) return null
  return makeAudioLink(ctx, { kind: 'recording', organizationId, id }, seconds)
}
