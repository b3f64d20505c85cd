import type { Role } from '@opbx/contract/permissions'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Ctx } from '../context.ts'
import type { Query } from '../db/query.ts'
import type { Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { pageFrom, readCursor } from '../http/page.ts'
import { idPrefixes, newId } from '../ids.ts'
import { members, users } from './table.ts'

/** Somebody with an account of this installation. */
export type Person = typeof users.$inferSelect

/** A person in an organization. */
export interface Member {
  id: string
  name: string
  email: string
  role: Role
  version: number
  joinedAt: string
  lastSeenAt: string | null
}

export async function findPerson(query: Query, id: string): Promise<Person | null> {
  const [row] = await query.select().from(users).where(eq(users.id, id))
  return row ?? null
}

/** `email` in lower case, as the contract's schema makes it. */
export async function findPersonByEmail(query: Query, email: string): Promise<Person | null> {
  const [row] = await query.select().from(users).where(eq(users.email, email))
  return row ?? null
}

/** The organizations of a person, the one she was seen in last first. */
export async function listMemberships(
  query: Query,
  userId: string,
): Promise<{ organizationId: string; role: Role }[]> {
  return query
    .select({ organizationId: members.organizationId, role: members.role })
    .from(members)
    .where(eq(members.userId, userId))
    .orderBy(sql`${members.lastSeenAt} desc nulls last`, desc(members.joinedAt))
}

export async function findMember(
  query: Query,
  organizationId: string,
  userId: string,
): Promise<Member | null> {
  const [row] = await query
    .select(memberColumns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, organizationId), eq(members.userId, userId)))
  return row === undefined ? null : toMember(row)
}

export async function getMember(ctx: Ctx, userId: string, query?: Query): Promise<Member> {
  const member = await findMember(query ?? ctx.db.query, ctx.organizationId, userId)
  if (member === null) throw notFound('User')
  return member
}

/** By name, as people look for people. */
export async function listMembers(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: Member[]; nextCursor: string | null }> {
  const after = readCursor(cursor, 2)
  const rows = await ctx.db.query
    .select(memberColumns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.organizationId, ctx.organizationId),
        after === null
          ? undefined
          : sql`(${members.name} collate "C", ${members.userId}) > (${after[0]}, ${after[1]})`,
      ),
    )
    .orderBy(sql`${members.name} collate "C"`, members.userId)
    .limit(limit + 1)
  return pageFrom(rows, limit, { keyOf: (row) => [row.name, row.id], toItem: toMember })
}

/** Which of these are members of the organization. */
export async function findMemberIds(
  query: Query,
  organizationId: string,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (userIds.length === 0) return new Set()
  const rows = await query
    .select({ id: members.userId })
    .from(members)
    .where(and(eq(members.organizationId, organizationId), inArray(members.userId, [...userIds])))
  return new Set(rows.map(({ id }) => id))
}

/** Whether the organization has somebody with this address. */
export async function hasMemberWithEmail(
  query: Query,
  organizationId: string,
  email: string,
): Promise<boolean> {
  const rows = await query
    .select({ id: users.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, organizationId), eq(users.email, email)))
  return rows.length > 0
}

export async function hasOwner(query: Query, organizationId: string): Promise<boolean> {
  const rows = await query
    .select({ id: members.userId })
    .from(members)
    .where(and(eq(members.organizationId, organizationId), eq(members.role, 'owner')))
    .limit(1)
  return rows.length > 0
}

/** The own name, here and (for organizations joined later) in the account. */
export async function renameSelf(ctx: Ctx, userId: string, name: string): Promise<void> {
  await write(ctx, 'self', async (tx, { audit }) => {
    const before = await getMember(ctx, userId, tx)
    await tx.update(users).set({ name }).where(eq(users.id, userId))
    await tx
      .update(members)
      .set({ name, version: before.version + 1 })
      .where(and(eq(members.organizationId, ctx.organizationId), eq(members.userId, userId)))
    audit({
      action: 'user.update',
      subjectId: userId,
      subjectName: before.name,
      before: { name: before.name },
      after: { name },
    })
  })
  ctx.revocations.announce({ organizationId: ctx.organizationId, userId })
}

/** Throws a unique violation (23505) when the address has an account already. */
export async function insertPerson(
  tx: Tx,
  now: Date,
  person: Pick<Person, 'name' | 'email' | 'passwordHash' | 'isOperator'>,
): Promise<Person> {
  const row = { ...person, id: newId(idPrefixes.user, now), createdAt: now }
  await tx.insert(users).values(row)
  return row
}

export async function insertMember(
  tx: Tx,
  now: Date,
  member: Pick<typeof members.$inferInsert, 'organizationId' | 'userId' | 'name' | 'role'>,
): Promise<void> {
  await tx.insert(members).values({ ...member, version: 1, joinedAt: now, lastSeenAt: now })
}

export async function setPasswordHash(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.update(users).set({ passwordHash }).where(eq(users.id, userId))
}

export async function markSeen(
  query: Query,
  { organizationId, userId, at }: { organizationId: string; userId: string; at: Date },
): Promise<void> {
  await query
    .update(members)
    .set({ lastSeenAt: at })
    .where(and(eq(members.organizationId, organizationId), eq(members.userId, userId)))
}

const memberColumns = {
  id: members.userId,
  name: members.name,
  email: users.email,
  role: members.role,
  version: members.version,
  joinedAt: members.joinedAt,
  lastSeenAt: members.lastSeenAt,
}

function toMember(row: {
  id: string
  name: string
  email: string
  role: Role
  version: number
  joinedAt: Date
  lastSeenAt: Date | null
}): Member {
  return {
    ...row,
    joinedAt: row.joinedAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  }
}
