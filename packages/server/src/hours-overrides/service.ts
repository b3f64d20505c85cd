import {
  type HoursOverride,
  type HoursOverrideChange,
  type HoursOverrides,
  isInForce,
} from '@opbx/contract/call-flow/hours-override'
import { and, eq } from 'drizzle-orm'
import { findBusinessHours } from '../call-flow/service.ts'
import type { Ctx, Deps } from '../context.ts'
import { announceMirrored, markMirrored } from '../db/mirror.ts'
import type { Query } from '../db/query.ts'
import { write } from '../db/write.ts'
import { fieldError, notFound } from '../errors.ts'
import { type HoursSetDirectory, openHoursSetDirectory } from './directory.ts'
import { hoursOverrides } from './table.ts'

export type { HoursSetDirectory } from './directory.ts'

export const createHoursSetDirectory = (deps: Deps): Promise<HoursSetDirectory> =>
  openHoursSetDirectory(deps)

const asScheduled: HoursOverride = { override: 'auto', until: null, setBy: null, setAt: null }

export async function getHoursOverride(ctx: Ctx, nodeId: string): Promise<HoursOverride> {
  await getHours(ctx, nodeId)
  return readOverride(ctx, ctx.db.query, nodeId)
}

/** All that count now. */
export async function listHoursOverrides(ctx: Ctx): Promise<HoursOverrides> {
  const rows = await ctx.db.query
    .select()
    .from(hoursOverrides)
    .where(eq(hoursOverrides.organizationId, ctx.organizationId))
  const items = rows.map((row) => ({ node: row.nodeId, ...toOverride(ctx, row) }))
  return { items: items.filter(({ override }) => override !== 'auto') }
}

/** Calls know it within a moment; the draft and the live revision stay as they are. */
export async function changeHoursOverride(
  ctx: Ctx,
  nodeId: string,
  { override, until }: HoursOverrideChange,
): Promise<HoursOverride> {
  const hours = await getHours(ctx, nodeId)
  const now = ctx.clock.now()
  const end = override === 'auto' || until === null ? null : new Date(until)
  if (end !== null && end <= now) {
    throw fieldError('until', 'This time has passed. Choose a later one, or none.')
  }
  const { organizationId } = ctx
  const after = await write(ctx, 'flow.write', async (tx, { audit }) => {
    // Changes of one organization wait for each other here.
    await markMirrored(tx, organizationId)
    const before = await readOverride(ctx, tx, nodeId)
    if (override === 'auto') await tx.delete(hoursOverrides).where(isOf(organizationId, nodeId))
    else {
      const values = { state: override, until: end, setBy: ctx.actor.name, setAt: now }
      await tx
        .insert(hoursOverrides)
        .values({ organizationId, nodeId, ...values })
        .onConflictDoUpdate({
          target: [hoursOverrides.organizationId, hoursOverrides.nodeId],
          set: values,
        })
    }
    const stored = await readOverride(ctx, tx, nodeId)
    const subject = { subjectId: nodeId, subjectName: hours.name }
    audit({ ...subject, action: 'hours_override.update', before, after: stored })
    return stored
  })
  announceMirrored(ctx, organizationId)
  return after
}

async function getHours(ctx: Ctx, nodeId: string) {
  const hours = await findBusinessHours(ctx.db.query, ctx.organizationId, nodeId)
  if (hours === null) throw notFound('Business hours')
  return hours
}

function isOf(organizationId: string, nodeId: string) {
  return and(eq(hoursOverrides.organizationId, organizationId), eq(hoursOverrides.nodeId, nodeId))
}

async function readOverride(ctx: Ctx, query: Query, nodeId: string): Promise<HoursOverride> {
  const [row] = await query.select().from(hoursOverrides).where(isOf(ctx.organizationId, nodeId))
  return row === undefined ? asScheduled : toOverride(ctx, row)
}

/** What is over is as if nobody had set it. */
function toOverride(
  { clock }: Ctx,
  { state, until, setBy, setAt }: typeof hoursOverrides.$inferSelect,
): HoursOverride {
  if (!isInForce(until?.getTime() ?? null, clock.now().getTime())) return asScheduled
  return {
    override: state,
    until: until?.toISOString() ?? null,
    setBy,
    setAt: setAt.toISOString(),
  }
}
