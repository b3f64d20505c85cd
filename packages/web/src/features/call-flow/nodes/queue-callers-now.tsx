import { queueCallersSchema } from '@opbx/contract/agents'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api/client.ts'
import { useMay } from '../../../api/me.ts'
import { useText } from '../../../texts/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Card, Item, List } from '../../../ui/card.tsx'
import { RunningDuration, Tel } from '../../../ui/figures.tsx'
import { Link } from '../../../ui/link.tsx'
import { Loaded } from '../../../ui/loading.tsx'

/** Who waits in a queue just now, the first one first. */
export function CallersNowCard({ queue }: { queue: string }) {
  const t = useText()
  const mayLook = useMay('flow.write')
  const callers = useQuery({
    queryKey: ['queues', 'callers', queue],
    queryFn: ({ signal }) =>
      api.get(`/queues/${queue}/callers`, { schema: queueCallersSchema, signal }),
    enabled: mayLook,
  })
  if (!mayLook) return null
  return (
    <Card title={t('queues.callersNow')}>
      <Loaded query={callers}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="small quiet card--pad">{t('queues.nobodyWaits')}</p>
          ) : (
            <List label={t('queues.callersNow')}>
              {items.map((caller, index) => (
                <Item key={caller.session}>
                  <span className="num quiet">{index + 1}</span>
                  <span className="grow trunc">
                    {caller.callId ? (
                      <Link to={`/calls/${caller.callId}`}>
                        {caller.callerName ?? <Tel number={caller.from} />}
                      </Link>
                    ) : (
                      <Tel number={caller.from} />
                    )}
                  </span>
                  {caller.isOffered && <Badge tone="wait">{t('queues.isOffered')}</Badge>}
                  <span className="num small">
                    <RunningDuration since={caller.enteredAt} />
                  </span>
                </Item>
              ))}
            </List>
          )
        }
      </Loaded>
    </Card>
  )
}
