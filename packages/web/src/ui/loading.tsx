import { RefreshCw } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useText } from '../texts/i18n.ts'
import { Button } from './button.tsx'
import { useProblemText } from './problem-text.ts'

/** True once it has taken 200 ms: before that nothing is shown, so that quick answers do not flicker. */
function useIsSlow(): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 200)
    return () => clearTimeout(timer)
  }, [])
  return isSlow
}

/** One grey line; give it the size of what comes. */
function Skeleton({
  width,
  height,
  round,
}: {
  width?: number | string
  height?: number
  round?: boolean
}) {
  return (
    <span
      className="skel block"
      aria-hidden="true"
      style={{ width, height, borderRadius: round ? '50%' : undefined }}
    />
  )
}

/** Rows of a list that is being read, in their final shape. */
export function SkeletonRows({ rows = 5 }: { rows?: number }) {
  const t = useText()
  const isSlow = useIsSlow()
  return (
    <div
      className="list"
      role="status"
      aria-label={t('common.loading')}
      style={{ minHeight: rows * 44 }}
    >
      {isSlow &&
        Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no identity
          <div key={row} className="item">
            <Skeleton width={28} height={28} round />
            <Skeleton width={`${160 - (row % 3) * 32}px`} />
            <span className="end">
              <Skeleton width={64} />
            </span>
          </div>
        ))}
    </div>
  )
}

interface QueryLike<T> {
  data: T | undefined
  error: unknown
  refetch: () => unknown
}

interface LoadedProps<T> {
  query: QueryLike<T>
  /** Rows of the skeleton. */
  rows?: number
  /** The query is what the whole page is about: until it is there, this stands around. */
  isPage?: boolean
  children: (data: T) => ReactNode
}

/** What a query has read; a skeleton before, the failure with "Try again" instead. Old data stays visible. */
export function Loaded<T>({ query, rows = 5, isPage, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data)
  const instead = query.error ? (
    <FailedState error={query.error} onRetry={() => void query.refetch()} isPage={isPage} />
  ) : (
    <SkeletonRows rows={rows} />
  )
  return isPage ? <div className="page">{instead}</div> : instead
}

/** Something could not be read. */
export function FailedState({
  error,
  onRetry,
  isPage,
}: {
  error: unknown
  onRetry?: (() => void) | undefined
  isPage?: boolean | undefined
}) {
  const t = useText()
  const Heading = isPage ? 'h1' : 'h2'
  const problem = useProblemText()
  return (
    <div className="empty" role="alert">
      <Heading>{t('parts.failedTitle')}</Heading>
      <p>{problem(error)}</p>
      {onRetry && (
        <Button icon={RefreshCw} onClick={onRetry}>
          {t('common.tryAgain')}
        </Button>
      )}
    </div>
  )
}

/** How far something is. `label` says what; `note` how much is left. */
export function ProgressBar({
  label,
  done,
  total,
  note,
}: {
  label: string
  done: number
  total: number
  note?: string
}) {
  const percent = total === 0 ? 100 : Math.round((done / total) * 100)
  return (
    <div className="col gap-1">
      <div className="row small">
        <span className="grow">{label}</span>
        {note && <span className="num quiet">{note}</span>}
      </div>
      <div
        className="bar"
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
    </div>
  )
}
