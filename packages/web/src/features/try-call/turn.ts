import type { TrialCall } from '@opbx/contract/trial'

/** Seconds until the present situation ends by itself. */
export function secondsLeft({ situation, now }: Pick<TrialCall, 'situation' | 'now'>): number {
  if (!situation) return 0
  return Math.max(0, Math.round((Date.parse(situation.deadline) - Date.parse(now)) / 1000))
}
