import type { invitationAcceptSchema, openInvitationSchema } from '@opbx/contract/identity'
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { type Deps, systemCtx } from '../context.ts'
import { sqlState } from '../db/sql-state.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import { findOrganization } from '../organizations/service.ts'
import { checkPassword, startSignIn } from '../sign-in/service.ts'
import { hashOfToken } from '../tokens.ts'
import { findPersonByEmail, insertMember, insertPerson, type Person } from '../users/service.ts'
import { type InvitationRow, statusOf } from './service.ts'
import { invitations } from './table.ts'

/** What the page that accepts an invitation shows. An unknown link, a used and an expired one are alike. */
export async function openInvitation(
  deps: Deps,
  token: string,
): Promise<z.infer<typeof openInvitationSchema>> {
  const { row, organization } = await findOpen(deps, token)
  return {
    organization: organization.name,
    name: row.name,
    email: row.email,
    role: row.role,
    invitedBy: row.invitedByName,
    expiresAt: row.expiresAt.toISOString(),
    hasAccount: (await findPersonByEmail(deps.db.query, row.email)) !== null,
  }
}

export interface Acceptance extends z.infer<typeof invitationAcceptSchema> {
  token: string
  network: string
  knownBrowser: string | null
}

/** Joins the organization, with a new account or with the one that the address has, and signs in. */
export async function acceptInvitation(
  deps: Deps,
  acceptance: Acceptance,
): Promise<{ token: string; userId: string; organizationId: string; email: string }> {
  const { row } = await findOpen(deps, acceptance.token)
  const existing = await findPersonByEmail(deps.db.query, row.email)
  const joining =
    existing === null
      ? {
          kind: 'new' as const,
          name: acceptance.name ?? row.name,
          passwordHash: await deps.passwords.hash(acceptance.password),
        }
      : { kind: 'known' as const, person: await proveAccount(deps, row.email, acceptance) }
  try {
    return await join(deps, row, joining)
  } catch (error) {
    if (sqlState(error) !== 'unique_violation') throw error
    throw new AppError('conflict', `${row.email} has joined already. Sign in.`, { cause: error })
  }
}

async function proveAccount(deps: Deps, email: string, acceptance: Acceptance): Promise<Person> {
  const { password, network, knownBrowser } = acceptance
  const person = await checkPassword(deps, { email, password, network, knownBrowser })
  if (person !== null) return person
  throw fieldError('password', `This is not the password of ${email}.`)
}

type Joining =
  | { kind: 'new'; name: string; passwordHash: string }
  | { kind: 'known'; person: Person }

async function join(deps: Deps, row: InvitationRow, joining: Joining) {
  const { organizationId, role, email } = row
  const now = deps.clock.now()
  const ctx = systemCtx(deps, organizationId, [])
  return write(ctx, 'self', async (tx, { audit }) => {
    await useUp(tx, row, now)
    const person = await personOf(tx, now, { row, joining })
    const { id: userId, name } = person
    await insertMember(tx, now, { organizationId, userId, name, role })
    audit({
      action: 'invitation.accept',
      subjectId: userId,
      subjectName: name,
      after: { name, email, role, invitation: row.id, invitedBy: row.invitedByName },
    })
    const token = await startSignIn(tx, now, { userId, organizationId })
    return { token, userId, organizationId, email }
  })
}

async function personOf(
  tx: Tx,
  now: Date,
  { row, joining }: { row: InvitationRow; joining: Joining },
): Promise<Person> {
  if (joining.kind === 'known') return joining.person
  const { name, passwordHash } = joining
  return insertPerson(tx, now, { name, email: row.email, passwordHash, isOperator: false })
}

/** Of two who accept at the same time the second finds it used. */
async function useUp(tx: Tx, row: InvitationRow, now: Date): Promise<void> {
  const used = await tx
    .update(invitations)
    .set({ acceptedAt: now })
    .where(
      and(
        eq(invitations.organizationId, row.organizationId),
        eq(invitations.tokenHash, row.tokenHash),
        gt(invitations.expiresAt, now),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    )
    .returning({ id: invitations.id })
  if (used.length === 0) throw notFound('Invitation')
}

async function findOpen(deps: Deps, token: string) {
  const { query } = deps.db
  const [row] = await query
    .select()
    .from(invitations)
    .where(eq(invitations.tokenHash, hashOfToken(token)))
  if (row === undefined || statusOf(row, deps.clock.now()) !== 'open') throw notFound('Invitation')
  const organization = await findOrganization(query, row.organizationId)
  if (organization?.status !== 'active')
    throw new AppError('not_allowed', 'The organization that invites you is suspended.')
  return { row, organization }
}
