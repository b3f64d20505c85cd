import { ApiProblem } from '../../api/problem.ts'
import { useFormat } from '../../format/format-context.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/card.tsx'
import { useProblemText } from '../../ui/problem-text.ts'

/** Why nothing was applied. Somebody who was faster is named, with the time. */
export function ApplyProblem({ error, onDismiss }: { error: unknown; onDismiss: () => void }) {
  const t = useText()
  const format = useFormat()
  const problemText = useProblemText()
  const isFaster = error instanceof ApiProblem && error.code === 'conflict'
  // The server's sentence names the time as ISO 8601; people read it in their zone.
  const text = problemText(error).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, (at) => format.dateTime(at))
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
      {text}
    </Callout>
  )
}
