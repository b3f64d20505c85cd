import { replayedSchema, replaySchema } from '@opbx/contract/call-flow/replay'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import { replayCalls } from './service.ts'

export function registerReplay(scope: HttpScope, deps: Deps): void {
  scope.post(
    '/api/v1/flow/replay',
    {
      config: { permission: 'flow.write' },
      schema: {
        tags: ['Call flow'],
        summary: 'How the last calls would go by the draft',
        description:
          'With what the callers did and what OPBX knew then, until the way differs. Nothing is stored and nothing rings.',
        body: replaySchema,
        response: { 200: replayedSchema },
      },
    },
    (request) => replayCalls(ctxOf(deps, request), request.body),
  )
}
