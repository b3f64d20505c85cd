import type { TrialCall } from '@opbx/contract/trial'
import { FastForward, Timer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { formatDuration } from '../../format/format.ts'
import { useFormat } from '../../format/format-context.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { DialPad } from '../../ui/dial-pad.tsx'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { ControlProps } from './control-props.ts'
import { PhonesCard } from './phones-card.tsx'
import { secondsLeft } from './turn.ts'

/** Everything that somebody can do in the call: the clock, the phones, the caller's keys and words. */
export function Controls(props: ControlProps) {
  const { call } = props
  const t = useText()
  const kind = call.situation?.kind
  const place = useFocusKept(call.situation)
  return (
    <section
      className={classNames('col gap-4 trial__r', call.state === 'ended' && 'is-over')}
      ref={place}
      tabIndex={-1}
      aria-label={t('tryCall.controls')}
    >
      <ClockCard {...props} />
      <PhonesCard {...props} />
      {(kind === 'record' || kind === 'talking') && <SpeakCard {...props} />}
      <KeypadCard {...props} />
    </section>
  )
}

/** What was pressed may be gone with its situation; the keyboard then goes on from the controls. */
function useFocusKept(situation: TrialCall['situation']) {
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (situation && document.activeElement === document.body)
      place.current?.focus({ preventScroll: true })
  }, [situation])
  return place
}

function ClockCard({ call, act, isBusy }: ControlProps) {
  const t = useText()
  const format = useFormat()
  const left = secondsLeft(call)
  const word =
    left < 120
      ? t('tryCall.skipSeconds', { count: left })
      : t('tryCall.skip', { length: formatDuration(left) })
  return (
    <section className="card" aria-labelledby="clock">
      <div className="clockcard">
        <div className="grow">
          <span className="tiny quiet" id="clock">
            {t('tryCall.clock')}
          </span>
          <div className="clock">{format.timeWithSeconds(call.now)}</div>
        </div>
        {call.state !== 'ended' && (
          <>
            {left > 5 && (
              <IconButton
                icon={Timer}
                label={t('tryCall.wait')}
                disabled={isBusy}
                onClick={() => act({ wait: 5 })}
              />
            )}
            <Button
              size="sm"
              icon={FastForward}
              busy={isBusy}
              disabledReason={call.situation ? undefined : t('tryCall.nothingToSkip')}
              onClick={() => act({ skip: true })}
            >
              {word}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}

function KeypadCard({ call, act }: ControlProps) {
  const t = useText()
  const kind = call.situation?.kind
  const isOff = call.state === 'ended' || (kind !== 'gather' && kind !== 'record')
  const [pressed, setPressed] = useState('')
  const press = (key: string) => {
    setPressed(pressed + key)
    act({ press: key })
  }
  useTypedKeys(isOff, press)
  return (
    <section
      className={classNames('card trial__keys', isOff && 'is-off')}
      aria-labelledby="caller-keys"
    >
      <div className="card__head">
        <h2 id="caller-keys" className="grow">
          {t('tryCall.keypad')}
        </h2>
        {pressed !== '' && (
          <span className="small quiet">
            {t('tryCall.pressed')}{' '}
            <b className="num medium text-foreground">{pressed.slice(-12)}</b>
          </span>
        )}
      </div>
      <DialPad onPress={press} isDisabled={isOff} />
      <p className="small quiet px-4 pb-3 only-l">
        {t(isOff ? 'tryCall.keypadOff' : 'tryCall.keypadHint')}
      </p>
    </section>
  )
}

/** Keys of the computer are the caller's, unless something is being written. */
function useTypedKeys(isOff: boolean, press: (key: string) => void): void {
  const latest = useRef(press)
  useEffect(() => {
    latest.current = press
  })
  useEffect(() => {
    if (isOff) return
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      const isWriting =
        target instanceof HTMLElement &&
        target.closest('input, textarea, select, [contenteditable], [role="dialog"], .keys')
      if (isWriting || event.ctrlKey || event.metaKey || event.altKey) return
      if (/^[0-9*#]$/.test(event.key)) latest.current(event.key)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isOff])
}

function SpeakCard({ act, isBusy }: ControlProps) {
  const t = useText()
  const [words, setWords] = useState('')
  return (
    <section className="card card--pad" aria-labelledby="speak">
      <form
        className="col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          act({ speak: words.trim() === '' ? t('tryCall.speakExample') : words })
          setWords('')
        }}
      >
        <h2 id="speak">{t('tryCall.speak')}</h2>
        <Field label={t('tryCall.speakLabel')}>
          <TextInput
            value={words}
            maxLength={1000}
            onChange={(event) => setWords(event.target.value)}
            placeholder={t('tryCall.speakExample')}
          />
        </Field>
        <div>
          <Button type="submit" disabled={isBusy}>
            {t('tryCall.speakButton')}
          </Button>
        </div>
      </form>
    </section>
  )
}
