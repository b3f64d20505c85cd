import type { NodeResource } from '@opbx/contract/call-flow/flow'
import { CircleAlert, CircleCheck, Hourglass } from 'lucide-react'
import { useText } from '../../../texts/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Card, Item, List } from '../../../ui/card.tsx'
import type { NodeFormProps } from '../node-view.ts'

const looks = {
  synced: { tone: 'ok', icon: CircleCheck },
  waiting: { tone: 'warn', icon: Hourglass },
  failed: { tone: 'danger', icon: CircleAlert },
} as const
type Status = keyof typeof looks

function StatusBadge({ status }: { status: Status }) {
  const t = useText()
  return (
    <Badge tone={looks[status].tone} icon={looks[status].icon}>
      {t(`nodeForms.extension.subscriber.${status}`)}
    </Badge>
  )
}

/** How the phones of a person stand at the platform: the worst of them. */
export function SubscriberBadge({ node }: { node: NodeResource<'extension'> }) {
  const statuses = (node.subscribers ?? []).map((subscriber) => subscriber.status)
  const worst = (['failed', 'waiting', 'synced'] as const).find((status) =>
    statuses.includes(status),
  )
  return worst ? <StatusBadge status={worst} /> : <span className="quiet">–</span>
}

/** Each phone, its name at the platform, and why it cannot ring yet. */
export function SubscribersCard({ node }: NodeFormProps<'extension'>) {
  const t = useText()
  const subscribers = node?.subscribers ?? []
  if (node === undefined || subscribers.length === 0) return null
  const deviceName = (id: string) =>
    node.config.devices.find((device) => device.id === id)?.name ?? t('parts.notFoundThing')
  return (
    <Card title={t('nodeForms.extension.atPlatform')}>
      <List label={t('nodeForms.extension.atPlatform')}>
        {subscribers.map((subscriber) => (
          <Item key={subscriber.deviceId} className="items-start">
            <span className="grow min-w-0">
              <span className="medium block trunc">{deviceName(subscriber.deviceId)}</span>
              <code className="small quiet">{subscriber.msisdn}</code>
              {subscriber.subscriberId && (
                <span className="small quiet block">
                  {t('nodeForms.extension.subscriberId', { id: subscriber.subscriberId })}
                </span>
              )}
              {subscriber.reason && <p className="small text-danger">{subscriber.reason}</p>}
            </span>
            <StatusBadge status={subscriber.status} />
          </Item>
        ))}
      </List>
    </Card>
  )
}
