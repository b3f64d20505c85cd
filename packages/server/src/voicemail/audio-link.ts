import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Ctx, Deps } from '../context.ts'
import type { VoicemailRow } from './table.ts'

const goodForSeconds = 3_600

type Message = Pick<VoicemailRow, 'id' | 'status' | 'userId' | 'organizationId'>

/** A link that plays a message for an hour or as told; null until it is stored, or where the reader may not listen. */
export function audioLinkFor(ctx: Ctx, message: Message, seconds = goodForSeconds): string | null {
  if (message.status !== 'stored' || !ctx.permissions.has('calls.listen')) return null
  if (ctx.role === 'pbx_user' && message.userId !== ctx.userId) return null
  const expires = Math.floor(ctx.clock.now().getTime() / 1000) + seconds
  const { organizationId, id } = message
  const signature = sign(ctx, { organizationId, id, expires })
  const query = new URLSearchParams({
    organization: organizationId,
    expires: `${expires}`,
    signature,
  })
  return `/api/v1/voicemail-messages/${id}/audio?${query}`
}

/** Whether a link was made here and has not expired. */
export function isGoodLink(
  deps: Deps,
  link: { organizationId: string; id: string; expires: number; signature: string },
): boolean {
  if (deps.clock.now().getTime() > link.expires * 1000) return false
  const given = Buffer.from(link.signature)
  const right = Buffer.from(sign(deps, link))
  return given.length === right.length && timingSafeEqual(given, right)
}

function sign(
  { secrets }: Pick<Deps, 'secrets'>,
  { organizationId, id, expires }: { organizationId: string; id: string; expires: number },
): string {
  return createHmac('sha256', secrets.derive('voicemail link'))
    .update(`${organizationId}\n${id}\n${expires}`)
    .digest('base64url')
}
