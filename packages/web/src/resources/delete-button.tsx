import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ApiProblem } from '../api/problem.ts'
import { useText } from '../texts/i18n.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { useProblemText } from '../ui/problem-text.ts'
import { showToast } from '../ui/toast.tsx'
import { References } from './references.tsx'

interface DeleteButtonProps {
  name: string
  /** Deletes it. A 409 with references is shown as the list of what still uses it. */
  onDelete: () => Promise<unknown>
  /** After it is gone: usually to its list. */
  onDeleted: () => void
  /** Makes it again; the toast then offers Undo. */
  onUndo?: () => Promise<unknown>
  /** What happens then; otherwise what holds for the draft. */
  text?: string
}

/** "Delete…", the question, and what stands in the way. */
export function DeleteButton({ name, onDelete, onDeleted, onUndo, text }: DeleteButtonProps) {
  const t = useText()
  const problemText = useProblemText()
  const [isOpen, setOpen] = useState(false)
  const deletion = useMutation({
    mutationFn: onDelete,
    onSuccess: () => {
      setOpen(false)
      showToast(
        t('forms.deleted', { name }),
        onUndo ? { onUndo: () => void onUndo().catch(showProblem) } : {},
      )
      onDeleted()
    },
  })
  const showProblem = (error: unknown) => showToast(problemText(error), { isProblem: true })
  const references = deletion.error instanceof ApiProblem ? deletion.error.references : []
  const isBlocked = references.length > 0
  const close = () => {
    setOpen(false)
    deletion.reset()
  }
  return (
    <>
      <Button variant="danger" icon={Trash2} onClick={() => setOpen(true)}>
        {t('common.delete')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={close}
        title={isBlocked ? t('forms.referencesTitle', { name }) : t('forms.deleteTitle', { name })}
        text={
          isBlocked
            ? t('parts.stillUsed', { count: references.length })
            : (text ?? t('forms.deleteText'))
        }
        confirm={t('forms.deleteButton', { name })}
        onConfirm={() => deletion.mutate()}
        busy={deletion.isPending}
        isDanger
        isBlocked={isBlocked}
        {...(isBlocked ? { keep: t('common.close') } : {})}
      >
        {isBlocked && <References references={references} />}
        {deletion.error && !isBlocked && (
          <p className="error" role="alert">
            {problemText(deletion.error)}
          </p>
        )}
      </ConfirmDialog>
    </>
  )
}
