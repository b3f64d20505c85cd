import { useState } from 'react'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'

/** "Apply anyway…": asks for the reason, which the audit log keeps. */
export function OverrideButton({
  count,
  busy,
  onApply,
}: {
  count: number
  busy: boolean
  onApply: (reason: string) => void
}) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const confirm = () => {
    if (reason.trim() === '') return setMissing(true)
    setOpen(false)
    onApply(reason.trim())
  }
  return (
    <>
      <Button variant="ghost" block className="text-danger!" onClick={() => setOpen(true)}>
        {t('apply.anyway')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('apply.anywayTitle', { count })}
        text={t('apply.anywayText')}
        confirm={t('apply.anywayConfirm')}
        keep={t('apply.anywayKeep')}
        onConfirm={confirm}
        busy={busy}
        isDanger
      >
        <Field
          label={t('apply.anywayReason')}
          hint={t('apply.anywayHint')}
          error={isMissing && reason.trim() === '' ? t('apply.anywayMissing') : undefined}
        >
          <TextInput
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </ConfirmDialog>
    </>
  )
}
