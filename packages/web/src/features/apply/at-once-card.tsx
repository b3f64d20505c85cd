import { type AtOnce, atOnceSchema } from '@opbx/contract/call-flow/draft'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { useText } from '../../texts/i18n.ts'
import { Callout, Card } from '../../ui/card.tsx'
import { Switch } from '../../ui/choices.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'

/** Whether each change is followed by Apply. The owner switches it, others read it where it is on. */
export function AtOnceCard({ atOnce }: { atOnce: AtOnce }) {
  const t = useText()
  const problemText = useProblemText()
  const may = useMay('organization.manage')
  const change = useMutation({
    mutationFn: (on: boolean) =>
      api.put('/flow/apply-at-once', { body: { on }, schema: atOnceSchema }),
    onError: (error) => showToast(problemText(error), { isProblem: true }),
    onSettled: () => flowChanged(),
  })
  if (!may) return atOnce.on ? <Callout title={t('apply.atOnceOn')} /> : null
  return (
    <Card pad>
      <Switch
        checked={change.isPending ? change.variables : atOnce.on}
        onChange={(on) => change.mutate(on)}
        disabled={change.isPending}
        label={t('apply.atOnce')}
        hint={t('apply.atOnceHint')}
      />
    </Card>
  )
}

/** Why the last change stays in the draft. */
export function AtOnceProblem({ atOnce }: { atOnce: AtOnce }) {
  const t = useText()
  if (atOnce.problem === null) return null
  return (
    <Callout tone="danger" title={t('apply.atOnceFailed')} announce>
      {atOnce.problem}
    </Callout>
  )
}
