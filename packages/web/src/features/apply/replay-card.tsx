import { type ReplayResult, replayedSchema } from '@opbx/contract/call-flow/replay'
import { useMutation } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { callPath } from '../../app/paths.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout, Card, Item, List } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { Sentence, TimeText } from '../../ui/figures.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { Select } from '../../ui/select.tsx'

const sizes = ['100', '300', '1000'] as const
const mostShown = 50

/** How the last calls would have gone by the draft. Only when asked: it reads many calls. */
export function ReplayCard() {
  const t = useText()
  const problemText = useProblemText()
  const [calls, setCalls] = useState<(typeof sizes)[number]>('100')
  const [trials, setTrials] = useState(false)
  const replay = useMutation({
    mutationFn: () =>
      api.post('/flow/replay', {
        body: { calls: Number(calls), trials },
        schema: replayedSchema,
      }),
  })
  return (
    <Card title={t('apply.replayTitle')} lead={t('apply.replayLead')}>
      <div className="card--pad col gap-4">
        <div className="row wrap">
          <Select
            value={calls}
            onChange={setCalls}
            className="w-[220px]"
            aria-label={t('apply.replayCalls')}
            options={sizes.map((value) => ({
              value,
              label: t('apply.replayLast', { count: Number(value) }),
            }))}
          />
          <Button icon={History} busy={replay.isPending} onClick={() => replay.mutate()}>
            {t('apply.replay')}
          </Button>
          <Checkbox checked={trials} onChange={setTrials} label={t('apply.replayTrials')} />
        </div>
        <div aria-live="polite">
          {replay.error && <Callout tone="danger">{problemText(replay.error)}</Callout>}
          {replay.data && <Summary result={replay.data} />}
        </div>
      </div>
      {replay.data && replay.data.different.length > 0 && <Different result={replay.data} />}
    </Card>
  )
}

function Summary({ result }: { result: ReplayResult }) {
  const t = useText()
  const { examined, same, different, cannotTell } = result
  if (examined === 0) return <p className="muted">{t('apply.replayNone')}</p>
  return (
    <Callout
      tone={different.length > 0 ? 'draft' : 'ok'}
      title={
        different.length > 0
          ? t('apply.replayDifferent', { count: different.length, of: examined })
          : t('apply.replaySame', { count: same, of: examined })
      }
    >
      {cannotTell.calls > 0 && t('apply.replayCannotTell', { count: cannotTell.calls })}
      {cannotTell.reasons.map(({ reason, calls }) => (
        <span key={reason} className="block small">
          {t('apply.replayReason', { count: calls, reason })}
        </span>
      ))}
    </Callout>
  )
}

function Different({ result }: { result: ReplayResult }) {
  const t = useText()
  const shown = result.different.slice(0, mostShown)
  return (
    <>
      <List label={t('apply.replayList')}>
        {shown.map(({ call, from, to, at, was, now }) => (
          <Item key={call} to={callPath(call)}>
            <span className="grow">
              <span className="medium">
                {t('apply.replayCall', {
                  from: formatPhoneNumber(from),
                  to: formatPhoneNumber(to),
                })}
              </span>{' '}
              <span className="small quiet">
                <TimeText at={at} />
              </span>
              <span className="small muted block">
                {t('apply.replayWas')} <Sentence text={was} />
              </span>
              <span className="small block">
                {t('apply.replayNow')} <Sentence text={now} />
              </span>
            </span>
          </Item>
        ))}
      </List>
      {result.different.length > mostShown && (
        <p className="card--pad small quiet">{t('apply.replayShown', { count: mostShown })}</p>
      )}
    </>
  )
}
