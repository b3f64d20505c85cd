import {
  flowDraftSchema,
  flowPositionsSchema,
  lintResultSchema,
} from '@opbx/contract/call-flow/draft'
import { lintFlow } from '@opbx/contract/call-flow/lint'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { holidayBook } from '../holidays/service.ts'
import { ctxOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import { moveNodes } from './move-nodes.ts'
import { readDraft } from './read-draft.ts'
import { flowOf } from './service.ts'

/** The draft as a whole. */
export function registerFlow(scope: HttpScope, deps: Deps): void {
  const config = { permission: 'flow.read' } as const
  const tags = ['Call flow']
  scope.get(
    '/api/v1/flow',
    { config, schema: { tags, summary: 'The whole draft', response: { 200: flowDraftSchema } } },
    (request) => readDraft(ctxOf(deps, request)),
  )
  scope.put(
    '/api/v1/flow/positions',
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'Place steps on the canvas: acts at once and is no change of the draft',
        body: flowPositionsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await moveNodes(ctxOf(deps, request), request.body.positions)
      return reply.code(204).send(null)
    },
  )
  scope.post(
    '/api/v1/flow/lint',
    {
      config,
      schema: {
        tags,
        summary: 'Errors and warnings of the draft',
        response: { 200: lintResultSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      const draft = await flowOf(ctx.db.query, ctx.organizationId)
      const { allowedPrivateNetworks } = ctx.config
      return lintFlow(draft, ctx.clock.now().toISOString(), allowedPrivateNetworks, holidayBook)
    },
  )
}
