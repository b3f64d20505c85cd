import {
  agentChangeSchema,
  agentSchema,
  agentsSchema,
  queueCallersSchema,
} from '@opbx/contract/agents'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import { changeAgent, type Known, listAgents, listCallers } from './service.ts'

/** Agents and callers of queues: what acts now. The queues themselves are nodes of the call flow. */
export function registerQueues(
  scope: HttpScope,
  deps: Deps,
  known: Known & { handOver: { wake(): void } },
): void {
  const tags = ['Queues']
  scope.get(
    '/api/v1/agents',
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'Agents of the live queues, and what they do just now',
        response: { 200: agentsSchema },
      },
    },
    async (request) => ({ items: await listAgents(ctxOf(deps, request), known) }),
  )
  scope.put(
    '/api/v1/agents/:id',
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary:
          'Sign an agent in or out, pause or resume: the own extension, or any with flow.write',
        description:
          'Acts at once. What is left out stays. It is no part of the draft, and no Apply changes it.',
        params: idParamsSchema,
        body: agentChangeSchema,
        response: { 200: agentSchema },
      },
    },
    async (request) => {
      const { id } = request.params
      const agent = await changeAgent(ctxOf(deps, request), known, { id, change: request.body })
      known.handOver.wake()
      return agent
    },
  )
  scope.get(
    '/api/v1/queues/:id/callers',
    {
      config: { permission: 'calls.read' },
      schema: {
        tags,
        summary: 'Callers who wait in a queue now, the first one first',
        description:
          'People without flow.write see none: the callers of a queue are not their own calls.',
        params: idParamsSchema,
        response: { 200: queueCallersSchema },
      },
    },
    async (request) => ({
      items: await listCallers(ctxOf(deps, request), known, request.params.id),
    }),
  )
}
