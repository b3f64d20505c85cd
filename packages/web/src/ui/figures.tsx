import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { formatDuration } from '../format/format.ts'
import { useFormat } from '../format/format-context.tsx'
import {
  formatPhoneNumber,
  hasPhoneNumberFormat,
  subscribeToPhoneNumberFormat,
} from '../format/phone-number.ts'

/** A phone number or extension: never wraps, always left to right. */
export function Tel({ number, className }: { number: string; className?: string }) {
  useSyncExternalStore(subscribeToPhoneNumberFormat, hasPhoneNumberFormat)
  return <span className={className ? `tel ${className}` : 'tel'}>{formatPhoneNumber(number)}</span>
}

/** A sentence about a call: phone numbers in it look as everywhere and never wrap. */
export function Sentence({ text }: { text: string }) {
  // Every second part is what the expression matched.
  return text.split(/(\+\d[\d ]{5,18}\d)/).map((part, index) => {
    if (index % 2 === 0) return part
    // biome-ignore lint/suspicious/noArrayIndexKey: a sentence stays as it is
    return <Tel key={index} number={part.replaceAll(' ', '')} />
  })
}

/** A moment in the organization's zone; the exact one as a tooltip. */
export function TimeText({
  at,
  as = 'dateTime',
}: {
  at: string
  as?: 'time' | 'timeWithSeconds' | 'date' | 'longDate' | 'dateWithYear' | 'dateTime'
}) {
  const format = useFormat()
  return (
    <time
      dateTime={at}
      title={`${format.dateWithYear(at)}, ${format.timeWithSeconds(at)}`}
      className="nowrap"
    >
      {format[as](at)}
    </time>
  )
}

/** A length as `m:ss`; a dash where there is none. */
export function Duration({ seconds }: { seconds: number | null | undefined }) {
  return (
    <span className="num">
      {seconds === null || seconds === undefined ? '–' : formatDuration(seconds)}
    </span>
  )
}

/** A length that is still growing. */
export function RunningDuration({ since }: { since: string }) {
  const now = useNow()
  return <Duration seconds={(now.getTime() - Date.parse(since)) / 1000} />
}

/** The present moment, again each second (or as often as said). */
export function useNow(everySeconds = 1): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everySeconds * 1000)
    return () => clearInterval(timer)
  }, [everySeconds])
  return now
}

/** A key, drawn; for the eye only: `aria-keyshortcuts` says it to screen readers. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <span aria-hidden="true">
      <kbd>{children}</kbd>
    </span>
  )
}

/** `⌘` on Apple's computers, `Ctrl` elsewhere. */
export const commandKey =
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'
