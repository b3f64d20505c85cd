import type { TrialAction } from '@opbx/contract/trial'
import { useState } from 'react'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-input.tsx'
import { parseScript, scriptWords } from './script.ts'

/** What everybody does, written down beforehand. */
export function ScriptDialog({
  isOpen,
  onClose,
  onPlay,
  isPlacing,
}: {
  isOpen: boolean
  onClose: () => void
  onPlay: (actions: TrialAction[]) => void
  isPlacing: boolean
}) {
  const t = useText()
  const [script, setScript] = useState<string>(t('tryCall.script.example'))
  const [isTried, setTried] = useState(false)
  const parsed = parseScript(script)
  const play = () => {
    setTried(true)
    if (parsed.ok) onPlay(parsed.actions)
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('tryCall.script.title')}
      lead={t('tryCall.script.lead')}
      foot={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={isPlacing} onClick={play}>
            {t(isPlacing ? 'tryCall.script.playing' : 'tryCall.script.play')}
          </Button>
        </>
      }
    >
      <Field
        label={t('tryCall.script.label')}
        hint={t('tryCall.script.help', { words: scriptWords.join(', ') })}
        error={
          isTried && !parsed.ok
            ? t('tryCall.script.wrong', { line: parsed.line, text: parsed.text })
            : undefined
        }
      >
        <TextArea
          rows={8}
          className="input--code"
          spellCheck={false}
          value={script}
          onChange={(event) => setScript(event.target.value)}
        />
      </Field>
    </Dialog>
  )
}
