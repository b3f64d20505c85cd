import type { Call } from '@opbx/contract/calls'
import { useLive, useLiveCalls } from '../../api/live.ts'
import { callPath } from '../../app/paths.ts'
import { callStateOf } from '../../format/call-state.ts'
import { useFormat } from '../../format/format-context.tsx'
import { useText } from '../../texts/i18n.ts'
import { CallState } from '../../ui/badge.tsx'
import { Callout, Card } from '../../ui/card.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { RunningDuration } from '../../ui/figures.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { CallerCell, PlaceCell } from './call-cells.tsx'

/** Calls that are going on. The stream feeds it; the page itself asks for nothing. */
export function LivePage() {
  const t = useText()
  const calls = useLiveCalls()
  return (
    <Page tight>
      <PageHead
        title={t('calls.live.crumb')}
        heading={t('calls.live.title')}
        lead={t('calls.live.lead')}
      />
      <ConnectionNote />
      <Card>
        <DataTable
          label={t('calls.live.title')}
          columns={useLiveColumns()}
          rows={calls}
          rowKey={(call) => call.id}
          rowTo={(call) => callPath(call.id)}
          empty={
            <EmptyState title={t('calls.live.emptyTitle')}>{t('calls.live.emptyText')}</EmptyState>
          }
        />
      </Card>
    </Page>
  )
}

function useLiveColumns(): readonly Column<Call>[] {
  const t = useText()
  return [
    {
      key: 'from',
      head: t('calls.history.from'),
      phone: 'title',
      cell: (call) => <CallerCell call={call} />,
    },
    {
      key: 'state',
      head: t('calls.live.state'),
      phone: 'state',
      cell: (call) => <CallState state={callStateOf(call)} />,
    },
    {
      key: 'at',
      head: t('calls.live.at'),
      phone: 'sub',
      cell: (call) => <PlaceCell call={call} />,
    },
    {
      key: 'since',
      head: t('calls.live.since'),
      align: 'end',
      phone: 'end',
      cell: (call) => <RunningDuration since={call.answeredAt ?? call.startedAt} />,
    },
  ]
}

/** Old figures stay visible while the stream is away, and say how old they are. */
function ConnectionNote() {
  const t = useText()
  const format = useFormat()
  const { state, lastAt } = useLive()
  if (state === 'live' || lastAt === null) return null
  return (
    <Callout tone="warn" announce>
      {t('calls.live.reconnecting', { time: format.timeWithSeconds(lastAt) })}
    </Callout>
  )
}
