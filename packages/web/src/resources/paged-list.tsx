import type { ReactNode } from 'react'
import { Card, List } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { FailedState, SkeletonRows } from '../ui/loading.tsx'
import type { PagesQuery } from './resource-list.tsx'

interface PagedListProps<T> {
  label: string
  query: PagesQuery<T>
  empty: { title: string; text: ReactNode; art?: ReactNode }
  /** One row: an `Item`. */
  row: (item: T) => ReactNode
}

/** Rows that are no table, read page by page; with their loading, empty and failed states. */
export function PagedList<T>(props: PagedListProps<T>) {
  return (
    <Card>
      <Rows {...props} />
      <LoadMore query={props.query} />
    </Card>
  )
}

function Rows<T>({ label, query, empty, row }: PagedListProps<T>) {
  const { items, error } = query
  if (items === undefined && error)
    return <FailedState error={error} onRetry={() => void query.refetch()} />
  if (items === undefined) return <SkeletonRows />
  if (items.length > 0) return <List label={label}>{items.map(row)}</List>
  return (
    <EmptyState title={empty.title} art={empty.art}>
      {empty.text}
    </EmptyState>
  )
}
