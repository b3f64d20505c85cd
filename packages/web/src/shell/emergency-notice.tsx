import { useEmergency } from '../api/live.ts'
import { formatPhoneNumber } from '../format/phone-number.ts'
import { useText } from '../texts/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/card.tsx'
import { TimeText } from '../ui/figures.tsx'

/** Somebody called for help: stays until it was read. */
export function EmergencyNotice() {
  const t = useText()
  const [call, dismiss] = useEmergency()
  if (!call) return null
  const from = formatPhoneNumber(call.from)
  return (
    <div className="p-4">
      <Callout
        tone="danger"
        announce
        title={t('shell.emergency.title', { number: call.number })}
        action={
          <Button size="sm" onClick={dismiss}>
            {t('shell.emergency.read')}
          </Button>
        }
      >
        {t('shell.emergency.text', { who: call.name ? `${call.name} (${from})` : from })}{' '}
        <TimeText at={call.at} as="time" />
      </Callout>
    </div>
  )
}
