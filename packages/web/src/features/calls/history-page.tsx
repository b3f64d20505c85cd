import { callPageSchema, directions, dispositions } from '@opbx/contract/calls'
import { FlaskConical } from 'lucide-react'
import { useMemo } from 'react'
import { useMay } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { useQueryParam } from '../../app/navigation.ts'
import { callPath } from '../../app/paths.ts'
import { useFormat } from '../../format/format-context.tsx'
import { useText } from '../../texts/i18n.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { SearchInput } from '../../ui/text-input.tsx'
import { useHistoryColumns } from './history-columns.tsx'
import { periodRange, periods } from './period.ts'
import { startOfDay } from './start-of-day.ts'

/** Every call, newest first. */
export function HistoryPage() {
  const t = useText()
  const format = useFormat()
  const filters = useFilters()
  const columns = useHistoryColumns()
  const query = usePages(['calls', 'history'], '/calls', {
    schema: callPageSchema,
    query: filters.query,
  })
  const searchedBackTo = query.data?.pages.at(-1)?.searchedBackTo
  return (
    <Page tight>
      <PageHead
        title={t('calls.history.crumb')}
        heading={t('calls.history.title')}
        lead={t('calls.history.lead')}
      />
      <Filters filters={filters} />
      <Card>
        <DataTable
          label={t('calls.history.title')}
          columns={columns}
          rows={query.items}
          rowKey={(call) => call.id}
          rowTo={(call) => callPath(call.id)}
          groupOf={(call) => format.longDate(call.startedAt)}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={query.hasNextPage ? null : <Empty filters={filters} />}
        />
        <LoadMore
          query={query}
          note={
            searchedBackTo
              ? t('calls.history.searched', { date: format.dateTime(searchedBackTo) })
              : undefined
          }
        />
      </Card>
    </Page>
  )
}

type FilterState = ReturnType<typeof useFilters>

function useFilters() {
  const format = useFormat()
  const [periodParam, setPeriod] = useQueryParam('period')
  const [number, setNumber] = useQueryParam('number')
  const [disposition, setDisposition] = useQueryParam('disposition')
  const [direction, setDirection] = useQueryParam('direction')
  const [recordedParam, setRecorded] = useQueryParam('recorded')
  const recorded = recordedParam === 'only' ? recordedParam : undefined
  const [tag, setTag] = useQueryParam('tag')
  const period = periods.find((one) => one === periodParam) ?? 'week'
  // Fixed while the page is open, or else every render would ask for another period.
  const range = useMemo(() => {
    const now = new Date()
    return periodRange(period, (daysAgo) => startOfDay(now, format.timeZone, daysAgo))
  }, [period, format.timeZone])
  return {
    period,
    setPeriod,
    number,
    setNumber,
    disposition: dispositions.find((one) => one === disposition),
    setDisposition,
    direction: directions.find((one) => one === direction),
    setDirection,
    recorded,
    setRecorded,
    tag,
    setTag,
    isFiltered: [periodParam, number, disposition, direction, recordedParam, tag].some(
      (one) => one !== '',
    ),
    query: { ...range, number, disposition, direction, recorded, tag },
  }
}

function Filters({ filters }: { filters: FilterState }) {
  const t = useText()
  return (
    <div className="filters">
      <Segments
        label={t('calls.history.period.label')}
        value={filters.period}
        onChange={(period) => filters.setPeriod(period === 'week' ? '' : period)}
        segments={periods.map((value) => ({ value, label: t(`calls.history.period.${value}`) }))}
      />
      <Select
        size="sm"
        className="w-44 flex-none"
        aria-label={t('calls.history.outcome.label')}
        value={filters.disposition ?? 'all'}
        onChange={(value) => filters.setDisposition(value === 'all' ? '' : value)}
        options={[
          { value: 'all', label: t('calls.history.outcome.all') },
          ...dispositions.map((value) => ({
            value,
            label: t(`calls.history.disposition.${value}`),
          })),
        ]}
      />
      <Select
        size="sm"
        className="w-48 flex-none"
        aria-label={t('calls.history.direction.label')}
        value={filters.direction ?? 'all'}
        onChange={(value) => filters.setDirection(value === 'all' ? '' : value)}
        options={[
          { value: 'all', label: t('calls.history.direction.all') },
          ...directions.map((value) => ({ value, label: t(`calls.history.direction.${value}`) })),
        ]}
      />
      <Select
        size="sm"
        className="w-44 flex-none"
        aria-label={t('calls.history.recorded.label')}
        value={filters.recorded ?? 'all'}
        onChange={(value) => filters.setRecorded(value === 'all' ? '' : value)}
        options={(['all', 'only'] as const).map((value) => ({
          value,
          label: t(`calls.history.recorded.${value}`),
        }))}
      />
      <SearchInput
        value={filters.number}
        onChange={filters.setNumber}
        label={t('calls.history.numberFilter')}
        className="max-w-[180px]"
      />
      <SearchInput
        value={filters.tag}
        onChange={filters.setTag}
        label={t('calls.history.tagFilter')}
        className="max-w-[140px]"
      />
    </div>
  )
}

function Empty({ filters }: { filters: FilterState }) {
  const t = useText()
  const mayTry = useMay('flow.write')
  if (filters.isFiltered || filters.period !== 'week') {
    return (
      <EmptyState title={t('calls.history.noneTitle')} action={<ClearButton />}>
        {t('calls.history.noneText')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={t('calls.history.emptyTitle')}
      action={
        mayTry && (
          <ButtonLink to="/flow/try" variant="primary" icon={FlaskConical}>
            {t('calls.history.emptyAction')}
          </ButtonLink>
        )
      }
    >
      {t('calls.history.emptyText')}
    </EmptyState>
  )
}

function ClearButton() {
  const t = useText()
  return <ButtonLink to="/calls?period=all">{t('calls.history.clear')}</ButtonLink>
}
