import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useQueryParam } from '../app/navigation.ts'
import { useText } from '../texts/i18n.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState, NothingFound } from '../ui/empty-state.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Page, PageHead } from '../ui/page-head.tsx'
import { SearchInput } from '../ui/text-input.tsx'

/** What `usePages` gives. */
export interface PagesQuery<T> {
  items: T[] | undefined
  error: unknown
  refetch: () => unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}
interface ResourceListPageProps<T> {
  title: string
  lead?: ReactNode
  query: PagesQuery<T>
  columns: readonly Column<T>[]
  rowKey: (row: T) => string
  rowTo?: (row: T) => string | undefined
  /** The words by which the search of the list finds a row. Left out: no search. */
  searchText?: (row: T) => string
  /** "New ring group", for those who may make one: a page, or a dialog among the children. */
  create?: { label: string; to: string } | { label: string; onPress: () => void } | undefined
  /** Further buttons in the head. */
  actions?: ReactNode
  empty: { title: string; text: ReactNode; art?: ReactNode; action?: ReactNode }
  /** Between head and list: filters, callouts. */
  above?: ReactNode
  /** Dialogs, and what stands below the list. */
  children?: ReactNode
}

/** The standard page of a noun: head, search, rows, empty state, "New …". */
export function ResourceListPage<T>(props: ResourceListPageProps<T>) {
  const { query, create, empty } = props
  const t = useText()
  const [search, setSearch] = useQueryParam('q')
  const isEmpty = query.items?.length === 0
  const found = filterRows(query.items, search, props.searchText)
  const look = { variant: 'primary', icon: Plus, children: create?.label } as const
  const createButton =
    create &&
    ('to' in create ? (
      <ButtonLink to={create.to} {...look} />
    ) : (
      <Button onClick={create.onPress} {...look} />
    ))
  return (
    <Page tight>
      <PageHead
        title={props.title}
        lead={props.lead}
        actions={
          <>
            {props.actions}
            {!isEmpty && createButton}
          </>
        }
      />
      {props.above}
      {props.searchText && !isEmpty && (
        <div className="filters">
          <SearchInput
            value={search}
            onChange={setSearch}
            label={t('forms.listFilter')}
            className="max-w-[280px]"
          />
        </div>
      )}
      <Card>
        <DataTable
          label={props.title}
          columns={props.columns}
          rows={found}
          rowKey={props.rowKey}
          rowTo={props.rowTo}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={
            search === '' ? (
              <EmptyState title={empty.title} art={empty.art} action={createButton ?? empty.action}>
                {empty.text}
              </EmptyState>
            ) : (
              <NothingFound query={search} onClear={() => setSearch('')} />
            )
          }
        />
        <LoadMore query={query} />
      </Card>
      {props.children}
    </Page>
  )
}

/** Rows that contain every typed word. */
export function filterRows<T>(
  rows: readonly T[] | undefined,
  search: string,
  textOf?: (row: T) => string,
): readonly T[] | undefined {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 || !textOf) return rows
  return rows?.filter((row) => words.every((word) => textOf(row).toLowerCase().includes(word)))
}
