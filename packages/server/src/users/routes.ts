import { type User, userChangeSchema, userSchema } from '@opbx/contract/identity'
import { pageOf, pageQuerySchema } from '@opbx/contract/pagination'
import { z } from 'zod'
import { extensionOfUser, listExtensions } from '../call-flow/service.ts'
import type { Ctx, Deps } from '../context.ts'
import { ctxOf, versionOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import { changeMember, removeMember } from './manage-member.ts'
import { getMember, listMembers, type Member } from './service.ts'

const tags = ['Users']

export function registerUsers(scope: HttpScope, deps: Deps): void {
  scope.get(
    '/api/v1/users',
    {
      config: { permission: 'people.read' },
      schema: {
        tags,
        summary: 'List the people of the organization',
        querystring: pageQuerySchema,
        response: { 200: pageOf(userSchema) },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      const { items, nextCursor } = await listMembers(ctx, request.query)
      return { items: await withExtensions(ctx, items), nextCursor }
    },
  )
  scope.get(
    '/api/v1/users/:id',
    {
      config: { permission: 'people.read' },
      schema: {
        tags,
        summary: 'One person of the organization',
        params: idParamsSchema,
        response: { 200: userSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      return withExtension(ctx, await getMember(ctx, request.params.id))
    },
  )
  registerManaging(scope, deps)
}

function registerManaging(scope: HttpScope, deps: Deps): void {
  scope.patch(
    '/api/v1/users/:id',
    {
      config: { permission: 'people.manage' },
      schema: {
        tags,
        summary: "Change a person's name or role here; a new role ends her sign-ins",
        params: idParamsSchema,
        body: userChangeSchema,
        response: { 200: userSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      const which = { id: request.params.id, version: versionOf(request) }
      return withExtension(ctx, await changeMember(ctx, which, request.body))
    },
  )
  scope.delete(
    '/api/v1/users/:id',
    {
      config: { permission: 'people.manage' },
      schema: {
        tags,
        summary: 'Remove a person from the organization',
        params: idParamsSchema,
        response: { 204: z.void() },
      },
    },
    async (request, reply) => {
      const which = { id: request.params.id, version: versionOf(request) }
      await removeMember(ctxOf(deps, request), which)
      return reply.code(204).send()
    },
  )
}

async function withExtension(ctx: Ctx, member: Member): Promise<User> {
  return {
    ...member,
    extension: await extensionOfUser(ctx.db.query, ctx.organizationId, member.id),
  }
}

async function withExtensions(ctx: Ctx, members: Member[]): Promise<User[]> {
  const extensions = await listExtensions(ctx.db.query, ctx.organizationId)
  return members.map((member) => {
    const own = extensions.find(({ config }) => config.userId === member.id)
    return { ...member, extension: own ? { id: own.id, number: own.extension ?? '' } : null }
  })
}
