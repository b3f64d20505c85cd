import { Fragment, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Link } from './link.tsx'
import { FailedState, SkeletonRows } from './loading.tsx'
import { useIsPhone } from './use-media.ts'

export interface Column<T> {
  key: string
  head: ReactNode
  cell: (row: T) => ReactNode
  /** Figures stand at the end. */
  align?: 'end' | undefined
  width?: string | undefined
  /**
   * Where it goes on phones, where a row has two lines: `title` and `end` make the first, `sub` and
   * `state` the second. Without it the column is left out there.
   */
  phone?: 'title' | 'end' | 'sub' | 'state' | undefined
}

export interface DataTableProps<T> {
  /** Read aloud. */
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[] | undefined
  rowKey: (row: T) => string
  /** Address of a row: its first column becomes the link, the whole row leads there. */
  rowTo?: ((row: T) => string | undefined) | undefined
  /** A heading above the first row of each group, a day for instance. */
  groupOf?: ((row: T) => string) | undefined
  error?: unknown
  onRetry?: (() => void) | undefined
  /** Shown instead when there is no row. */
  empty?: ReactNode
}

/** Rows of things: a table, on phones rows of two lines; with its loading, empty and failed states. */
export function DataTable<T>(props: DataTableProps<T>) {
  const isPhone = useIsPhone()
  if (props.rows === undefined) {
    return props.error ? (
      <FailedState error={props.error} onRetry={props.onRetry} />
    ) : (
      <SkeletonRows />
    )
  }
  if (props.rows.length === 0) return <>{props.empty}</>
  return isPhone ? (
    <PhoneRows {...props} rows={props.rows} />
  ) : (
    <WideTable {...props} rows={props.rows} />
  )
}

type Filled<T> = DataTableProps<T> & { rows: readonly T[] }

function WideTable<T>({ label, columns, rows, rowKey, rowTo, groupOf }: Filled<T>) {
  return (
    <div className="tablewrap">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={column.align && 'r'}
                style={{ width: column.width }}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Fragment key={rowKey(row)}>
              <GroupHead
                row={row}
                before={rows[index - 1]}
                groupOf={groupOf}
                span={columns.length}
              />
              <tr>
                {columns.map((column, position) => (
                  <td key={column.key} className={classNames(column.align && 'r num')}>
                    {position === 0 ? (
                      <RowLink to={rowTo?.(row)}>{column.cell(row)}</RowLink>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function GroupHead<T>({
  row,
  before,
  groupOf,
  span,
}: {
  row: T
  before: T | undefined
  groupOf: DataTableProps<T>['groupOf']
  span: number
}) {
  if (!groupOf || (before !== undefined && groupOf(before) === groupOf(row))) return null
  return (
    <tr className="day">
      <td colSpan={span}>{groupOf(row)}</td>
    </tr>
  )
}

function RowLink({ to, children }: { to: string | undefined; children: ReactNode }) {
  return to ? (
    <Link to={to} className="rowlink">
      {children}
    </Link>
  ) : (
    children
  )
}

function PhoneRows<T>({ label, columns, rows, rowKey, rowTo, groupOf }: Filled<T>) {
  const at = (place: Column<T>['phone'], row: T) =>
    columns
      .filter((column) => column.phone === place)
      .map((column) => <Fragment key={column.key}>{column.cell(row)}</Fragment>)
  return (
    <ul className="list" aria-label={label}>
      {rows.map((row, index) => (
        <Fragment key={rowKey(row)}>
          {groupOf && (index === 0 || groupOf(row) !== groupOf(rows[index - 1] ?? row)) && (
            <li className="item tiny muted bg-sidebar py-2">{groupOf(row)}</li>
          )}
          <li className="item prow">
            <div className="grow">
              <div className="row">
                <span className="grow trunc medium">
                  <RowLink to={rowTo?.(row)}>{at('title', row)}</RowLink>
                </span>
                <span className="small quiet num">{at('end', row)}</span>
              </div>
              <div className="row">
                <span className="small muted trunc grow">{at('sub', row)}</span>
                {at('state', row)}
              </div>
            </div>
          </li>
        </Fragment>
      ))}
    </ul>
  )
}
