import type { Agent } from '@opbx/contract/agents'
import { useQuery } from '@tanstack/react-query'
import { useText } from '../../../texts/i18n.ts'
import { Card, List } from '../../../ui/card.tsx'
import { Loaded } from '../../../ui/loading.tsx'
import { AgentItem } from './queue-agent-item.tsx'
import { agentsQuery } from './queue-agents-api.ts'

/** What the agents of a queue do just now. */
export function AgentsNowCard({ queue }: { queue: string }) {
  const t = useText()
  const agents = useQuery(agentsQuery)
  const isHere = (agent: Agent) => agent.queues.some(({ id }) => id === queue)
  return (
    <Card title={t('queues.agentsNow')} lead={t('queues.agentsNowLead')}>
      <Loaded query={agents}>
        {({ items }) =>
          items.some(isHere) ? (
            <List label={t('queues.agentsNow')}>
              {items.filter(isHere).map((agent) => (
                <AgentItem key={agent.id} agent={agent} />
              ))}
            </List>
          ) : (
            <p className="small quiet card--pad">{t('queues.noAgents')}</p>
          )
        }
      </Loaded>
    </Card>
  )
}

/** The agent that an extension is, on its own page. Nothing where it is none. */
export function AgentCard({ extension }: { extension: string }) {
  const t = useText()
  const agents = useQuery(agentsQuery)
  const agent = agents.data?.items.find(({ id }) => id === extension)
  if (agent === undefined) return null
  const queues = agent.queues.map(({ name }) => name).join(', ')
  return (
    <Card title={t('queues.agent')} lead={t('queues.agentLead', { queues })}>
      <List label={t('queues.agent')}>
        <AgentItem agent={agent} />
      </List>
    </Card>
  )
}
