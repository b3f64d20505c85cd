import {
  blockListEntryCreateSchema,
  blockListEntrySchema,
  blockListQuerySchema,
} from '@opbx/contract/block-list'
import { pageOf } from '@opbx/contract/pagination'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import { addToBlockList, listBlockList, removeFromBlockList } from './service.ts'

export function registerBlockList(scope: HttpScope, deps: Deps): void {
  const tags = ['Block list']
  scope.get(
    '/api/v1/block-list',
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'List the blocked numbers',
        querystring: blockListQuerySchema,
        response: { 200: pageOf(blockListEntrySchema) },
      },
    },
    (request) => listBlockList(ctxOf(deps, request), request.query),
  )
  scope.post(
    '/api/v1/block-list',
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'Block a number, at once, in every caller filter that looks at the list',
        body: blockListEntryCreateSchema,
        response: { 201: blockListEntrySchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await addToBlockList(ctxOf(deps, request), request.body)),
  )
  scope.delete(
    '/api/v1/block-list/:id',
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'Take a number off the block list, at once',
        params: idParamsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await removeFromBlockList(ctxOf(deps, request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
