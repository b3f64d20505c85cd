import { trialCompanySchema } from '@opbx/contract/trial'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { api } from '../../api/client.ts'
import { isProblem } from '../../api/problem.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/card.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'

/** Why no call was placed, with the one thing that helps. */
export function TrialProblem({
  error,
  onRetry,
  onMade,
}: {
  error: unknown
  onRetry: () => void
  onMade: (number: string | undefined) => void
}) {
  const t = useText()
  const problemText = useProblemText()
  if (isProblem(error, 'conflict')) return <MakeTrial onMade={onMade} />
  const isStopped = isProblem(error, 'simulator_unavailable')
  return (
    <Callout
      tone="danger"
      title={t(isStopped ? 'tryCall.stoppedTitle' : 'tryCall.failedTitle')}
      announce
      action={
        <Button size="sm" onClick={onRetry}>
          {t('common.tryAgain')}
        </Button>
      }
    >
      {problemText(error)}
    </Callout>
  )
}

/** One button that makes what trials need, and what it does. */
export function MakeTrial({ onMade }: { onMade: (number: string | undefined) => void }) {
  const t = useText()
  const problemText = useProblemText()
  const client = useQueryClient()
  const making = useMutation({
    mutationFn: () => api.post('/trial', { schema: trialCompanySchema }),
    onSuccess: async ({ company, phoneNumbers }) => {
      const number = phoneNumbers[0]?.number
      showToast(
        company === 'loaded'
          ? t('tryCall.madeSample', { number: formatPhoneNumber(number ?? '') })
          : t('tryCall.madeTrial'),
      )
      await client.invalidateQueries()
      onMade(number)
    },
  })
  return (
    <Callout
      title={t('tryCall.noDomainTitle')}
      action={
        <Button
          variant="primary"
          icon={FlaskConical}
          busy={making.isPending}
          onClick={() => making.mutate()}
        >
          {t(making.isPending ? 'tryCall.makingTrial' : 'tryCall.makeTrial')}
        </Button>
      }
    >
      {t('tryCall.noDomainText')}
      {making.error && (
        <p className="error" role="alert">
          {problemText(making.error)}
        </p>
      )}
    </Callout>
  )
}
