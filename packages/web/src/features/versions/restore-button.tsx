import { appliedSchema, type RevisionDetail } from '@opbx/contract/call-flow/draft'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { flowChanged, flowQuery } from '../../api/flow.ts'
import { useGo } from '../../app/navigation.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'
import { Missing } from './missing.tsx'

const restore = (number: number) =>
  api.post(`/revisions/${number}/restore`, { schema: appliedSchema })

/** Makes an older version live again, after asking; the toast leads back. */
export function RestoreButton({ version }: { version: RevisionDetail }) {
  const t = useText()
  const go = useGo()
  const problemText = useProblemText()
  const [isOpen, setOpen] = useState(false)
  const former = useQuery(flowQuery).data?.liveRevision ?? null
  const { number, missing } = version
  const goBack = (to: number) =>
    restore(to)
      .then(({ revision }) =>
        showToast(t('versions.restored', { number: revision.number, from: to })),
      )
      .catch((error: unknown) => showToast(problemText(error), { isProblem: true }))
      .finally(() => void flowChanged())
  const restoring = useMutation({
    mutationFn: () => restore(number),
    onSuccess: async ({ revision }) => {
      setOpen(false)
      showToast(
        t('versions.restored', { number: revision.number, from: number }),
        former === null
          ? {}
          : {
              action: {
                label: t('versions.back', { number: former }),
                onPress: () => void goBack(former),
              },
            },
      )
      go('/flow/versions')
      await flowChanged()
    },
  })
  return (
    <>
      <Button variant="primary" icon={Undo2} onClick={() => setOpen(true)}>
        {t('versions.restore', { number })}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => {
          setOpen(false)
          restoring.reset()
        }}
        title={t('versions.restoreTitle', { number })}
        text={t('versions.restoreText')}
        confirm={t('versions.restoreConfirm', { number })}
        keep={former === null ? undefined : t('versions.restoreKeep', { number: former })}
        onConfirm={() => restoring.mutate()}
        busy={restoring.isPending}
      >
        {missing.length > 0 && <Missing names={missing} />}
        {restoring.error && (
          <p className="error" role="alert">
            {problemText(restoring.error)}
          </p>
        )}
      </ConfirmDialog>
    </>
  )
}
