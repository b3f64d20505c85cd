import type { FlowChanges } from '@opbx/contract/call-flow/draft'
import type { OutsideStop } from '@opbx/contract/fraud-guard'
import type { Pairing, subscriberSyncSchema } from '@opbx/contract/pairing'
import { useQuery } from '@tanstack/react-query'
import {
  FlaskConical,
  GitCompareArrows,
  type LucideIcon,
  Phone,
  ShieldAlert,
  Unplug,
} from 'lucide-react'
import type { z } from 'zod'
import { flowChangesQuery } from '../../api/flow.ts'
import { useOutsideStop } from '../../api/fraud-guard.ts'
import { useMay } from '../../api/me.ts'
import { pairingQuery, subscriberSyncQuery } from '../../api/pairing.ts'
import { fraudGuardPath } from '../../app/paths.ts'
import { formatDuration } from '../../format/format.ts'
import { reachedText } from '../../format/reached-cap.ts'
import { type Text, useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, List, Tile } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loading.tsx'

interface Concern {
  key: string
  icon: LucideIcon
  tone: 'danger' | 'draft' | 'warn' | 'accent'
  title: string
  text: string
  button: string
  to: string
}

/** Problem sentences with one action each; says so when there is none. */
export function AttentionCard() {
  const t = useText()
  const isOwner = useMay('cloudonix.manage')
  const changes = useQuery(flowChangesQuery)
  const pairing = useQuery({ ...pairingQuery, enabled: isOwner })
  const subscribers = useQuery({ ...subscriberSyncQuery, enabled: isOwner })
  const stop = useOutsideStop()
  const concerns = [
    ...stopConcerns(stop, t),
    ...pairingConcerns(pairing.data, t),
    ...subscriberConcerns(subscribers.data, t),
    ...changeConcerns(changes.data, t),
  ]
  return (
    <Card
      title={t('home.attention.title')}
      end={concerns.length > 0 && <Badge>{concerns.length}</Badge>}
    >
      <Loaded query={changes} rows={2}>
        {() =>
          concerns.length === 0 ? (
            <div className="empty py-8">
              <h3>{t('home.attention.nothing')}</h3>
              <p>{t('home.attention.nothingText')}</p>
            </div>
          ) : (
            <List>
              {concerns.map((concern, index) => (
                <ConcernRow key={concern.key} concern={concern} isFirst={index === 0} />
              ))}
            </List>
          )
        }
      </Loaded>
    </Card>
  )
}

function ConcernRow({ concern, isFirst }: { concern: Concern; isFirst: boolean }) {
  return (
    <li className="item att">
      <Tile
        icon={concern.icon}
        {...(concern.tone === 'accent' ? { tone: 'accent' } : { tone: concern.tone })}
      />
      <div className="grow">
        <b className="medium">{concern.title}</b>
        <p className="small muted">{concern.text}</p>
      </div>
      <ButtonLink
        to={concern.to}
        size="sm"
        variant={isFirst && concern.tone === 'danger' ? 'primary' : undefined}
      >
        {concern.button}
      </ButtonLink>
    </li>
  )
}

function stopConcerns(stop: OutsideStop | null, t: Text): Concern[] {
  if (stop === null) return []
  return [
    {
      key: 'stop',
      icon: ShieldAlert,
      tone: 'danger',
      to: fraudGuardPath,
      title: t('fraudGuard.stopped.title'),
      text: t('fraudGuard.stopped.why', { reason: reachedText(stop.reached, t) }),
      button: t('fraudGuard.stopped.show'),
    },
  ]
}

export function pairingConcerns(pairing: Pairing | undefined, t: Text): Concern[] {
  if (!pairing) return []
  const to = '/settings/cloudonix'
  if (pairing.status === 'unpaired') {
    return [
      {
        key: 'pairing',
        icon: Unplug,
        tone: 'danger',
        to: '/setup/connect',
        title: t('home.attention.unpaired'),
        text: t('home.attention.unpairedText'),
        button: t('home.attention.unpairedButton'),
      },
    ]
  }
  if (pairing.status === 'attention') {
    const failed = pairing.checks.find((check) => !check.ok)
    const text = failed ? [failed.message, failed.remedy].filter(Boolean).join(' ') : ''
    return [
      {
        key: 'pairing',
        icon: Unplug,
        tone: 'danger',
        to,
        title: t('home.attention.pairing'),
        text,
        button: t('home.attention.pairingButton'),
      },
    ]
  }
  if (pairing.platform !== 'simulator') return []
  return [
    {
      key: 'pairing',
      icon: FlaskConical,
      tone: 'accent',
      to,
      title: t('home.attention.simulator'),
      text: t('home.attention.simulatorText'),
      button: t('home.attention.simulatorButton'),
    },
  ]
}

function subscriberConcerns(
  sync: z.infer<typeof subscriberSyncSchema> | undefined,
  t: Text,
): Concern[] {
  const base = {
    icon: Phone,
    to: '/flow/extensions',
    button: t('home.attention.subscribersButton'),
  }
  if (sync && sync.failed > 0) {
    return [
      {
        ...base,
        key: 'failed',
        tone: 'danger',
        title: t('home.attention.subscribers', { count: sync.failed }),
        text: t('home.attention.subscribersText'),
      },
    ]
  }
  if (!sync || sync.waiting === 0) return []
  return [
    {
      ...base,
      key: 'waiting',
      tone: 'warn',
      title: t('home.attention.waiting', { count: sync.waiting }),
      text: t('home.attention.waitingText', { duration: formatDuration(sync.etaSeconds) }),
    },
  ]
}

function changeConcerns(changes: FlowChanges | undefined, t: Text): Concern[] {
  const count = changes?.changes.length ?? 0
  if (!changes || count === 0) return []
  const names = changes.changes.slice(0, 3).map((change) => change.name)
  return [
    {
      key: 'changes',
      icon: GitCompareArrows,
      tone: 'draft',
      to: '/flow/apply',
      title: t('home.attention.changes', { count }),
      text: t('home.attention.changesNames', {
        names: new Intl.ListFormat('en').format(names) + (count > 3 ? ' …' : ''),
      }),
      button: t('home.attention.changesButton'),
    },
  ]
}
