import { apiKeyScopes, type Role, roles } from '@opbx/contract/permissions'
import type { LightMyRequestResponse } from 'fastify'
import { apiKeys } from '../api-keys/table.ts'
import { runInTransaction, type Tx } from '../db/transaction.ts'
import { idPrefixes, newId } from '../ids.ts'
import { insertOrganization, newOrganization } from '../organizations/service.ts'
import { signIns } from '../sign-in/table.ts'
import { hashOfToken, newToken } from '../tokens.ts'
import { members, users } from '../users/table.ts'
import type { TestApp } from './app.ts'

/** Everybody's password. */
export const password = 'correct horse battery'

/** Somebody who sends requests. */
export interface Sender {
  headers: Record<string, string>
}

export interface TestPerson extends Sender {
  id: string
  name: string
  email: string
  /** The whole `Cookie` header. */
  cookie: string
}

export interface TestOrganization {
  organizationId: string
  name: string
  owner: TestPerson
  admin: TestPerson
  user: TestPerson
  reporter: TestPerson
  /** With all scopes that keys may have. */
  apiKey: Sender & { id: string; key: string }
}

export const nobody: Sender = { headers: {} }

export interface OrganizationOptions {
  name?: string
  timeZone?: string
  country?: string
}

/** An organization with one person of each role, signed in, and an API key. Straight into the tables. */
export async function makeOrganization(
  test: TestApp,
  {
    name = 'Acme Supplies',
    timeZone = 'America/New_York',
    country = 'US',
  }: OrganizationOptions = {},
): Promise<TestOrganization> {
  const organization = newOrganization(test.deps.clock.now(), { name, timeZone, country })
  const organizationId = organization.id
  const drafts = await Promise.all(roles.map((role) => draftPerson(test, { organizationId, role })))
  const [owner, admin, user, reporter] = drafts.map(({ person }) => person)
  if (!owner || !admin || !user || !reporter) throw new Error('A role has no person')
  const { row, key } = draftKey(organizationId, owner, test.deps.clock.now())
  await runInTransaction(test.deps.db, async (tx) => {
    await insertOrganization(tx, organization)
    await insertPeople(tx, drafts)
    await tx.insert(apiKeys).values(row)
  })
  const apiKey = { id: row.id, key, headers: { authorization: `Bearer ${key}` } }
  return { organizationId, name, owner, admin, user, reporter, apiKey }
}

export interface PersonOptions {
  /** Null: a member of no organization. */
  organizationId: string | null
  role?: Role
  name?: string
  isOperator?: boolean
}

/** A person, signed in. */
export async function makePerson(test: TestApp, options: PersonOptions): Promise<TestPerson> {
  const draft = await draftPerson(test, options)
  await runInTransaction(test.deps.db, (tx) => insertPeople(tx, [draft]))
  return draft.person
}

/** The operator of the installation, who belongs to no organization. */
export function makeOperator(test: TestApp): Promise<TestPerson> {
  return makePerson(test, { organizationId: null, name: 'Olga Operator', isOperator: true })
}

interface PersonDraft {
  person: TestPerson
  user: typeof users.$inferInsert
  members: (typeof members.$inferInsert)[]
  signIn: typeof signIns.$inferInsert
}

// argon2 is slow on purpose; one password for all costs it once.
let passwordHash: Promise<string> | undefined

async function draftPerson(
  { deps }: TestApp,
  { organizationId, role = 'pbx_user', name = `Maya ${role}`, isOperator = false }: PersonOptions,
): Promise<PersonDraft> {
  const now = deps.clock.now()
  const id = newId(idPrefixes.user, now)
  const email = `${id.toLowerCase()}@acme.example`
  const token = newToken()
  passwordHash ??= deps.passwords.hash(password)
  const cookie = `sign_in=${token}`
  return {
    person: { id, name, email, cookie, headers: { cookie } },
    user: { id, name, email, passwordHash: await passwordHash, isOperator, createdAt: now },
    members:
      organizationId === null
        ? []
        : [{ organizationId, userId: id, name, role, version: 1, joinedAt: now, lastSeenAt: now }],
    signIn: {
      tokenHash: hashOfToken(token),
      id: newId(idPrefixes.signIn, now),
      userId: id,
      organizationId,
      createdAt: now,
      lastUsedAt: now,
    },
  }
}

async function insertPeople(tx: Tx, drafts: PersonDraft[]): Promise<void> {
  await tx.insert(users).values(drafts.map(({ user }) => user))
  const memberships = drafts.flatMap((draft) => draft.members)
  if (memberships.length > 0) await tx.insert(members).values(memberships)
  await tx.insert(signIns).values(drafts.map(({ signIn }) => signIn))
}

function draftKey(organizationId: string, owner: TestPerson, now: Date) {
  const key = `opbx_${newToken()}`
  const row: typeof apiKeys.$inferInsert = {
    organizationId,
    id: newId(idPrefixes.apiKey, now),
    keyHash: hashOfToken(key),
    prefix: key.slice(0, 11),
    name: 'Test key',
    scopes: [...apiKeyScopes],
    createdById: owner.id,
    createdByName: owner.name,
    createdAt: now,
  }
  return { row, key }
}

export interface RequestOptions {
  /** The version for `If-Match`. */
  version?: number
  headers?: Record<string, string>
}

/**
 * Sends requests to the API as somebody: `as(test, owner).post('/api/v1/ring-groups', {…})`. Bodies go as
 * JSON; `json()` of the answer is whatever the test takes it for.
 */
export function as({ app }: TestApp, sender: Sender) {
  const send =
    (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE') =>
    (
      url: string,
      body?: unknown,
      { version, headers }: RequestOptions = {},
    ): Promise<LightMyRequestResponse> =>
      app.inject({
        method,
        url,
        headers: {
          ...sender.headers,
          ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      })
  return {
    get: (url: string, options?: RequestOptions) => send('GET')(url, undefined, options),
    post: send('POST'),
    put: send('PUT'),
    patch: send('PATCH'),
    del: (url: string, options?: RequestOptions) => send('DELETE')(url, undefined, options),
  }
}

/** The cookies that an answer sets, as the header that a browser sends next. */
export function cookiesOf(response: LightMyRequestResponse): string {
  return response.cookies
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')
}
