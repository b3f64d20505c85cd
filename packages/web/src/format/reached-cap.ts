import type { ReachedCap } from '@opbx/contract/fraud-guard'
import type { Text } from '../texts/i18n.ts'

/** The cap that was reached, and what was used of it. */
export function reachedText({ cap, who, used, most, outsideHours }: ReachedCap, t: Text): string {
  const name = who ?? t('fraudGuard.reached.everybody')
  const text = t(`fraudGuard.reached.${cap}`, { who: name, used, most })
  return outsideHours ? t('fraudGuard.reached.outsideHours', { text }) : text
}
