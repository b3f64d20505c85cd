import type { Invitation } from '@opbx/contract/identity'
import type { Page } from '@opbx/contract/pagination'
import type { Role } from '@opbx/contract/permissions'
import { and, desc, eq, inArray, isNull, lt, lte } from 'drizzle-orm'
import type { Ctx } from '../context.ts'
import type { Query } from '../db/query.ts'
import { sqlState } from '../db/sql-state.ts'
import type { Tx } from '../db/transaction.ts'
import type { WriteTools } from '../db/write.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { idPrefixes, newId } from '../ids.ts'
import { hashOfToken, newToken } from '../tokens.ts'
import { rolesBeyond } from '../users/rules.ts'
import { hasMemberWithEmail } from '../users/service.ts'
import { invitationStatus } from './rules.ts'
import { invitations } from './table.ts'

export type InvitationRow = typeof invitations.$inferSelect
/** The token is the secret of the link; only its hash is kept. */
export type NewInvitation = Invitation & { token: string }

const validFor = 7 * 86_400_000

/** The address of the console's page that accepts an invitation. */
export function invitationLink(consoleUrl: string, token: string): string {
  return `${consoleUrl}/ui/invitations/${token}`
}

/** Newest first, with those that are over. */
export async function listInvitations(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Invitation>> {
  const before = readCursor(cursor, 1)?.[0]
  const rows = await ctx.db.query
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.organizationId, ctx.organizationId),
        before === undefined ? undefined : lt(invitations.id, before),
      ),
    )
    .orderBy(desc(invitations.id))
    .limit(limit + 1)
  const now = ctx.clock.now()
  return pageFrom(rows, limit, {
    keyOf: (row) => [row.id],
    toItem: (row) => toInvitation(row, now),
  })
}

/** Inside a `write`. Whether the role may be given is for the caller to judge. */
export async function insertInvitation(
  ctx: Ctx,
  tx: Tx,
  {
    name,
    email,
    role,
    audit,
  }: Pick<Invitation, 'name' | 'email' | 'role'> & Pick<WriteTools, 'audit'>,
): Promise<NewInvitation> {
  if (await hasMemberWithEmail(tx, ctx.organizationId, email))
    throw new AppError('conflict', `${email} is in this organization already.`)
  const now = ctx.clock.now()
  const token = newToken()
  const row: InvitationRow = {
    organizationId: ctx.organizationId,
    id: newId(idPrefixes.invitation, now),
    tokenHash: hashOfToken(token),
    name,
    email,
    role,
    invitedById: ctx.actor.id,
    invitedByName: ctx.actor.name,
    createdAt: now,
    expiresAt: new Date(now.getTime() + validFor),
    acceptedAt: null,
    revokedAt: null,
  }
  await closeExpired(tx, row)
  await tx.insert(invitations).values(row).catch(refuseSecond(email))
  audit({
    action: 'invitation.create',
    subjectId: row.id,
    subjectName: name,
    after: { name, email, role, expiresAt: row.expiresAt },
  })
  return { ...toInvitation(row, now), token }
}

/** A new link with a new week; the former link ends. Inside a `write`. */
export async function renewInvitation(
  ctx: Ctx,
  tx: Tx,
  { row, audit }: { row: InvitationRow } & Pick<WriteTools, 'audit'>,
): Promise<NewInvitation> {
  const now = ctx.clock.now()
  const token = newToken()
  const [renewed] = await tx
    .update(invitations)
    .set({ tokenHash: hashOfToken(token), expiresAt: new Date(now.getTime() + validFor) })
    .where(and(isRow(row.organizationId, row.id), isUnused))
    .returning()
  if (renewed === undefined)
    throw new AppError('conflict', 'This invitation was used or taken back. Make a new one.')
  audit({
    action: 'invitation.renew',
    subjectId: row.id,
    subjectName: row.name,
    before: { expiresAt: row.expiresAt },
    after: { expiresAt: renewed.expiresAt },
  })
  return { ...toInvitation(renewed, now), token }
}

export async function getInvitationRow(
  query: Query,
  organizationId: string,
  id: string,
): Promise<InvitationRow> {
  const [row] = await query.select().from(invitations).where(isRow(organizationId, id))
  if (row === undefined) throw notFound('Invitation')
  return row
}

/** The invitation that an organization without an owner waits for. */
export async function findUnusedOwnerInvitation(
  query: Query,
  organizationId: string,
): Promise<InvitationRow | null> {
  const [row] = await query
    .select()
    .from(invitations)
    .where(
      and(eq(invitations.organizationId, organizationId), eq(invitations.role, 'owner'), isUnused),
    )
    .orderBy(desc(invitations.id))
    .limit(1)
  return row ?? null
}

/** Takes back the open invitations that somebody made and may not make any more (`role` null: none). */
export async function revokeInvitationsBy(
  ctx: Ctx,
  tx: Tx,
  { userId, role }: { userId: string; role: Role | null },
): Promise<void> {
  await tx
    .update(invitations)
    .set({ revokedAt: ctx.clock.now() })
    .where(
      and(
        eq(invitations.organizationId, ctx.organizationId),
        eq(invitations.invitedById, userId),
        inArray(invitations.role, rolesBeyond(role)),
        isUnused,
      ),
    )
}

export async function markRevoked(ctx: Ctx, tx: Tx, id: string): Promise<void> {
  const [row] = await tx
    .update(invitations)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(isRow(ctx.organizationId, id), isUnused))
    .returning()
  if (row === undefined)
    throw new AppError('conflict', 'This invitation was used or taken back already.')
}

function toInvitation(row: InvitationRow, now: Date): Invitation {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    invitedBy: row.invitedByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    status: statusOf(row, now),
  }
}

export function statusOf(row: InvitationRow, now: Date): Invitation['status'] {
  return invitationStatus(
    {
      isAccepted: row.acceptedAt !== null,
      isRevoked: row.revokedAt !== null,
      expiresAt: row.expiresAt.getTime(),
    },
    now.getTime(),
  )
}

const isUnused = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt))

function isRow(organizationId: string, id: string) {
  return and(eq(invitations.organizationId, organizationId), eq(invitations.id, id))
}

/** One that ran out would stand in the way of a new one to the same address. */
async function closeExpired(tx: Tx, { organizationId, email, createdAt: now }: InvitationRow) {
  await tx
    .update(invitations)
    .set({ revokedAt: now })
    .where(
      and(
        eq(invitations.organizationId, organizationId),
        eq(invitations.email, email),
        lte(invitations.expiresAt, now),
        isUnused,
      ),
    )
}

function refuseSecond(email: string) {
  return (error: unknown): never => {
    if (sqlState(error) !== 'unique_violation') throw error
    throw fieldError('email', `${email} is invited already. Make a new link for that invitation.`)
  }
}
