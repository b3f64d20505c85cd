/** Groups any number; comes with the phone-number library, once one is shown that needs it. */
let group: ((number: string) => string) | undefined
let isAsked = false
const listeners = new Set<() => void>()

/**
 * "+1 202 555 0100" for an E.164 number; everything else (1001, anonymous) as it is. Numbers of +1 are
 * grouped at once; the first of another country fetches the library and stands ungrouped for a moment:
 * `usePhoneNumberFormat` shows it again then.
 */
export function formatPhoneNumber(number: string): string {
  const northAmerican = /^\+1([2-9]\d\d)([2-9]\d\d)(\d{4})$/.exec(number)
  if (northAmerican) return `+1 ${northAmerican.slice(1).join(' ')}`
  if (!number.startsWith('+')) return number
  if (group) return group(number)
  void loadPhoneNumberFormat()
  return number
}

export async function loadPhoneNumberFormat(): Promise<void> {
  if (isAsked) return
  isAsked = true
  const { parsePhoneNumberFromString } = await import('libphonenumber-js')
  group = (number) => parsePhoneNumberFromString(number)?.formatInternational() ?? number
  for (const listener of listeners) listener()
}

/** For `useSyncExternalStore`: whether all numbers are grouped by now. */
export function subscribeToPhoneNumberFormat(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const hasPhoneNumberFormat = (): boolean => group !== undefined
