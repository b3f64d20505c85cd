import {
  outboundRouteChangeSchema,
  outboundRouteCreateSchema,
  outboundRouteOrderSchema,
  outboundRouteQuerySchema,
  outboundRouteSchema,
  outboundSettingsResourceSchema,
  outboundSettingsSchema,
} from '@opbx/contract/call-flow/flow'
import { pageOf } from '@opbx/contract/pagination'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf, versionOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import type { RevisionStore } from '../revisions/rules.ts'
import {
  changeOutboundRoute,
  createOutboundRoute,
  deleteOutboundRoute,
  orderOutboundRoutes,
} from './change-outbound-route.ts'
import { changeOutboundSettings, getOutboundSettings } from './outbound-settings.ts'
import { getOutboundRoute, listOutboundRoutes } from './read-outbound-routes.ts'

const tags = ['Outbound routes']
const read = { permission: 'flow.read' } as const
const change = { permission: 'flow.write' } as const

export function registerOutboundRoutes(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  registerSettings(scope, deps, store)
  registerReading(scope, deps, store)
  registerMaking(scope, deps, store)
  registerChanging(scope, deps, store)
}

function registerSettings(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.get(
    '/api/v1/outbound-settings',
    {
      config: read,
      schema: {
        tags,
        summary: 'What concerns all calls to the outside: the emergency trunk of the draft',
        response: { 200: outboundSettingsResourceSchema },
      },
    },
    (request) => getOutboundSettings(ctxOf(deps, request), store),
  )
  scope.put(
    '/api/v1/outbound-settings',
    {
      config: change,
      schema: {
        tags,
        summary: 'Change the emergency trunk of the draft',
        body: outboundSettingsSchema,
        response: { 200: outboundSettingsResourceSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      await changeOutboundSettings(ctx, request.body)
      return await getOutboundSettings(ctx, store)
    },
  )
}

function registerReading(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.get(
    '/api/v1/outbound-routes',
    {
      config: read,
      schema: {
        tags,
        summary: 'List the outbound routes of the draft, in the order in which they are tried',
        querystring: outboundRouteQuerySchema,
        response: { 200: pageOf(outboundRouteSchema) },
      },
    },
    (request) => listOutboundRoutes(ctxOf(deps, request), store, request.query),
  )
  scope.get(
    '/api/v1/outbound-routes/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One outbound route of the draft',
        params: idParamsSchema,
        response: { 200: outboundRouteSchema },
      },
    },
    (request) => getOutboundRoute(ctxOf(deps, request), store, request.params.id),
  )
}

function registerMaking(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.post(
    '/api/v1/outbound-routes',
    {
      config: change,
      schema: {
        tags,
        summary: 'Create an outbound route behind the others',
        body: outboundRouteCreateSchema,
        response: { 201: outboundRouteSchema },
      },
    },
    async (request, reply) => {
      const ctx = ctxOf(deps, request)
      const id = await createOutboundRoute(ctx, request.body)
      return reply.code(201).send(await getOutboundRoute(ctx, store, id))
    },
  )
  scope.post(
    '/api/v1/outbound-routes/order',
    {
      config: change,
      schema: {
        tags,
        summary: 'Put the outbound routes in another order',
        body: outboundRouteOrderSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await orderOutboundRoutes(ctxOf(deps, request), request.body.ids)
      return reply.code(204).send(null)
    },
  )
}

function registerChanging(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.patch(
    '/api/v1/outbound-routes/:id',
    {
      config: change,
      schema: {
        tags,
        summary: 'Change an outbound route, with If-Match',
        params: idParamsSchema,
        body: outboundRouteChangeSchema,
        response: { 200: outboundRouteSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      const { id } = request.params
      await changeOutboundRoute(ctx, { id, version: versionOf(request) }, request.body)
      return await getOutboundRoute(ctx, store, id)
    },
  )
  scope.delete(
    '/api/v1/outbound-routes/:id',
    {
      config: change,
      schema: {
        tags,
        summary: 'Delete an outbound route, with If-Match',
        params: idParamsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const at = { id: request.params.id, version: versionOf(request) }
      await deleteOutboundRoute(ctxOf(deps, request), at)
      return reply.code(204).send(null)
    },
  )
}
