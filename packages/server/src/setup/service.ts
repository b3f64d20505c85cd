import { randomBytes } from 'node:crypto'
import type { setupSchema } from '@opbx/contract/identity'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { type Deps, systemCtx } from '../context.ts'
import { sqlState } from '../db/sql-state.ts'
import { write } from '../db/write.ts'
import { AppError } from '../errors.ts'
import { insertOrganization, newOrganization } from '../organizations/service.ts'
import { startSignIn } from '../sign-in/service.ts'
import { hashOfToken } from '../tokens.ts'
import { insertMember, insertPerson } from '../users/service.ts'
import { setupCodes, setups } from './table.ts'

export async function isSetUp(deps: Deps): Promise<boolean> {
  const rows = await deps.db.query.select({ id: setups.id }).from(setups)
  return rows.length > 0
}

/** A code with which the set-up may be done from elsewhere than this computer. It is valid until used. */
export async function makeSetupCode(deps: Deps): Promise<string> {
  const code = (randomBytes(10).toString('hex').match(/.{5}/g) ?? []).join('-')
  await deps.db.query
    .insert(setupCodes)
    .values({ codeHash: hashOfToken(normalize(code)), createdAt: deps.clock.now() })
  return code
}

export async function isSetupCode(deps: Deps, code: string): Promise<boolean> {
  const rows = await deps.db.query
    .select({ codeHash: setupCodes.codeHash })
    .from(setupCodes)
    .where(eq(setupCodes.codeHash, hashOfToken(normalize(code))))
  return rows.length > 0
}

/** The first organization with its owner, who is the operator of the installation too; signs her in. */
export async function setUp(
  deps: Deps,
  input: z.infer<typeof setupSchema>,
): Promise<{ token: string; userId: string; organizationId: string }> {
  const passwordHash = await deps.passwords.hash(input.password)
  const now = deps.clock.now()
  const organization = newOrganization(now, { ...input, name: input.organization })
  const ctx = systemCtx(deps, organization.id, [])
  const made = write(ctx, 'self', async (tx, { audit }) => {
    await insertOrganization(tx, organization)
    const { name, email } = input
    const owner = await insertPerson(tx, now, { name, email, passwordHash, isOperator: true })
    const place = { userId: owner.id, organizationId: organization.id }
    // Of two that set up at the same time one gets the only row.
    const { userId: ownerId, organizationId } = place
    await tx.insert(setups).values({ id: 1, organizationId, ownerId, completedAt: now })
    await insertMember(tx, now, { ...place, name, role: 'owner' })
    await tx.delete(setupCodes)
    const { timeZone, country } = organization
    audit({
      action: 'organization.create',
      subjectId: organization.id,
      subjectName: organization.name,
      after: { name: organization.name, timeZone, country, owner: { name, email } },
    })
    return { ...place, token: await startSignIn(tx, now, place) }
  })
  return made.catch((error: unknown) => {
    throw sqlState(error) === 'unique_violation' ? alreadySetUp() : error
  })
}

export function alreadySetUp(): AppError {
  return new AppError('conflict', 'This installation is set up already. Sign in.')
}

/** As people type it: capitals, blanks and dashes do not matter. */
function normalize(code: string): string {
  return code.toLowerCase().replace(/[^0-9a-f]/g, '')
}
