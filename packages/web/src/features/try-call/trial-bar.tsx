import { Phone, PhoneOff, ScrollText } from 'lucide-react'
import { useFormat } from '../../format/format-context.tsx'
import { cityOfZone } from '../../format/zones.ts'
import { useText } from '../../texts/i18n.ts'
import { Dot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { NumberPicker } from './number-picker.tsx'
import type { Settings } from './use-settings.ts'

interface TrialBarProps {
  settings: Settings
  isCalling: boolean
  isPlacing: boolean
  /** Why no call can be placed. */
  blocked: string | undefined
  onCall: () => void
  onScript: () => void
  onHangUp: () => void
}

/** Who calls whom, when, and by which call flow. */
export function TrialBar(props: TrialBarProps) {
  const { settings, isCalling, isPlacing, blocked } = props
  const t = useText()
  const zone = cityOfZone(useFormat().timeZone)
  return (
    <div className={classNames('trialbar card', isCalling && 'is-calling')}>
      <Field label={t('tryCall.to')}>
        <NumberPicker end="called" value={settings.number} onChange={settings.setNumber} />
      </Field>
      <Field label={t('tryCall.from')}>
        <NumberPicker end="caller" value={settings.from} onChange={settings.setFrom} />
      </Field>
      <Field label={t('tryCall.at')} note={settings.at === '' ? t('tryCall.now') : zone}>
        <TextInput
          type="datetime-local"
          className="num"
          value={settings.at}
          onChange={(event) => settings.setAt(event.target.value)}
          title={t('tryCall.atHint', { zone })}
        />
      </Field>
      <div className="field">
        <span className="label" aria-hidden="true">
          {t('tryCall.using')}
        </span>
        <Segments
          className="seg--h"
          label={t('tryCall.using')}
          value={settings.using}
          onChange={settings.setUsing}
          segments={[
            { value: 'draft', label: <Using tone="draft" word={t('tryCall.draft')} /> },
            { value: 'live', label: <Using tone="ok" word={t('tryCall.live')} /> },
          ]}
        />
      </div>
      <div className="trialbar__a">
        {isCalling ? (
          <Button variant="danger" icon={PhoneOff} onClick={props.onHangUp}>
            {t('tryCall.hangUp')}
          </Button>
        ) : (
          <>
            <Button icon={ScrollText} disabledReason={blocked} onClick={props.onScript}>
              {t('tryCall.playScript')}
            </Button>
            <Button
              variant="answer"
              icon={Phone}
              busy={isPlacing}
              disabledReason={blocked}
              onClick={props.onCall}
            >
              {t(isPlacing ? 'tryCall.calling' : 'tryCall.call')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}

function Using({ tone, word }: { tone: 'draft' | 'ok'; word: string }) {
  return (
    <>
      <Dot tone={tone} />
      {word}
    </>
  )
}
