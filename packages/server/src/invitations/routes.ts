import {
  invitationAcceptSchema,
  invitationCreatedSchema,
  invitationCreateSchema,
  invitationSchema,
  meSchema,
  openInvitationSchema,
} from '@opbx/contract/identity'
import { pageOf, pageQuerySchema } from '@opbx/contract/pagination'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { networkOf } from '../http/attempts.ts'
import { ownUrl } from '../http/own-url.ts'
import { idParamsSchema } from '../http/params.ts'
import { readKnownBrowser, setKnownBrowser, setSignInToken } from '../http/sign-in-cookie.ts'
import type { HttpScope } from '../http/types.ts'
import { describePerson, proveBrowser } from '../sign-in/service.ts'
import { acceptInvitation, openInvitation } from './accept-invitation.ts'
import { createInvitation, resendInvitation, revokeInvitation } from './manage-invitation.ts'
import { invitationLink, listInvitations, type NewInvitation } from './service.ts'

const tags = ['Invitations']

export function registerInvitations(scope: HttpScope, deps: Deps): void {
  const config = { permission: 'people.manage' } as const
  scope.get(
    '/api/v1/invitations',
    {
      config,
      schema: {
        tags,
        summary: 'List the invitations',
        querystring: pageQuerySchema,
        response: { 200: pageOf(invitationSchema) },
      },
    },
    (request) => listInvitations(ctxOf(deps, request), request.query),
  )
  scope.post(
    '/api/v1/invitations',
    {
      config,
      schema: {
        tags,
        summary: 'Invite somebody; the answer shows the link this once',
        body: invitationCreateSchema,
        response: { 201: invitationCreatedSchema },
      },
    },
    async (request, reply) => {
      const made = await createInvitation(ctxOf(deps, request), request.body)
      return reply.code(201).send(withLink(deps, request, made))
    },
  )
  scope.post(
    '/api/v1/invitations/:id/resend',
    {
      config,
      schema: {
        tags,
        summary: 'Make a new link, valid for 7 days; the former one ends',
        params: idParamsSchema,
        response: { 200: invitationCreatedSchema },
      },
    },
    async (request) =>
      withLink(deps, request, await resendInvitation(ctxOf(deps, request), request.params.id)),
  )
  scope.delete(
    '/api/v1/invitations/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Take an invitation back',
        params: idParamsSchema,
        response: { 204: z.void() },
      },
    },
    async (request, reply) => {
      await revokeInvitation(ctxOf(deps, request), request.params.id)
      return reply.code(204).send()
    },
  )
  registerAccepting(scope, deps)
}

function registerAccepting(scope: HttpScope, deps: Deps): void {
  const params = z.object({ token: z.string().min(1).max(100) })
  const config = { permission: 'public' } as const
  scope.get(
    '/api/v1/invitations/open/:token',
    {
      config,
      schema: {
        tags,
        summary: 'What an invitation link offers',
        params,
        response: { 200: openInvitationSchema },
      },
    },
    (request) => openInvitation(deps, request.params.token),
  )
  scope.post(
    '/api/v1/invitations/open/:token',
    {
      config,
      schema: {
        tags,
        summary: 'Accept an invitation and sign in',
        params,
        body: invitationAcceptSchema,
        response: { 201: meSchema },
      },
    },
    async (request, reply) => {
      const { token, userId, organizationId, email } = await acceptInvitation(deps, {
        ...request.body,
        token: request.params.token,
        network: networkOf(request.ip),
        knownBrowser: readKnownBrowser(request),
      })
      setSignInToken(reply, token)
      setKnownBrowser(reply, proveBrowser(deps, email))
      return reply.code(201).send(await describePerson(deps, userId, organizationId))
    },
  )
}

function withLink(deps: Deps, request: FastifyRequest, { token, ...invitation }: NewInvitation) {
  return { ...invitation, link: invitationLink(ownUrl(deps.config, request), token) }
}
