import { useBlocker } from '@tanstack/react-router'
import { useText } from '../texts/i18n.ts'
import { ConfirmDialog } from './dialog.tsx'

/** Asks before leaving a page whose changes would be lost; also when the tab is closed. */
export function UnsavedGuard({ isDirty }: { isDirty: () => boolean }) {
  const t = useText()
  const blocker = useBlocker({
    shouldBlockFn: isDirty,
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  const isOpen = blocker.status === 'blocked'
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={() => blocker.reset?.()}
      title={t('forms.unsavedTitle')}
      text={t('forms.unsavedText')}
      keep={t('forms.unsavedStay')}
      confirm={t('forms.unsavedLeave')}
      onConfirm={() => blocker.proceed?.()}
      isDanger
    />
  )
}
