import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Me } from '@opbx/contract/identity'
import { permissionsOf } from '@opbx/contract/permissions'
import { and, eq, lt } from 'drizzle-orm'
import { extensionOfUser } from '../call-flow/service.ts'
import type { Deps } from '../context.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { notFound } from '../errors.ts'
import { countFailure, forgetAttempts, refuseAfterFailures, takeAttempt } from '../http/attempts.ts'
import { signInDays } from '../http/sign-in-cookie.ts'
import { idPrefixes, newId } from '../ids.ts'
import { findOrganizations } from '../organizations/service.ts'
import { hashOfToken, newToken } from '../tokens.ts'
import {
  findMember,
  findPerson,
  findPersonByEmail,
  listMemberships,
  type Person,
} from '../users/service.ts'
import { signIns } from './table.ts'

export type SignIn = typeof signIns.$inferSelect

/** Signs in and gives the token for the cookie; the only time that anybody sees it. */
export async function startSignIn(
  query: Query,
  now: Date,
  { userId, organizationId }: { userId: string; organizationId: string | null },
): Promise<string> {
  const token = newToken()
  const oldest = new Date(now.getTime() - signInDays * 86_400_000)
  await query.delete(signIns).where(and(eq(signIns.userId, userId), lt(signIns.createdAt, oldest)))
  await query.insert(signIns).values({
    tokenHash: hashOfToken(token),
    id: newId(idPrefixes.signIn, now),
    userId,
    organizationId,
    createdAt: now,
    lastUsedAt: now,
  })
  return token
}

export async function findSignIn(query: Query, token: string): Promise<SignIn | null> {
  const [row] = await query
    .select()
    .from(signIns)
    .where(eq(signIns.tokenHash, hashOfToken(token)))
  return row ?? null
}

export async function markSignInUsed(query: Query, id: string, now: Date): Promise<void> {
  await query.update(signIns).set({ lastUsedAt: now }).where(eq(signIns.id, id))
}

export async function moveSignIn(query: Query, id: string, organizationId: string): Promise<void> {
  await query.update(signIns).set({ organizationId }).where(eq(signIns.id, id))
}

/** Ends one sign-in, and what it has open. */
export async function endSignIn(deps: Deps, token: string): Promise<void> {
  const [row] = await deps.db.query
    .delete(signIns)
    .where(eq(signIns.tokenHash, hashOfToken(token)))
    .returning()
  if (row !== undefined) deps.revocations.announce({ signInId: row.id })
}

/** Ends those of a person, everywhere or in one organization. Announce it after the commit. */
export async function endSignInsOf(tx: Tx, userId: string, organizationId?: string): Promise<void> {
  await tx
    .delete(signIns)
    .where(
      and(
        eq(signIns.userId, userId),
        organizationId === undefined ? undefined : eq(signIns.organizationId, organizationId),
      ),
    )
}

/** What `GET /me` says of a person who looks at an organization (or at none). */
export async function describePerson(
  deps: Deps,
  userId: string,
  organizationId: string | null,
): Promise<Me> {
  const { query } = deps.db
  const person = await findPerson(query, userId)
  if (person === null) throw notFound('User')
  const memberships = await listMemberships(query, userId)
  const organizations = await findOrganizations(
    query,
    memberships.map((membership) => membership.organizationId),
  )
  const nameOf = new Map(organizations.map(({ id, name }) => [id, name]))
  const current = organizations.find(({ id }) => id === organizationId) ?? null
  const member = current && (await findMember(query, current.id, userId))
  return {
    id: person.id,
    name: member?.name ?? person.name,
    email: person.email,
    isOperator: person.isOperator,
    organization: current,
    role: member?.role ?? null,
    permissions: member && current?.status === 'active' ? [...permissionsOf(member.role)] : [],
    memberships: memberships.map((membership) => ({
      ...membership,
      name: nameOf.get(membership.organizationId) ?? '',
    })),
    extension: current && (await extensionOfUser(query, current.id, userId)),
  }
}

/** Somebody who says that an account is hers. */
export interface PasswordAttempt {
  email: string
  password: string
  /** Network of the request, see `networkOf`. */
  network: string
  /** What an earlier sign-in left in this browser, see `proveBrowser`. */
  knownBrowser: string | null
}

const limits = {
  knownBrowser: { most: 10, seconds: 300 },
  accountInNetwork: { most: 5, seconds: 60 },
  network: { most: 50, seconds: 300 },
  account: { most: 50, seconds: 3600 },
}

/**
 * The person, or null. Who guesses is slowed by account, by network and by both, but does not lock out the
 * account's owner: a browser in which she signed in before has a count of its own, which nobody else can use up.
 */
export async function checkPassword(deps: Deps, attempt: PasswordAttempt): Promise<Person | null> {
  const { cache } = deps
  const isKnown = isProofFor(deps, attempt.email, attempt.knownBrowser)
  const own = isKnown
    ? `browser ${attempt.email} ${attempt.knownBrowser}`
    : `account in network ${attempt.email} ${attempt.network}`
  const shared = isKnown
    ? []
    : [
        { key: `network ${attempt.network}`, limit: limits.network },
        { key: `account ${attempt.email}`, limit: limits.account },
      ]
  await takeAttempt(cache, own, isKnown ? limits.knownBrowser : limits.accountInNetwork)
  for (const { key, limit } of shared) await refuseAfterFailures(cache, key, limit)
  const person = await findPersonByEmail(deps.db.query, attempt.email)
  const isRight = await deps.passwords.isRight(person?.passwordHash ?? null, attempt.password)
  if (isRight) {
    await forgetAttempts(cache, own)
    return person
  }
  for (const { key, limit } of shared) await countFailure(cache, key, limit)
  deps.log.info({ userId: person?.id ?? null, network: attempt.network }, 'password refused')
  return null
}

/** What a browser keeps after a sign-in: it names the account only to us. */
export function proveBrowser(deps: Deps, email: string): string {
  return proof(deps, email, newToken().slice(0, 16))
}

function isProofFor(deps: Deps, email: string, given: string | null): boolean {
  if (given === null) return false
  const expected = Buffer.from(proof(deps, email, given.split('.')[0] ?? ''))
  const actual = Buffer.from(given)
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

function proof(deps: Deps, email: string, nonce: string): string {
  const key = deps.secrets.derive('known browser')
  return `${nonce}.${createHmac('sha256', key).update(`${nonce} ${email}`).digest('base64url')}`
}
