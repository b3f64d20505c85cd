import { pageOf } from '@opbx/contract/pagination'
import { type Pairing, pairingSteps, trunkSchema } from '@opbx/contract/pairing'
import { useQuery } from '@tanstack/react-query'
import { Circle, CircleCheck, CircleX } from 'lucide-react'
import { api } from '../../api/client.ts'
import { subscriberSyncQuery } from '../../api/pairing.ts'
import { formatDuration } from '../../format/format.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Card, Item, List } from '../../ui/card.tsx'
import { TimeText } from '../../ui/figures.tsx'
import { Loaded, ProgressBar } from '../../ui/loading.tsx'
import { useAction } from './use-action.ts'

/** How each step of the connection went, and what to do where it did not. */
export function ChecksCard({ pairing }: { pairing: Pairing }) {
  const t = useText()
  const checks = pairingSteps.flatMap((step) => pairing.checks.filter((one) => one.step === step))
  return (
    <Card title={t('settings.cloudonix.checks')}>
      {checks.length === 0 ? (
        <p className="card--pad muted">{t('settings.cloudonix.notChecked')}</p>
      ) : (
        <List label={t('settings.cloudonix.checks')}>
          {checks.map((check) => (
            <Item key={check.step} className="items-start">
              {check.ok ? (
                <CircleCheck className="i text-talking mt-0.5" />
              ) : (
                <CircleX className="i text-danger mt-0.5" />
              )}
              <span className="grow min-w-0">
                <span className="medium block">{t(`settings.cloudonix.steps.${check.step}`)}</span>
                <span className="small muted block">{check.message}</span>
                {check.remedy && <span className="small block mt-1">{check.remedy}</span>}
              </span>
            </Item>
          ))}
        </List>
      )}
    </Card>
  )
}

/** The phones' accounts at the platform: how many are there, and how long the others take. */
export function PhonesCard() {
  const t = useText()
  const query = useQuery(subscriberSyncQuery)
  const repair = useAction({
    run: () => api.post('/subscribers/sync', { body: {} }),
    done: () => t('settings.cloudonix.repaired'),
    changes: 'subscribers',
  })
  return (
    <Card title={t('settings.cloudonix.phones')} pad>
      <Loaded query={query} rows={1}>
        {({ synced, total, waiting, failed, etaSeconds, reason }) => (
          <>
            <ProgressBar
              label={t('settings.cloudonix.phonesInStep', { synced, total })}
              done={synced}
              total={total}
              {...(waiting > 0
                ? {
                    note: t('settings.cloudonix.phonesEta', { length: formatDuration(etaSeconds) }),
                  }
                : {})}
            />
            {reason && <p className="small text-danger">{reason}</p>}
            {failed > 0 && (
              <Button size="sm" busy={repair.isPending} onClick={() => repair.mutate()}>
                {t('settings.cloudonix.repair')}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Card>
  )
}

/** What carries calls to the outside. */
export function TrunksCard() {
  const t = useText()
  const query = useQuery({
    queryKey: ['pairing', 'trunks'],
    queryFn: ({ signal }) =>
      api.get('/settings/cloudonix/trunks', { schema: pageOf(trunkSchema), signal }),
  })
  return (
    <Card title={t('settings.cloudonix.trunks')}>
      <Loaded query={query} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="card--pad muted">{t('settings.cloudonix.noTrunks')}</p>
          ) : (
            <List label={t('settings.cloudonix.trunks')}>
              {items.map((trunk) => (
                <Item key={trunk.name}>
                  <span className="grow trunc medium">{trunk.name}</span>
                  <span className="small quiet">{trunk.direction}</span>
                </Item>
              ))}
            </List>
          )
        }
      </Loaded>
    </Card>
  )
}

/** Proof that the connection is used: a list that fills by itself. */
export function FirstsCard({ pairing }: { pairing: Pairing }) {
  const t = useText()
  const items = ['subscriberAt', 'callAt', 'sessionUpdateAt', 'cdrAt'] as const
  return (
    <Card title={t('settings.cloudonix.firsts')}>
      <List label={t('settings.cloudonix.firsts')}>
        {items.map((item) => {
          const at = pairing.firsts[item]
          return (
            <Item key={item}>
              {at ? (
                <CircleCheck className="i text-talking" />
              ) : (
                <Circle className="i text-quiet" />
              )}
              <span className="grow">{t(`settings.cloudonix.firstItems.${item}`)}</span>
              <span className="small quiet">
                {at ? <TimeText at={at} /> : t('settings.cloudonix.notYet')}
              </span>
            </Item>
          )
        })}
      </List>
    </Card>
  )
}
