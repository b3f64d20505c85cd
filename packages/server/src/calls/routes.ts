import {
  callPageSchema,
  callQuerySchema,
  callStorySchema,
  callsTodaySchema,
} from '@opbx/contract/calls'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import type { PairingDirectory } from '../pairing/service.ts'
import { countCallsToday } from './count-calls.ts'
import { listCalls } from './list-calls.ts'
import { getCallStory } from './tell-story.ts'

const config = { permission: 'calls.read' } as const
const tags = ['Calls']

export function registerCalls(
  scope: HttpScope,
  deps: Deps,
  { pairings }: { pairings: PairingDirectory },
): void {
  scope.get(
    '/api/v1/calls',
    {
      config,
      schema: {
        tags,
        summary: 'Call history, newest first',
        querystring: callQuerySchema,
        response: { 200: callPageSchema },
      },
    },
    (request) => listCalls(ctxOf(deps, request), request.query),
  )
  scope.get(
    '/api/v1/calls/today',
    {
      config,
      schema: { tags, summary: "The day's figures", response: { 200: callsTodaySchema } },
    },
    (request) => {
      const ctx = ctxOf(deps, request)
      return countCallsToday(ctx, pairings.of(ctx.organizationId, 'main')?.platform === 'simulator')
    },
  )
  scope.get(
    '/api/v1/calls/:id',
    {
      config,
      schema: {
        tags,
        summary: "One call's story: what was decided and why, and everything that was told",
        params: idParamsSchema,
        response: { 200: callStorySchema },
      },
    },
    (request) => getCallStory(ctxOf(deps, request), request.params.id),
  )
}
