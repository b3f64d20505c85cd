import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../texts/i18n.ts'
import { Button } from './button.tsx'

interface EmptyStateProps {
  title: string
  /** What it does in a sentence, and when something simpler is better. */
  children?: ReactNode
  /** One primary action. */
  action?: ReactNode
  /** A small drawing of the thing. */
  art?: ReactNode
}

/** A list that has nothing yet. */
export function EmptyState({ title, children, action, art }: EmptyStateProps) {
  return (
    <div className="empty">
      {art}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action && <div className="row wrap justify-center mt-3">{action}</div>}
    </div>
  )
}

/** A filter that finds nothing says so and offers to clear it. */
export function NothingFound({ query, onClear }: { query: string; onClear: () => void }) {
  const t = useText()
  return (
    <div className="empty">
      <Search className="i i-lg quiet" />
      <p>{t('parts.nothingFound', { query })}</p>
      <Button size="sm" onClick={onClear}>
        {t('common.clearSearch')}
      </Button>
    </div>
  )
}
