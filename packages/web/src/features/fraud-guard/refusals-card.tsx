import type { GuardRefusal } from '@opbx/contract/fraud-guard'
import { callPath } from '../../app/paths.ts'
import { reachedText } from '../../format/reached-cap.ts'
import { type Text, useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Tel, TimeText } from '../../ui/figures.tsx'

/** Calls that the guard did not let out; each leads to its story. */
export function RefusalsCard({ refusals }: { refusals: readonly GuardRefusal[] }) {
  const t = useText()
  const columns: Column<GuardRefusal>[] = [
    {
      key: 'number',
      head: t('fraudGuard.refusals.number'),
      phone: 'title',
      cell: ({ number }) => <Tel number={number} className="medium" />,
    },
    {
      key: 'who',
      head: t('fraudGuard.refusals.who'),
      cell: ({ name }) => name ?? t('fraudGuard.refusals.flow'),
    },
    {
      key: 'reason',
      head: t('fraudGuard.refusals.reason'),
      phone: 'sub',
      cell: ({ reason }) => <span className="muted">{reasonText(reason, t)}</span>,
    },
    {
      key: 'when',
      head: t('fraudGuard.refusals.when'),
      align: 'end',
      phone: 'end',
      cell: ({ at }) => <TimeText at={at} />,
    },
  ]
  return (
    <Card title={t('fraudGuard.refusals.title')} lead={t('fraudGuard.refusals.lead')}>
      <DataTable
        label={t('fraudGuard.refusals.title')}
        columns={columns}
        rows={refusals}
        rowKey={({ session, number, at }) => `${session} ${number} ${at}`}
        rowTo={({ callId }) => (callId === null ? undefined : callPath(callId))}
        empty={<p className="card--pad muted">{t('fraudGuard.refusals.none')}</p>}
      />
    </Card>
  )
}

function reasonText(reason: GuardRefusal['reason'], t: Text): string {
  switch (reason.kind) {
    case 'cap':
      return reachedText(reason.reached, t)
    case 'high_risk':
      return t('fraudGuard.refusals.highRisk', { destination: reason.destination })
    case 'stopped':
      return t('fraudGuard.refusals.stopped')
  }
}
