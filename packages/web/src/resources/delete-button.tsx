import { nodeTypeNames, nodeTypes } from '@opbx/contract/call-flow/node-types'
import type { Reference } from '@opbx/contract/errors'
import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ApiProblem } from '../api/problem.ts'
import { nodePath, phoneNumberPath } from '../app/paths.ts'
import { useText } from '../texts/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Item, List } from '../ui/card.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { useProblemText } from '../ui/problem-text.ts'
import { showToast } from '../ui/toast.tsx'

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

/** What uses a thing, each with its link. */
function References({ references }: { references: readonly Reference[] }) {
  const t = useText()
  return (
    <div className="card">
      <List>
        {references.map((reference) => {
          const { kind, to } = placeOf(reference)
          return (
            <Item key={reference.id + reference.path} to={to}>
              {kind && <KindIcon kind={kind} tile />}
              <span className="grow trunc medium">{reference.name}</span>
              <span className="small quiet">{exitWord(reference.path)}</span>
            </Item>
          )
        })}
      </List>
    </div>
  )

  function exitWord(path: string): string {
    const exits = [
      'no_answer',
      'busy',
      'unreachable',
      'timeout',
      'invalid',
      'open',
      'closed',
      'holiday',
      'otherwise',
      'ended',
      'refused',
      'next',
      'failed',
      'full',
      'no_agents',
      'key_pressed',
      'success',
    ] as const
    const name = path.replace(/^exits\./, '')
    const exit = exits.find((one) => one === name)
    return exit ? t(`callFlow.exit.${exit}`) : ''
  }
}

/** The type of a node stands in its id's prefix. */
function placeOf(reference: Reference) {
  if (reference.kind === 'phone_number')
    return { kind: 'phone_number' as const, to: phoneNumberPath(reference.id) }
  const type = nodeTypeNames.find((one) => reference.id.startsWith(`${nodeTypes[one].idPrefix}_`))
  return { kind: type, to: type && nodePath(type, reference.id) }
}
