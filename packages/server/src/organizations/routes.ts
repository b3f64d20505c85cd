import {
  invitationCreatedSchema,
  organizationChangeSchema,
  organizationCreatedSchema,
  organizationCreateSchema,
  organizationSchema,
  organizationStatusChangeSchema,
} from '@opbx/contract/identity'
import { pageOf, pageQuerySchema } from '@opbx/contract/pagination'
import type { FastifyRequest } from 'fastify'
import type { Actor, Ctx, Deps } from '../context.ts'
import { ctxOf, personOf, versionOf } from '../http/access.ts'
import { ownUrl } from '../http/own-url.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import { invitationLink } from '../invitations/service.ts'
import { changeOrganization, setOrganizationStatus } from './change-organization.ts'
import { makeOrganization, operatorCtx, renewOwnerInvitation } from './make-organization.ts'
import { getOrganization, listOrganizations } from './service.ts'

const tags = ['Organization']

export function registerOrganizations(scope: HttpScope, deps: Deps): void {
  const config = { permission: 'organization.manage' } as const
  const response = { 200: organizationSchema }
  scope.get(
    '/api/v1/organization',
    { config, schema: { tags, summary: 'The current organization', response } },
    (request) => getOrganization(ctxOf(deps, request)),
  )
  scope.patch(
    '/api/v1/organization',
    {
      config,
      schema: {
        tags,
        summary: 'Change name, time zone or country; calls follow with the next Apply',
        body: organizationChangeSchema,
        response,
      },
    },
    (request) => changeOrganization(ctxOf(deps, request), versionOf(request), request.body),
  )
  registerOperatorRoutes(scope, deps)
}

function registerOperatorRoutes(scope: HttpScope, deps: Deps): void {
  const config = { permission: 'operator' } as const
  const tags = ['Organizations']
  const ctxFor = (request: FastifyRequest, id: string): Ctx =>
    operatorCtx(deps, operatorOf(request), id)
  scope.get(
    '/api/v1/organizations',
    {
      config,
      schema: {
        tags,
        summary: 'List the organizations of this installation',
        querystring: pageQuerySchema,
        response: { 200: pageOf(organizationSchema) },
      },
    },
    (request) => listOrganizations(deps, request.query),
  )
  scope.post(
    '/api/v1/organizations',
    {
      config,
      schema: {
        tags,
        summary: "Make an organization; the answer shows its owner's invitation link this once",
        body: organizationCreateSchema,
        response: { 201: organizationCreatedSchema },
      },
    },
    async (request, reply) => {
      const made = await makeOrganization(deps, operatorOf(request), request.body)
      const { token, ...invitation } = made.invitation
      const link = invitationLink(ownUrl(deps.config, request), token)
      return reply.code(201).send({ ...made.organization, invitation: { ...invitation, link } })
    },
  )
  scope.patch(
    '/api/v1/organizations/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Suspend or activate an organization',
        params: idParamsSchema,
        body: organizationStatusChangeSchema,
        response: { 200: organizationSchema },
      },
    },
    (request) =>
      setOrganizationStatus(
        ctxFor(request, request.params.id),
        versionOf(request),
        request.body.status,
      ),
  )
  scope.post(
    '/api/v1/organizations/:id/owner-invitation',
    {
      config,
      schema: {
        tags,
        summary: 'Make a new invitation link for an owner who has not come yet',
        params: idParamsSchema,
        response: { 200: invitationCreatedSchema },
      },
    },
    async (request) => {
      const { token, ...invitation } = await renewOwnerInvitation(
        ctxFor(request, request.params.id),
      )
      return { ...invitation, link: invitationLink(ownUrl(deps.config, request), token) }
    },
  )
}

function operatorOf(request: FastifyRequest): Actor {
  const { userId, name } = personOf(request)
  return { kind: 'user', id: userId, name }
}
