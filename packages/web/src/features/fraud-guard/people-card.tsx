import type { CapKind, FraudGuard } from '@opbx/contract/fraud-guard'
import { nodePath } from '../../app/paths.ts'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { usedText } from './cap-meter.tsx'

type Person = FraudGuard['people'][number]

/** Who called outside today, beside what each may. */
export function PeopleCard({ guard }: { guard: FraudGuard }) {
  const t = useText()
  const cell = (cap: CapKind) => (person: Person) => {
    const most = guard.settings.person[cap]
    const used = person.total[cap]
    const isFull = most !== null && used >= most
    return <span className={isFull ? 'num medium' : 'num'}>{usedText(t, used, most)}</span>
  }
  const columns: Column<Person>[] = [
    { key: 'name', head: t('fraudGuard.people.name'), phone: 'title', cell: ({ name }) => name },
    {
      key: 'hour',
      head: t('fraudGuard.people.hour'),
      align: 'end',
      phone: 'end',
      cell: cell('callsPerHour'),
    },
    {
      key: 'minutes',
      head: t('fraudGuard.people.minutes'),
      align: 'end',
      phone: 'sub',
      cell: cell('minutesPerDay'),
    },
    { key: 'now', head: t('fraudGuard.people.now'), align: 'end', cell: cell('concurrent') },
  ]
  return (
    <Card title={t('fraudGuard.people.title')} lead={t('fraudGuard.people.lead')}>
      <DataTable
        label={t('fraudGuard.people.title')}
        columns={columns}
        rows={guard.people}
        rowKey={({ node }) => node}
        rowTo={({ node }) => nodePath('extension', node)}
        empty={<p className="card--pad muted">{t('fraudGuard.people.none')}</p>}
      />
    </Card>
  )
}
