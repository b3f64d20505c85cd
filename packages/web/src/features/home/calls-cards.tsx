import { type Call, callPageSchema, callsTodaySchema } from '@opbx/contract/calls'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { useLiveCalls } from '../../api/live.ts'
import { callPath } from '../../app/paths.ts'
import { callStateOf } from '../../format/call-state.ts'
import { useFormat } from '../../format/format-context.tsx'
import { useText } from '../../texts/i18n.ts'
import { CallState } from '../../ui/badge.tsx'
import { Card, Item, List, Stat } from '../../ui/card.tsx'
import { RunningDuration, Tel, TimeText } from '../../ui/figures.tsx'
import { Link } from '../../ui/link.tsx'
import { Loaded } from '../../ui/loading.tsx'

/** Calls that are going on, as the stream tells. */
export function LiveCallsCard() {
  const t = useText()
  const calls = useLiveCalls() ?? []
  return (
    <Card
      title={t('home.live.title')}
      end={
        <Link to="/calls/live" className="small">
          {calls.length > 0 ? t('home.live.all', { count: calls.length }) : t('home.live.allLink')}
        </Link>
      }
    >
      {calls.length === 0 ? (
        <p className="item muted">{t('home.live.none')}</p>
      ) : (
        <List>
          {calls.slice(0, 5).map((call) => (
            <Item key={call.id} to={callPath(call.id)}>
              <CallPlace call={call} />
              <span className="col gap-0 items-end">
                <CallState state={callStateOf(call)} />
                <span className="small quiet">
                  <RunningDuration since={call.answeredAt ?? call.startedAt} />
                </span>
              </span>
            </Item>
          ))}
        </List>
      )}
    </Card>
  )
}

export function RecentCallsCard() {
  const t = useText()
  const query = useQuery({
    queryKey: ['calls', 'history', 'recent'],
    queryFn: ({ signal }) =>
      api.get('/calls', { schema: callPageSchema, query: { limit: 6, status: 'ended' }, signal }),
  })
  return (
    <Card
      title={t('home.recent.title')}
      end={
        <Link to="/calls" className="small">
          {t('home.recent.all')}
        </Link>
      }
    >
      <Loaded query={query} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="item muted block">
              {t('home.recent.none')} <Link to="/flow/try">{t('home.tryCall')}</Link>
            </p>
          ) : (
            <List>
              {items.map((call) => (
                <Item key={call.id} to={callPath(call.id)}>
                  <CallPlace call={call} />
                  <span className="col gap-0 items-end">
                    <CallState state={callStateOf(call)} />
                    <span className="small quiet">
                      <TimeText at={call.startedAt} as="time" />
                    </span>
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

/** Who, and where the call is or went. */
function CallPlace({ call }: { call: Call }) {
  // A person's own step has the person's name.
  const place = [...new Set([call.node?.name, call.answeredBy?.name])].filter(Boolean).join(' · ')
  return (
    <span className="grow min-w-0">
      <span className="medium block trunc">{call.callerName ?? <Tel number={call.from} />}</span>
      <span className="small muted trunc block">{place || <Tel number={call.to} />}</span>
    </span>
  )
}

export function TodayCard() {
  const t = useText()
  const format = useFormat()
  const query = useQuery({
    queryKey: ['calls', 'today'],
    queryFn: ({ signal }) => api.get('/calls/today', { schema: callsTodaySchema, signal }),
  })
  return (
    <Card
      title={t('home.today.title')}
      end={<span className="small quiet">{t('home.today.since')}</span>}
    >
      <Loaded query={query} rows={1}>
        {(today) => (
          <div className="stats home__stats">
            {(['calls', 'answered', 'missed', 'voicemail'] as const).map((figure) => (
              <Stat
                key={figure}
                label={t(`home.today.${figure}`)}
                value={format.number(today[figure])}
              />
            ))}
          </div>
        )}
      </Loaded>
    </Card>
  )
}
