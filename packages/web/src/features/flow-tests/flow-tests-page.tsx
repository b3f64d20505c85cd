import { type FlowTestResource, flowTestResourceSchema } from '@opbx/contract/call-flow/flow'
import type { FlowTestResult } from '@opbx/contract/call-flow/flow-tests'
import { pageOf } from '@opbx/contract/pagination'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, ListChecks, Play } from 'lucide-react'
import { flowTestRunQuery } from '../../api/flow-tests.ts'
import { useMay } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { flowTestPath } from '../../app/paths.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { ResourceListPage } from '../../resources/resource-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { Badge, DraftBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout, Tile } from '../../ui/card.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { useProblemText } from '../../ui/problem-text.ts'

/** All tests and how they do now. */
export function FlowTestsPage() {
  const t = useText()
  const problemText = useProblemText()
  const mayWrite = useMay('flow.write')
  const query = usePages(['flow', 'flow_test', 'list'], '/flow-tests', {
    schema: pageOf(flowTestResourceSchema),
    query: { limit: 200 },
  })
  const run = useQuery(flowTestRunQuery)
  const results = new Map(run.data?.results.map((result) => [result.id, result]))
  const columns: Column<FlowTestResource>[] = [
    {
      key: 'name',
      head: t('flowTests.name'),
      cell: ({ name }) => (
        <span className="row gap-3">
          <Tile icon={ListChecks} />
          <span className="trunc">{name}</span>
        </span>
      ),
      phone: 'title',
    },
    {
      key: 'call',
      head: t('flowTests.columnCall'),
      cell: ({ from, to }) =>
        t('flowTests.fromTo', { from: formatPhoneNumber(from), to: formatPhoneNumber(to) }),
      phone: 'sub',
    },
    {
      key: 'result',
      head: t('flowTests.columnResult'),
      cell: ({ id }) => <ResultBadge result={results.get(id)} isRunning={run.isFetching} />,
      phone: 'end',
    },
    {
      key: 'state',
      head: <span className="sr">{t('callFlow.state')}</span>,
      align: 'end',
      cell: ({ enabled, state }) => (
        <span className="inline-flex gap-1">
          {!enabled && <Badge>{t('common.off')}</Badge>}
          <DraftBadge state={state} />
        </span>
      ),
      phone: 'state',
    },
  ]
  const isEmpty = query.items?.length === 0
  return (
    <ResourceListPage
      title={t('flowTests.list')}
      lead={t('flowTests.lead')}
      query={query}
      columns={columns}
      rowKey={({ id }) => id}
      rowTo={({ id }) => flowTestPath(id)}
      searchText={({ name, from, to }) => `${name} ${from} ${to}`}
      create={mayWrite ? { label: t('flowTests.create'), to: '/flow/flow-tests/new' } : undefined}
      actions={
        !isEmpty && (
          <Button icon={Play} busy={run.isFetching} onClick={() => void run.refetch()}>
            {t('flowTests.runAll')}
          </Button>
        )
      }
      above={
        !isEmpty &&
        (run.error ? (
          <Callout tone="danger">{problemText(run.error)}</Callout>
        ) : (
          run.data && <RunSummary green={run.data.green} red={run.data.red} />
        ))
      }
      empty={{
        title: t('flowTests.emptyTitle'),
        text: t('flowTests.emptyText'),
        art: <Tile icon={ListChecks} />,
      }}
    />
  )
}

/** The figures of a run. */
function RunSummary({ green, red }: { green: number; red: number }) {
  const t = useText()
  if (red > 0) {
    return (
      <Callout tone="danger" title={t('flowTests.someRed', { count: red })}>
        {t('flowTests.redText')}
      </Callout>
    )
  }
  return <Callout tone="ok" title={t('flowTests.allGreen', { count: green })} />
}

function ResultBadge({
  result,
  isRunning,
}: {
  result: FlowTestResult | undefined
  isRunning: boolean
}) {
  const t = useText()
  if (result === undefined) return isRunning ? <Badge>{t('flowTests.running')}</Badge> : null
  return result.passed ? (
    <Badge tone="ok" icon={CircleCheck}>
      {t('flowTests.green')}
    </Badge>
  ) : (
    <Badge tone="danger" icon={CircleX}>
      {t('flowTests.red')}
    </Badge>
  )
}
