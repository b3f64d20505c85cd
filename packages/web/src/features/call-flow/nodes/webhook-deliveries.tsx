import type { NodeResource } from '@opbx/contract/call-flow/flow'
import { type Page, pageOf } from '@opbx/contract/pagination'
import {
  type WebhookDelivery,
  webhookDeliveryDetailSchema,
  webhookDeliverySchema,
} from '@opbx/contract/webhooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { RotateCw, Send } from 'lucide-react'
import { api } from '../../../api/client.ts'
import { queryClient } from '../../../api/query-client.ts'
import { callPath } from '../../../app/paths.ts'
import { useText } from '../../../texts/i18n.ts'
import { Badge, type Tone } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { Card, Item, List } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { TimeText } from '../../../ui/figures.tsx'
import { Link } from '../../../ui/link.tsx'
import { Loaded } from '../../../ui/loading.tsx'
import { useProblemText } from '../../../ui/problem-text.ts'
import { showToast } from '../../../ui/toast.tsx'

const keyOf = (id: string) => ['webhook-deliveries', id]
const refreshMilliseconds = 5_000
const shown = 10

/** What the receiver was told lately, and what came of it. */
export function DeliveriesCard({
  node,
  isDirty,
}: {
  node: NodeResource<'webhook'>
  isDirty: boolean
}) {
  const t = useText()
  const query = useQuery<Page<WebhookDelivery>>({
    queryKey: keyOf(node.id),
    queryFn: ({ signal }) =>
      api.get('/webhook-deliveries', {
        schema: pageOf(webhookDeliverySchema),
        query: { source: node.id, limit: shown },
        signal,
      }),
    refetchInterval: refreshMilliseconds,
  })
  const test = useTest(node.id)
  return (
    <Card
      title={t('nodeForms.webhook.deliveries')}
      lead={t('nodeForms.webhook.deliveriesLead')}
      end={
        <Button
          size="sm"
          icon={Send}
          busy={test.isPending}
          onClick={() => test.mutate()}
          disabledReason={isDirty ? t('nodeForms.webhook.saveFirst') : undefined}
        >
          {t('nodeForms.webhook.test')}
        </Button>
      }
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('nodeForms.webhook.emptyTitle')}>
              {t('nodeForms.webhook.emptyText')}
            </EmptyState>
          ) : (
            <List label={t('nodeForms.webhook.deliveries')}>
              {items.map((delivery) => (
                <DeliveryItem key={delivery.id} delivery={delivery} />
              ))}
            </List>
          )
        }
      </Loaded>
    </Card>
  )
}

function useTest(id: string) {
  const t = useText()
  const problemText = useProblemText()
  return useMutation({
    mutationFn: () =>
      api.post(`/webhook-nodes/${id}/test`, { schema: webhookDeliveryDetailSchema }),
    onSuccess: ({ state, lastStatus, lastReason }) => {
      const isGood = state === 'delivered'
      showToast(
        isGood
          ? t('nodeForms.webhook.testArrived', { status: lastStatus ?? '' })
          : t('nodeForms.webhook.testFailed', { reason: lastReason ?? '' }),
        { isProblem: !isGood },
      )
    },
    onError: (error) => showToast(problemText(error), { isProblem: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(id) }),
  })
}

function useResend({ id, source }: WebhookDelivery) {
  const t = useText()
  const problemText = useProblemText()
  return useMutation({
    mutationFn: () =>
      api.post(`/webhook-deliveries/${id}/resend`, { schema: webhookDeliverySchema }),
    onSuccess: () => showToast(t('nodeForms.webhook.sentAgain')),
    onError: (error) => showToast(problemText(error), { isProblem: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(source.id) }),
  })
}

const tones = {
  pending: 'wait',
  delivering: 'wait',
  retrying: 'warn',
  delivered: 'ok',
  failed: 'danger',
  cancelled: 'line',
} as const satisfies Record<WebhookDelivery['state'], Tone>

function DeliveryItem({ delivery }: { delivery: WebhookDelivery }) {
  const t = useText()
  const resend = useResend(delivery)
  const { state, attempts, lastStatus, lastReason, nextAttemptAt, callId } = delivery
  return (
    <Item className="flex-wrap">
      <div className="grow basis-60 min-w-0">
        <div className="row wrap">
          <Badge tone={tones[state]}>{t(`nodeForms.webhook.states.${state}`)}</Badge>
          {delivery.isTest && <Badge>{t('nodeForms.webhook.isTest')}</Badge>}
          <TimeText at={delivery.createdAt} as="dateTime" />
          {lastStatus !== null && <span className="small muted num">{lastStatus}</span>}
          <span className="small muted">
            {t('nodeForms.webhook.attempts', { count: attempts })}
          </span>
          {callId && (
            <Link to={callPath(callId)} className="small">
              {t('nodeForms.webhook.story')}
            </Link>
          )}
        </div>
        {lastReason && state !== 'delivered' && <p className="small muted">{lastReason}</p>}
        {state === 'retrying' && nextAttemptAt && (
          <p className="small muted">
            {t('nodeForms.webhook.next')} <TimeText at={nextAttemptAt} />
          </p>
        )}
      </div>
      <Button
        size="sm"
        icon={RotateCw}
        busy={resend.isPending}
        onClick={() => resend.mutate()}
        disabledReason={state === 'delivering' ? t('nodeForms.webhook.underWay') : undefined}
      >
        {t('nodeForms.webhook.resend')}
      </Button>
    </Item>
  )
}
