import type { FlowChanges } from '@opbx/contract/call-flow/draft'
import { isProblem } from '../../api/problem.ts'
import { useFormat } from '../../format/format-context.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/card.tsx'
import { useProblemText } from '../../ui/problem-text.ts'

/** Why nothing was applied. Somebody who was faster is named, with the time. */
export function ApplyProblem({
  error,
  shown,
  onDismiss,
}: {
  error: unknown
  /** Read again after the refusal: they say who changed the draft, and when. */
  shown: FlowChanges
  onDismiss: () => void
}) {
  const t = useText()
  const format = useFormat()
  const problemText = useProblemText()
  const isFaster = isProblem(error, 'conflict')
  const { changedAt, changedBy } = shown
  return (
    <Callout
      tone={isFaster ? 'draft' : 'danger'}
      title={t(isFaster ? 'apply.fasterTitle' : 'apply.failedTitle')}
      announce
      action={
        <Button size="sm" onClick={onDismiss}>
          {t(isFaster ? 'apply.showChanges' : 'common.close')}
        </Button>
      }
    >
      {isFaster && changedAt && changedBy
        ? t('apply.fasterText', { name: changedBy, date: format.dateTime(changedAt) })
        : problemText(error)}
    </Callout>
  )
}
