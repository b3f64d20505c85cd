import { appliedSchema, type FlowChanges, revisionSchema } from '@opbx/contract/call-flow/draft'
import { pageOf } from '@opbx/contract/pagination'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useText } from '../../texts/i18n.ts'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'

/** The live version is always the newest one. */
export const liveVersionQuery = queryOptions({
  queryKey: ['flow', 'revisions', 'live'],
  queryFn: async ({ signal }) => {
    const page = await api.get('/revisions', {
      schema: pageOf(revisionSchema),
      query: { limit: 1 },
      signal,
    })
    return page.items[0] ?? null
  },
})

/** Makes exactly the changes live that are shown; refused when the draft is newer than these. */
export function useApply(shown: FlowChanges, onApplied: () => void) {
  const t = useText()
  const problemText = useProblemText()
  const goBack = async (number: number) => {
    try {
      const { revision } = await api.post(`/revisions/${number}/restore`, {
        schema: appliedSchema,
      })
      showToast(t('versions.restored', { number: revision.number, from: number }))
    } catch (error) {
      showToast(problemText(error), { isProblem: true })
    }
    await flowChanged()
  }
  return useMutation({
    mutationFn: ({ note, reason }: { note: string; reason?: string }) =>
      api.post('/flow/apply', {
        body: reason === undefined ? { note } : { note, override: true, reason },
        ifMatch: shown.draftVersion,
        schema: appliedSchema,
      }),
    onSuccess: ({ revision, unchanged }) => {
      const former = shown.liveRevision
      if (unchanged) showToast(t('apply.unchanged', { number: revision.number }))
      else
        showToast(
          t('apply.done', { number: revision.number }),
          former === null
            ? {}
            : {
                action: {
                  label: t('apply.back', { number: former }),
                  onPress: () => void goBack(former),
                },
              },
        )
      onApplied()
    },
    onSettled: () => flowChanged(),
  })
}
