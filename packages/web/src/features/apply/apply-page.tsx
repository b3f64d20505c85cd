import type { FlowChanges } from '@opbx/contract/call-flow/draft'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { flowChangesQuery, flowQuery, lintQuery } from '../../api/flow.ts'
import { flowTestRunQuery } from '../../api/flow-tests.ts'
import { useMay } from '../../api/me.ts'
import { useFormat } from '../../format/format-context.tsx'
import { ChangeList } from '../../resources/change-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import './apply.css'
import { ApplyCard } from './apply-card.tsx'
import { ApplyProblem } from './apply-problem.tsx'
import { AtOnceCard, AtOnceProblem } from './at-once-card.tsx'
import { FindingsCard } from './findings-card.tsx'
import { OverrideButton } from './override-button.tsx'
import { ReplayCard } from './replay-card.tsx'
import { RedTestsCard } from './tests-card.tsx'
import { liveVersionQuery, useApply } from './use-apply.ts'

/** What would become live, whether it holds, and the button that does it. */
export function ApplyPage() {
  const t = useText()
  const changes = useQuery(flowChangesQuery)
  return (
    <Page>
      {changes.data === undefined && <PageHead title={t('apply.title')} />}
      <Loaded query={changes}>
        {(shown) =>
          shown.changes.length === 0 ? <NothingToApply shown={shown} /> : <Review shown={shown} />
        }
      </Loaded>
    </Page>
  )
}

function NothingToApply({ shown }: { shown: FlowChanges }) {
  const t = useText()
  return (
    <>
      <PageHead title={t('apply.title')} />
      <AtOnceCard atOnce={shown.atOnce} />
      <Card>
        <EmptyState
          title={t('apply.nothingTitle')}
          action={<ButtonLink to="/flow/versions">{t('apply.versions')}</ButtonLink>}
        >
          {t('apply.nothingText')}{' '}
          {shown.liveRevision !== null && t('apply.nothingVersion', { number: shown.liveRevision })}
        </EmptyState>
      </Card>
    </>
  )
}

function Review({ shown }: { shown: FlowChanges }) {
  const t = useText()
  const flow = useQuery(flowQuery)
  const lint = useQuery(lintQuery)
  const [note, setNote] = useState('')
  const apply = useApply(shown, () => setNote(''))
  const tests = useQuery(flowTestRunQuery)
  const mayOverride = useMay('flow.override')
  const count = shown.changes.length
  const errors = lint.data?.errors.length
  const red = tests.data?.results.filter((result) => result.enabled && !result.passed) ?? []
  const blocked = () => {
    if (errors === undefined) return t('apply.unchecked')
    if (errors > 0) return t('apply.blocked', { count: errors })
    return red.length > 0 ? t('apply.testsBlocked', { count: red.length }) : undefined
  }
  const button = {
    variant: 'apply',
    size: 'lg',
    block: true,
    busy: apply.isPending,
    disabledReason: blocked(),
    onClick: () => apply.mutate({ note }),
    children: apply.isPending ? t('apply.applying') : t('apply.apply', { count }),
  } as const
  return (
    <>
      <PageHead title={t('apply.title')} lead={<Lead shown={shown} />} />
      <AtOnceProblem atOnce={shown.atOnce} />
      {apply.error && <ApplyProblem error={apply.error} shown={shown} onDismiss={apply.reset} />}
      <div className="applygrid">
        <div className="col gap-6">
          <FindingsCard findings={lint.data?.errors} tone="danger" />
          <RedTestsCard red={red} />
          <Card title={t('apply.changes', { count })}>
            <ChangeList changes={shown.changes} flow={flow.data} isLinked />
          </Card>
          <FindingsCard findings={lint.data?.warnings} tone="warn" />
          <ReplayCard />
          <AtOnceCard atOnce={shown.atOnce} />
        </div>
        <ApplyCard
          shown={shown}
          lint={lint}
          tests={tests}
          note={note}
          onNote={setNote}
          button={<Button {...button} />}
          reason={blocked()}
          override={
            mayOverride &&
            errors === 0 &&
            red.length > 0 && (
              <OverrideButton
                count={red.length}
                busy={apply.isPending}
                onApply={(reason) => apply.mutate({ note, reason })}
              />
            )
          }
        />
      </div>
      <div className="stick only-s">
        {blocked() && <p className="small muted mb-2">{blocked()}</p>}
        <Button {...button} />
      </div>
    </>
  )
}

function Lead({ shown }: { shown: FlowChanges }) {
  const t = useText()
  const format = useFormat()
  const { data: live } = useQuery(liveVersionQuery)
  if (shown.liveRevision === null) return <>{t('apply.leadFirst')}</>
  if (!live) return null
  return (
    <>
      {t('apply.lead', {
        next: live.number + 1,
        live: live.number,
        author: live.author,
        date: format.longDate(live.createdAt),
      })}
    </>
  )
}
