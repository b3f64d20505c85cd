import { useText } from '../texts/i18n.ts'
import { Button } from './button.tsx'

/** Below a list that goes on. `note` says how far it has searched. */
export function LoadMore({
  query,
  note,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  note?: string | undefined
}) {
  const t = useText()
  if (!query.hasNextPage) return null
  return (
    <div className="row justify-center py-3">
      {note && <span className="small quiet">{note}</span>}
      <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('common.loadMore')}
      </Button>
    </div>
  )
}
