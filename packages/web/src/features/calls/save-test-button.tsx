import { flowTestResourceSchema } from '@opbx/contract/call-flow/flow'
import { useMutation } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { useGo } from '../../app/navigation.ts'
import { flowTestPath } from '../../app/paths.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'

/** Makes a flow test that expects what happened in this call. */
export function SaveTestButton({ id }: { id: string }) {
  const t = useText()
  const go = useGo()
  const problemText = useProblemText()
  const mayWrite = useMay('flow.write')
  const save = useMutation({
    mutationFn: () =>
      api.post(`/calls/${id}/flow-test`, { body: {}, schema: flowTestResourceSchema }),
    onSuccess: async (test) => {
      const onPress = () => go(flowTestPath(test.id))
      const action = { label: t('flowTests.open'), onPress }
      showToast(t('flowTests.saved', { name: test.name }), { action })
      await flowChanged()
    },
    onError: (error) => showToast(problemText(error), { isProblem: true }),
  })
  if (!mayWrite) return null
  return (
    <Button icon={ListChecks} busy={save.isPending} onClick={() => save.mutate()}>
      {t('flowTests.save')}
    </Button>
  )
}
