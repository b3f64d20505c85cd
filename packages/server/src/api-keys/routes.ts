import { apiKeyCreatedSchema, apiKeyCreateSchema, apiKeySchema } from '@opbx/contract/identity'
import { pageOf, pageQuerySchema } from '@opbx/contract/pagination'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './service.ts'

export function registerApiKeys(scope: HttpScope, deps: Deps): void {
  const config = { permission: 'integration.manage' } as const
  const tags = ['API keys']
  scope.get(
    '/api/v1/api-keys',
    {
      config,
      schema: {
        tags,
        summary: 'List the API keys',
        querystring: pageQuerySchema,
        response: { 200: pageOf(apiKeySchema) },
      },
    },
    (request) => listApiKeys(ctxOf(deps, request), request.query),
  )
  scope.post(
    '/api/v1/api-keys',
    {
      config,
      schema: {
        tags,
        summary: 'Create an API key; the answer shows it this once',
        body: apiKeyCreateSchema,
        response: { 201: apiKeyCreatedSchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await createApiKey(ctxOf(deps, request), request.body)),
  )
  scope.delete(
    '/api/v1/api-keys/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Revoke an API key at once',
        params: idParamsSchema,
        response: { 204: z.void() },
      },
    },
    async (request, reply) => {
      await revokeApiKey(ctxOf(deps, request), request.params.id)
      return reply.code(204).send()
    },
  )
}
