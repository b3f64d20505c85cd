import { timingSafeEqual } from 'node:crypto'
import { isSecretReference } from '@opbx/contract/call-flow/secrets'
import { type Deps, systemCtx } from '../context.ts'
import { write } from '../db/write.ts'
import { mostTriesAnHour } from '../engine/pin.ts'
import type { PinNeed } from '../engine/types.ts'
import { openSecret } from '../node-secrets/service.ts'
import { hashOfToken } from '../tokens.ts'

const hourMilliseconds = 3_600_000

/** What `check_pin` tells: each try is counted before it is compared, so that calls at the same time cannot have more. */
export async function checkPin(
  deps: Deps,
  { organizationId, isTrial }: { organizationId: string; isTrial: boolean },
  need: PinNeed,
): Promise<PinNeed['fallback']> {
  const subject = isTrial ? `trial:${need.id}` : need.id
  const count = await countTry(deps, organizationId, subject)
  if (count > mostTriesAnHour) return 'blocked'
  const answer = await compare(deps, organizationId, need)
  if (answer !== 'wrong') await forgiveTry(deps, organizationId, subject)
  else if (count === mostTriesAnHour && !isTrial) await report(deps, organizationId, need)
  return answer
}

async function compare(
  deps: Deps,
  organizationId: string,
  { pin, hostPin, digits }: PinNeed,
): Promise<'right' | 'host' | 'wrong'> {
  const isPin = async (kept: string | null) => {
    if (kept === null) return false
    const right = isSecretReference(kept) ? await openSecret(deps, organizationId, kept) : kept
    return isSame(right, digits)
  }
  if (await isPin(hostPin)) return 'host'
  return (await isPin(pin)) ? 'right' : 'wrong'
}

/** How many tries there were within the hour, this one included. */
async function countTry(deps: Deps, organizationId: string, subject: string): Promise<number> {
  const now = deps.clock.now()
  const hourAgo = new Date(now.getTime() - hourMilliseconds)
  const { rows } = await deps.db.pool.query<{ wrong: number }>(
    `insert into pin_tries (organization_id, subject_id, began_at, wrong) values ($1, $2, $3, 1)
     on conflict (organization_id, subject_id) do update set
       wrong = case when pin_tries.began_at <= $4 then 1 else least(pin_tries.wrong + 1, $5) end,
       began_at = case when pin_tries.began_at <= $4 then excluded.began_at else pin_tries.began_at end
     returning wrong`,
    [organizationId, subject, now, hourAgo, mostTriesAnHour + 1],
  )
  return Number(rows[0]?.wrong ?? mostTriesAnHour + 1)
}

async function forgiveTry(deps: Deps, organizationId: string, subject: string): Promise<void> {
  await deps.db.pool.query(
    `update pin_tries set wrong = greatest(wrong - 1, 0)
     where organization_id = $1 and subject_id = $2`,
    [organizationId, subject],
  )
}

// As hashes they have one length.
function isSame(right: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(hashOfToken(right)), Buffer.from(hashOfToken(given)))
}

/** Somebody may be trying PINs: the owner is to know. */
async function report(
  deps: Deps,
  organizationId: string,
  { of, id, name }: PinNeed,
): Promise<void> {
  deps.log.warn({ organizationId, of, id }, 'too many wrong PINs')
  await write(systemCtx(deps, organizationId, []), 'self', async (_tx, { audit }) => {
    audit({
      action: `${of}.pin_blocked`,
      subjectId: id,
      subjectName: name,
      after: { wrong: mostTriesAnHour },
    })
  })
}
