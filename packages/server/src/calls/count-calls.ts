import type { callsTodaySchema } from '@opbx/contract/calls'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { getOrganization } from '../organizations/service.ts'
import { countMessages } from '../voicemail/service.ts'
import { startOfDay } from './rules.ts'

export type CallsToday = z.infer<typeof callsTodaySchema>

/** The figures of the day in the organization's time zone. A missed call was for us and nobody took it. */
export async function countCallsToday(ctx: Ctx, includesTrials: boolean): Promise<CallsToday> {
  const { timeZone } = await getOrganization(ctx)
  const since = startOfDay(ctx.clock.now().toISOString(), timeZone)
  const values: unknown[] = [ctx.organizationId, since]
  const own =
    ctx.role === 'pbx_user' ? `and users @> array[$${values.push(ctx.userId)}]::text[]` : ''
  const { rows } = await ctx.db.pool.query<{ calls: number; answered: number; missed: number }>(
    `select count(*)::int as calls,
       (count(*) filter (where disposition = 'answered'))::int as answered,
       (count(*) filter (where status = 'ended' and disposition <> 'answered'
         and direction <> 'outbound'))::int as missed
     from calls where organization_id = $1 and started_at >= $2::timestamptz
       ${includesTrials ? '' : 'and not is_trial'} ${own}`,
    values,
  )
  const voicemail = await countMessages(ctx, { since: new Date(since), includesTrials })
  return { since, voicemail, ...(rows[0] ?? { calls: 0, answered: 0, missed: 0 }) }
}
