import { type BlockListEntry, blockListEntrySchema } from '@opbx/contract/block-list'
import { callerFilterConfigSchema } from '@opbx/contract/call-flow/nodes/caller-filter'
import { pageOf } from '@opbx/contract/pagination'
import { useQuery } from '@tanstack/react-query'
import { Ban, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { useQueryParam } from '../../app/navigation.ts'
import { nodeListPath } from '../../app/paths.ts'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Callout, Card } from '../../ui/card.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState, NothingFound } from '../../ui/empty-state.tsx'
import { Tel, TimeText } from '../../ui/figures.tsx'
import { Link } from '../../ui/link.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { SearchInput } from '../../ui/text-input.tsx'
import { showToast } from '../../ui/toast.tsx'
import { addEntry, BlockForm, blockListChanged } from './block-form.tsx'

/** Numbers that caller filters turn away. What is done here acts at once. */
export function BlockListPage() {
  const t = useText()
  const mayWrite = useMay('flow.write')
  const [isAdding, setAdding] = useState(false)
  const [search, setSearch] = useQueryParam('q')
  const query = usePages(['block-list'], '/block-list', {
    schema: pageOf(blockListEntrySchema),
    query: { q: search },
  })
  const isEmpty = query.items?.length === 0 && search === ''
  const addButton = mayWrite && (
    <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
      {t('blockList.add')}
    </Button>
  )
  return (
    <Page tight>
      <PageHead
        title={t('blockList.title')}
        lead={t('blockList.lead')}
        actions={!isEmpty && addButton}
      />
      {!isEmpty && (
        <>
          <UnusedCallout />
          <div className="filters">
            <SearchInput
              value={search}
              onChange={setSearch}
              label={t('blockList.search')}
              className="max-w-[280px]"
            />
          </div>
        </>
      )}
      <Card>
        <DataTable
          label={t('blockList.title')}
          columns={useColumns(mayWrite)}
          rows={query.items}
          rowKey={(entry) => entry.id}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={
            search === '' ? (
              <EmptyState
                title={t('blockList.emptyTitle')}
                art={<Ban className="i i-lg quiet" />}
                action={addButton}
              >
                {t('blockList.emptyText')}
              </EmptyState>
            ) : (
              <NothingFound query={search} onClear={() => setSearch('')} />
            )
          }
        />
        <LoadMore query={query} />
      </Card>
      <Dialog isOpen={isAdding} onClose={() => setAdding(false)} title={t('blockList.addTitle')}>
        <BlockForm onDone={() => setAdding(false)} />
      </Dialog>
    </Page>
  )
}

const filtersSchema = pageOf(z.object({ config: callerFilterConfigSchema }))

/** The list alone stops nobody. */
function UnusedCallout() {
  const t = useText()
  const filters = useQuery({
    queryKey: ['flow', 'caller_filter', 'block_list'],
    queryFn: ({ signal }) =>
      api.get('/caller-filters', { schema: filtersSchema, query: { limit: 200 }, signal }),
  })
  const isUsed = filters.data?.items.some(({ config }) =>
    config.rules.some((rule) => rule.kind === 'block_list'),
  )
  if (isUsed !== false) return null
  return (
    <Callout>
      {t('blockList.unused')}{' '}
      <Link to={`${nodeListPath('caller_filter')}/new`}>{t('blockList.unusedLink')}</Link>
    </Callout>
  )
}

function useColumns(mayWrite: boolean): readonly Column<BlockListEntry>[] {
  const t = useText()
  const columns: Column<BlockListEntry>[] = [
    {
      key: 'number',
      head: t('blockList.number'),
      phone: 'title',
      cell: (entry) => <Tel number={entry.number} className="medium" />,
    },
    {
      key: 'note',
      head: t('blockList.note'),
      phone: 'sub',
      cell: (entry) => <span className="muted">{entry.note}</span>,
    },
    {
      key: 'added',
      head: t('blockList.addedBy'),
      cell: (entry) => (
        <span className="col gap-0">
          <span>{entry.addedBy}</span>
          <span className="small quiet">
            <TimeText at={entry.createdAt} as="dateWithYear" />
          </span>
        </span>
      ),
    },
  ]
  if (!mayWrite) return columns
  return [
    ...columns,
    {
      key: 'remove',
      head: '',
      align: 'end',
      phone: 'state',
      cell: (entry) => <UnblockButton entry={entry} />,
    },
  ]
}

/** Unblocks at once; the toast offers the way back. */
function UnblockButton({ entry }: { entry: BlockListEntry }) {
  const t = useText()
  const problemText = useProblemText()
  const { id, number, note } = entry
  const showProblem = (error: unknown) => showToast(problemText(error), { isProblem: true })
  const remove = () =>
    api
      .delete(`/block-list/${id}`)
      .then(() =>
        showToast(t('blockList.removed', { number }), {
          onUndo: () => void addEntry({ number, note }).catch(showProblem),
        }),
      )
      .catch(showProblem)
      .finally(() => void blockListChanged())
  return (
    <IconButton
      size="sm"
      variant="ghost"
      icon={X}
      label={t('blockList.remove', { number })}
      onClick={() => void remove()}
    />
  )
}
