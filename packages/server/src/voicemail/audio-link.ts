import type { Ctx, Deps } from '../context.ts'
import { isGoodAudioLink, makeAudioLink } from '../recorded-audio/service.ts'
import type { VoicemailRow } from './table.ts'

type Message = Pick<VoicemailRow, 'id' | 'status' | 'userId' | 'organizationId'>

/** A link that plays a message for an hour or as told; null until it is stored, or where the reader may not listen. */
export function audioLinkFor(ctx: Ctx, message: Message, seconds?: number): string | null {
  if (message.status !== 'stored' || !ctx.permissions.has('calls.listen')) return null
  if (ctx.role === 'pbx_user' && message.userId !== ctx.userId) return null
  const { organizationId, id } = message
  return makeAudioLink(ctx, { kind: 'voicemail', organizationId, id }, seconds)
}

/** Whether a link was made here and has not expired. */
export function isGoodLink(
  deps: Deps,
  {
    organizationId,
    id,
    ...link
  }: { organizationId: string; id: string; expires: number; signature: string },
): boolean {
  return isGoodAudioLink(deps, { kind: 'voicemail', organizationId, id }, link)
}
