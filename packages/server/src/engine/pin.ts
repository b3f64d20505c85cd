import type { Gather, Sound } from '../cxml/verbs.ts'
import { firstDigitTimeout } from './gather-settings.ts'
import type { PinNeed } from './types.ts'
import { answerTo, type Walk, type WithoutNext } from './walk.ts'

/** Wrong PINs of one call, in all boxes and rooms together. */
export const mostTries = 3
/** Wrong PINs for one box or room by everybody, see `check_pin`. */
export const mostTriesAnHour = 10
const longestPin = 10
const firstDigitSeconds = 10
const interDigitSeconds = 5

/** Has the caller enter digits, a PIN's unless told; the pound key ends them. */
export function askDigits(prompts: Sound[], numDigits: number = longestPin): WithoutNext<Gather> {
  return {
    kind: 'Gather',
    prompts,
    numDigits,
    finishOnKey: '#',
    firstDigitSeconds: firstDigitTimeout(firstDigitSeconds, prompts),
    interDigitSeconds,
  }
}

/**
 * Whether the digits are a PIN. Compared outside: the flow does not know the PIN, and others may try at the same time.
 * What cannot be one is wrong without asking.
 */
export function checkPin(
  walk: Walk,
  opens: Pick<PinNeed, 'of' | 'id' | 'name' | 'pin' | 'hostPin'>,
  digits: string,
): PinNeed | PinNeed['fallback'] {
  if (!/^\d{4,10}$/.test(digits)) return 'wrong'
  const { of, id, name, pin, hostPin } = opens
  // The key is kept with the call: it says nothing of the digits.
  const key = `check_pin:${id}`
  const need: PinNeed = {
    kind: 'check_pin',
    key,
    of,
    id,
    name,
    pin,
    hostPin,
    digits,
    fallback: 'unknown',
  }
  return answerTo(walk, need) ?? need
}
