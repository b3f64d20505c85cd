import type { CallStory } from '@opbx/contract/calls'
import { callStateOf } from '../../format/call-state.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import type { Text } from '../../texts/i18n.ts'

/** The call in one sentence: "+1 202 555 0173 called and talked with Maya for 6 minutes." */
export function callHeading(call: CallStory, t: Text): string {
  const who = nameOfCaller(call, t)
  const by = call.answeredBy?.name ?? ''
  const state = callStateOf(call)
  switch (state) {
    case 'talking':
      return by
        ? t('calls.story.heading.talking', { who, by })
        : t('calls.story.heading.talkingUnknown', { who })
    case 'ringing':
    case 'connected':
    case 'waiting':
      return t('calls.story.heading.live', { who })
    case 'answered': {
      const length = lengthInWords(talkedSeconds(call), t)
      return by
        ? t('calls.story.heading.answered', { who, by, length })
        : t('calls.story.heading.answeredUnknown', { who, length })
    }
    case 'outgoing':
      return t('calls.story.heading.outgoing', { who, to: formatPhoneNumber(call.to) })
    case 'canceled':
      return t('calls.story.heading.missed', { who })
    default:
      return t(`calls.story.heading.${state}`, { who })
  }
}

export function nameOfCaller(
  call: Pick<CallStory, 'caller' | 'callerName' | 'from'>,
  t: Text,
): string {
  return (
    call.caller?.name ??
    call.callerName ??
    (call.from === '' ? t('calls.story.unknown') : formatPhoneNumber(call.from))
  )
}

/** "48 seconds", "6 minutes": nobody counts seconds of a long talk. */
export function lengthInWords(seconds: number, t: Text): string {
  const whole = Math.round(seconds)
  if (whole < 1) return t('calls.story.moment')
  if (whole < 90) return t('calls.story.seconds', { count: whole })
  return t('calls.story.minutes', { count: Math.round(whole / 60) })
}

function talkedSeconds(call: CallStory): number {
  if (call.answeredAt === null || call.endedAt === null) return 0
  return Math.max(0, (Date.parse(call.endedAt) - Date.parse(call.answeredAt)) / 1000)
}
