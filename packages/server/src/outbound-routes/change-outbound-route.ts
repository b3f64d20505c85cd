import type {
  outboundRouteChangeSchema,
  outboundRouteCreateSchema,
} from '@opbx/contract/call-flow/flow'
import { and, eq, ne, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { requireNodes } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import { touchDraft } from '../flow-state/service.ts'
import { idPrefixes, newId } from '../ids.ts'
import { listFlowOutboundRoutes, toFlowOutboundRoute } from './service.ts'
import { outboundRoutes } from './table.ts'

type OutboundRouteCreate = z.infer<typeof outboundRouteCreateSchema>
type OutboundRouteChange = z.infer<typeof outboundRouteChangeSchema>

/** Behind all others. Answers its id. */
export async function createOutboundRoute(ctx: Ctx, input: OutboundRouteCreate): Promise<string> {
  const now = ctx.clock.now()
  const id = newId(idPrefixes.outboundRoute, now)
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    await requireFreeName(ctx, tx, { id, name: input.name })
    await requireNodes(tx, ctx.organizationId, hoursOf(input))
    const others = await listFlowOutboundRoutes(tx, ctx.organizationId)
    const position = (others.at(-1)?.position ?? 0) + 1
    await tx.insert(outboundRoutes).values({
      ...input,
      id,
      position,
      organizationId: ctx.organizationId,
      version: 1,
      createdAt: now,
      updatedAt: now,
    })
    const subject = { subjectId: id, subjectName: input.name }
    audit({ ...subject, action: 'outbound_route.create', after: { ...input, position } })
  })
  return id
}

export async function changeOutboundRoute(
  ctx: Ctx,
  at: { id: string; version: number },
  change: OutboundRouteChange,
): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = toFlowOutboundRoute(await getRow(ctx, tx, at))
    const after = {
      ...before,
      name: change.name ?? before.name,
      enabled: change.enabled ?? before.enabled,
      countries: change.countries ?? before.countries,
      prefixes: change.prefixes ?? before.prefixes,
      sipDomains: change.sipDomains ?? before.sipDomains,
      trunks: change.trunks ?? before.trunks,
      accessDigits: change.accessDigits ?? before.accessDigits,
      strip: change.strip ?? before.strip,
      prepend: change.prepend ?? before.prepend,
      callerId: change.callerId === undefined ? before.callerId : change.callerId,
      permissionClasses: change.permissionClasses ?? before.permissionClasses,
      hours: change.hours === undefined ? before.hours : change.hours,
    }
    await requireNodes(tx, ctx.organizationId, hoursOf(after))
    await requireFreeName(ctx, tx, after)
    await tx
      .update(outboundRoutes)
      .set({ ...after, version: at.version + 1, updatedAt: ctx.clock.now() })
      .where(isOutboundRoute(ctx, at.id))
    const subject = { subjectId: at.id, subjectName: after.name }
    audit({ ...subject, action: 'outbound_route.update', before, after })
  })
}

export async function deleteOutboundRoute(
  ctx: Ctx,
  at: { id: string; version: number },
): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = toFlowOutboundRoute(await getRow(ctx, tx, at))
    await tx.delete(outboundRoutes).where(isOutboundRoute(ctx, at.id))
    const subject = { subjectId: at.id, subjectName: before.name }
    audit({ ...subject, action: 'outbound_route.delete', before })
  })
}

/** `ids` are all routes, the first to be tried first. */
export async function orderOutboundRoutes(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await write(ctx, 'flow.write', async (tx, { audit, emit }) => {
    const { organizationId } = ctx
    emit({ name: 'flow', data: await touchDraft(ctx, tx) })
    const before = await listFlowOutboundRoutes(tx, organizationId)
    const known = new Set(before.map(({ id }) => id))
    const isComplete = ids.length === known.size && new Set(ids).size === ids.length
    if (!isComplete || ids.some((id) => !known.has(id)))
      throw fieldError('ids', 'Name each outbound route once. Load the list again.')
    await tx.execute(
      sql`update ${outboundRoutes} as r
          set position = o.place, version = r.version + 1, updated_at = ${ctx.clock.now()}
          from unnest(${sql.param([...ids])}::text[]) with ordinality as o(id, place)
          where r.organization_id = ${organizationId} and r.id = o.id and r.position <> o.place`,
    )
    audit({
      action: 'outbound_route.order',
      subjectId: organizationId,
      subjectName: 'Outbound routes',
      before: before.map(({ name }) => name),
      after: ids.map((id) => before.find((route) => route.id === id)?.name),
    })
  })
}

function isOutboundRoute(ctx: Ctx, id: string) {
  return and(eq(outboundRoutes.organizationId, ctx.organizationId), eq(outboundRoutes.id, id))
}

async function getRow(ctx: Ctx, tx: Tx, at: { id: string; version: number }) {
  const [row] = await tx.select().from(outboundRoutes).where(isOutboundRoute(ctx, at.id))
  if (row === undefined) throw notFound('Outbound route')
  if (row.version !== at.version) {
    throw new AppError('outdated', `Somebody changed "${row.name}" meanwhile. Load it again.`)
  }
  return row
}

/** Nodes that must be there. */
function hoursOf({ hours }: { hours: string | null }) {
  return hours === null ? [] : [{ path: 'hours', node: hours }]
}

async function requireFreeName(
  ctx: Ctx,
  tx: Tx,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const taken = await tx
    .select({ id: outboundRoutes.id })
    .from(outboundRoutes)
    .where(
      and(
        eq(outboundRoutes.organizationId, ctx.organizationId),
        eq(outboundRoutes.name, name),
        ne(outboundRoutes.id, id),
      ),
    )
  if (taken.length === 0) return
  const message = `The name "${name}" is taken. Choose another.`
  throw new AppError('conflict', message, { fields: [{ path: 'name', message }] })
}
