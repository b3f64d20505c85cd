import { type Agent, type AgentChange, agentSchema, agentsSchema } from '@opbx/contract/agents'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api/client.ts'
import { queryClient } from '../../../api/query-client.ts'

/** Agents of all live queues. The live stream says when they change; wrap-up ends by itself. */
export const agentsQuery = queryOptions({
  queryKey: ['queues', 'agents'],
  queryFn: ({ signal }) => api.get('/agents', { schema: agentsSchema, signal }),
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ activity }) => activity === 'wrap_up') ? 5_000 : false,
})

export async function changeAgent(id: string, body: AgentChange): Promise<Agent> {
  const agent = await api.put(`/agents/${id}`, { body, schema: agentSchema })
  await queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey })
  return agent
}
