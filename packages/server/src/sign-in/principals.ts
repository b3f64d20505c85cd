import type { FastifyRequest } from 'fastify'
import { findApiKey, markApiKeyUsed } from '../api-keys/service.ts'
import type { Deps } from '../context.ts'
import type { Authenticate } from '../http/access.ts'
import { concerns } from '../http/revocations.ts'
import { readSignInToken } from '../http/sign-in-cookie.ts'
import type { Principal } from '../http/types.ts'
import { findOrganization } from '../organizations/service.ts'
import { findMember, findPerson, markSeen } from '../users/service.ts'
import { findSignIn, markSignInUsed, type SignIn } from './service.ts'

const day = 86_400_000
const idle = 30 * day
const absolute = 90 * day
const noteUseEvery = 60_000
/** A revocation is heard within milliseconds; this bounds what a message lost between processes does. */
const trustFor = 30_000
const mostRemembered = 50_000

/** What is remembered of one cookie or key. */
interface Remembered {
  principal: Principal
  /** Milliseconds, like the next two. Null for an API key, which lives until it is revoked. */
  signIn: { createdAt: number; lastUsedAt: number } | null
  readAt: number
  useNotedAt: number
}

/** Who sends a request: by API key where one is sent, else by cookie. Looked up once, then remembered. */
export interface Principals {
  authenticate: Authenticate
  close(): void
}

export function createPrincipals(deps: Deps): Principals {
  const remembered = new Map<string, Remembered>()
  let revocations = 0
  const stopWatching = deps.revocations.watch((revocation) => {
    revocations += 1
    for (const [credential, { principal }] of remembered) {
      if (concerns(revocation, principal)) remembered.delete(credential)
    }
  })

  async function lookUp(credential: string, now: number): Promise<Remembered | null> {
    const before = revocations
    const found = await readPrincipal(deps, credential, now)
    // What was read before a revocation must not be remembered after it.
    if (found !== null && before === revocations) {
      if (remembered.size >= mostRemembered) remembered.clear()
      remembered.set(credential, found)
    }
    return found
  }

  return {
    async authenticate(request) {
      const credential = credentialOf(request)
      if (credential === null) return null
      const now = deps.clock.now().getTime()
      const known = remembered.get(credential)
      const isFresh = known !== undefined && now - known.readAt < trustFor
      const found = isFresh ? known : await lookUp(credential, now)
      if (found === null || (found.signIn !== null && hasExpired(found.signIn, now))) {
        remembered.delete(credential)
        return null
      }
      await noteUse(deps, found, now)
      return found.principal
    },
    close: stopWatching,
  }
}

const keyPattern = /^opbx_[\w-]{43}$/
const tokenPattern = /^[\w-]{43}$/

function credentialOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization
  if (header !== undefined) {
    const key = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? ''
    return keyPattern.test(key) ? key : null
  }
  const token = readSignInToken(request)
  return token !== null && tokenPattern.test(token) ? token : null
}

function hasExpired(signIn: { createdAt: number; lastUsedAt: number }, now: number): boolean {
  return now - signIn.lastUsedAt > idle || now - signIn.createdAt > absolute
}

async function readPrincipal(
  deps: Deps,
  credential: string,
  now: number,
): Promise<Remembered | null> {
  if (keyPattern.test(credential)) {
    const principal = await readKeyHolder(deps, credential)
    return principal && { principal, signIn: null, readAt: now, useNotedAt: 0 }
  }
  const signIn = await findSignIn(deps.db.query, credential)
  if (signIn === null) return null
  const principal = await readPerson(deps, signIn)
  const lastUsedAt = signIn.lastUsedAt.getTime()
  return (
    principal && {
      principal,
      signIn: { createdAt: signIn.createdAt.getTime(), lastUsedAt },
      readAt: now,
      useNotedAt: lastUsedAt,
    }
  )
}

async function readKeyHolder(deps: Deps, key: string): Promise<Principal | null> {
  const { query } = deps.db
  const holder = await findApiKey(query, key)
  if (holder === null) return null
  const organization = await findOrganization(query, holder.organizationId)
  return {
    kind: 'api_key',
    keyId: holder.id,
    name: holder.name,
    organizationId: holder.organizationId,
    isSuspended: organization?.status !== 'active',
    permissions: holder.scopes,
  }
}

async function readPerson(deps: Deps, signIn: SignIn): Promise<Principal | null> {
  const { query } = deps.db
  const person = await findPerson(query, signIn.userId)
  if (person === null) return null
  const base = {
    kind: 'user',
    userId: person.id,
    email: person.email,
    isOperator: person.isOperator,
    signInId: signIn.id,
  } as const
  const nowhere = {
    ...base,
    name: person.name,
    organizationId: null,
    isSuspended: false,
    role: null,
  }
  if (signIn.organizationId === null) return nowhere
  const organization = await findOrganization(query, signIn.organizationId)
  const member = await findMember(query, signIn.organizationId, person.id)
  if (organization === null || member === null) return nowhere
  return {
    ...base,
    name: member.name,
    organizationId: organization.id,
    isSuspended: organization.status !== 'active',
    role: member.role,
  }
}

/** Once a minute at most. That it cannot be written is no reason to refuse the request. */
async function noteUse(deps: Deps, found: Remembered, now: number): Promise<void> {
  if (found.signIn !== null) found.signIn.lastUsedAt = now
  if (now - found.useNotedAt < noteUseEvery) return
  found.useNotedAt = now
  const { principal } = found
  const { organizationId } = principal
  const at = new Date(now)
  const { query } = deps.db
  try {
    if (principal.kind === 'api_key') {
      await markApiKeyUsed(query, {
        organizationId: principal.organizationId,
        id: principal.keyId,
        at,
      })
      return
    }
    await markSignInUsed(query, principal.signInId, at)
    if (organizationId !== null)
      await markSeen(query, { organizationId, userId: principal.userId, at })
  } catch (error) {
    deps.log.warn({ err: error }, 'last use of a sign-in not written')
  }
}
