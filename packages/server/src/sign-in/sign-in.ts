import type { Deps } from '../context.ts'
import { runInTransaction } from '../db/transaction.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import { takeAttempt } from '../http/attempts.ts'
import type { Principal } from '../http/types.ts'
import { findMember, findPerson, listMemberships, setPasswordHash } from '../users/service.ts'
import {
  checkPassword,
  endSignInsOf,
  moveSignIn,
  type PasswordAttempt,
  startSignIn,
} from './service.ts'

type User = Extract<Principal, { kind: 'user' }>

/** The same answer whether the account is unknown or the password wrong. */
export async function signInWithPassword(
  deps: Deps,
  attempt: PasswordAttempt,
): Promise<{ token: string; userId: string; organizationId: string | null }> {
  const person = await checkPassword(deps, attempt)
  if (person === null)
    throw new AppError('not_signed_in', 'E-mail and password do not belong together.')
  const [latest] = await listMemberships(deps.db.query, person.id)
  const place = { userId: person.id, organizationId: latest?.organizationId ?? null }
  const token = await startSignIn(deps.db.query, deps.clock.now(), place)
  return { token, ...place }
}

export async function switchOrganization(deps: Deps, user: User, id: string): Promise<void> {
  const member = await findMember(deps.db.query, id, user.userId)
  if (member === null) throw notFound('Organization')
  await moveSignIn(deps.db.query, user.signInId, id)
  deps.revocations.announce({ signInId: user.signInId })
}

const passwordLimit = { most: 10, seconds: 300 }

/** Ends all sign-ins of the person and gives the token of a new one. */
export async function changePassword(
  deps: Deps,
  user: User,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<string> {
  await takeAttempt(deps.cache, `password change ${user.userId}`, passwordLimit)
  const person = await findPerson(deps.db.query, user.userId)
  if (!(await deps.passwords.isRight(person?.passwordHash ?? null, currentPassword)))
    throw fieldError('currentPassword', 'This is not your password.')
  const passwordHash = await deps.passwords.hash(newPassword)
  const token = await runInTransaction(deps.db, async (tx) => {
    await setPasswordHash(tx, user.userId, passwordHash)
    await endSignInsOf(tx, user.userId)
    return startSignIn(tx, deps.clock.now(), user)
  })
  deps.revocations.announce({ userId: user.userId })
  deps.log.info({ userId: user.userId }, 'password changed')
  return token
}
