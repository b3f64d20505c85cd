import type { TrialCall } from '@opbx/contract/trial'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { flowQuery } from '../../api/flow.ts'
import { isProblem } from '../../api/problem.ts'
import { useQueryParam } from '../../app/navigation.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout, Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { Controls } from './controls.tsx'
import { ScriptDialog } from './script-dialog.tsx'
import { StoryCard } from './story-card.tsx'
import { TrialBar } from './trial-bar.tsx'
import { MakeTrial, TrialProblem } from './trial-problem.tsx'
import './try-call.css'
import { type Settings, useSettings } from './use-settings.ts'
import { type TrialOrder, useActions, usePlaceCall, useTrialCall } from './use-trial-call.ts'

/** A pretend call, played by hand or by a script, with the reason for each step. */
export function TryPage() {
  const t = useText()
  const flow = useQuery(flowQuery)
  const settings = useChosen(flow.data?.phoneNumbers[0]?.number ?? '')
  const [id, setId] = useQueryParam('call')
  const [isWriting, setWriting] = useState(false)
  const call = useTrialCall(id)
  const placing = usePlaceCall((placed) => {
    setWriting(false)
    setId(placed)
  })
  const { act, isBusy } = useActions(id)
  const isCalling = call.data !== undefined && call.data.state !== 'ended'
  const isEmpty =
    flow.data !== undefined && flow.data.nodes.length === 0 && flow.data.phoneNumbers.length === 0
  const place = (more: Pick<TrialOrder, 'mode' | 'script'>) =>
    placing.mutate({ ...orderOf(settings), ...more })
  const byHand = () => place({ mode: 'manual' })
  return (
    <Page full tight>
      <div className="sr">
        <PageHead title={t('tryCall.title')} />
      </div>
      <TrialBar
        settings={settings}
        isCalling={isCalling}
        isPlacing={placing.isPending}
        blocked={blockedBy(settings, t)}
        onCall={byHand}
        onScript={() => setWriting(true)}
        onHangUp={() => act({ hangUp: 'caller' })}
      />
      <ScriptDialog
        isOpen={isWriting}
        onClose={() => setWriting(false)}
        onPlay={(script) => place({ mode: 'script', script })}
        isPlacing={placing.isPending}
      />
      {isEmpty && !placing.error && <MakeTrial onMade={settings.chooseNumber} />}
      {placing.error && (
        <TrialProblem
          error={placing.error}
          onRetry={byHand}
          onMade={(number) => {
            placing.reset()
            settings.chooseNumber(number)
          }}
        />
      )}
      <Played id={id} query={call}>
        {(played) => (
          <div className="trialgrid">
            <StoryCard call={played} onCallAgain={byHand} />
            <Controls key={played.id} call={played} act={act} isBusy={isBusy} />
          </div>
        )}
      </Played>
      {isProblem(call.error, 'not_found') && <Lost onCallAgain={byHand} />}
    </Page>
  )
}

/** Until somebody chooses, the first own number is called. */
function useChosen(first: string) {
  const settings = useSettings()
  const number = settings.number === '' ? first : settings.number
  return {
    ...settings,
    number,
    chooseNumber: (next: string | undefined) => {
      if (settings.number === '' && next) settings.setNumber(next)
    },
  }
}

function orderOf(settings: Settings): TrialOrder {
  const { from, number, instant, using } = settings
  return { from, to: number, revision: using, ...(instant ? { at: instant } : {}) }
}

function blockedBy(settings: Settings, t: ReturnType<typeof useText>): string | undefined {
  if (settings.number === '') return t('tryCall.noNumber')
  return settings.instant === null ? t('tryCall.badTime') : undefined
}

/** The call that the address names; before the first one, what there is to do. */
function Played({
  id,
  query,
  children,
}: {
  id: string
  query: ReturnType<typeof useTrialCall>
  children: (call: TrialCall) => ReactNode
}) {
  if (id === '') return <Idle />
  return isProblem(query.error, 'not_found') ? null : <Loaded query={query}>{children}</Loaded>
}

function Idle() {
  const t = useText()
  return (
    <Card title={t('tryCall.whatHappens')} lead={t('tryCall.pretend')}>
      <EmptyState title={t('tryCall.idleTitle')}>{t('tryCall.idleText')}</EmptyState>
    </Card>
  )
}

/** The address names a call that the simulator has forgotten. */
function Lost({ onCallAgain }: { onCallAgain: () => void }) {
  const t = useText()
  return (
    <Callout
      tone="warn"
      title={t('tryCall.lostTitle')}
      action={
        <Button size="sm" onClick={onCallAgain}>
          {t('tryCall.callAgain')}
        </Button>
      }
    >
      {t('tryCall.lostText')}
    </Callout>
  )
}
