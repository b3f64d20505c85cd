import type { VoicemailBulk as Bulk } from '@opbx/contract/calls'
import { Mail, MailOpen, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useMessageActions } from './voicemail-actions.ts'

interface VoicemailBulkProps {
  ids: readonly string[]
  /** Chooses all that are shown; nothing where they are already. */
  onAll: (() => void) | undefined
  onDone: () => void
}

/** What can be done with the chosen messages. */
export function VoicemailBulk({ ids, onAll, onDone }: VoicemailBulkProps) {
  const t = useText()
  const actions = useMessageActions()
  const [isAsking, setAsking] = useState(false)
  const count = ids.length
  const change = (action: Bulk['action']) =>
    void actions.changeMany({ ids: ids.slice(0, 200), action }).then(onDone)
  return (
    <section className="bulk max-md:bottom-20" aria-label={t('calls.voicemail.chosenLabel')}>
      <span className="small medium nowrap">{t('calls.voicemail.chosen', { count })}</span>
      {onAll && (
        <Button size="sm" variant="ghost" onClick={onAll}>
          {t('calls.voicemail.chooseAll')}
        </Button>
      )}
      <span className="sep" />
      <IconButton
        variant="ghost"
        icon={MailOpen}
        label={t('calls.voicemail.markHeard')}
        onClick={() => change('mark_heard')}
      />
      <IconButton
        variant="ghost"
        icon={Mail}
        label={t('calls.voicemail.markNew')}
        onClick={() => change('mark_new')}
      />
      <IconButton
        variant="ghost"
        icon={Trash2}
        label={t('calls.voicemail.deleteChosen')}
        onClick={() => setAsking(true)}
      />
      <IconButton
        variant="ghost"
        icon={X}
        label={t('calls.voicemail.chooseNone')}
        onClick={onDone}
      />
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('calls.voicemail.deleteManyTitle', { count })}
        text={t('calls.voicemail.deleteManyText', { count })}
        confirm={t('calls.voicemail.deleteChosen')}
        isDanger
        onConfirm={() => change('delete')}
      />
    </section>
  )
}
