export const periods = ['today', 'yesterday', 'week', 'month', 'all'] as const
export type Period = (typeof periods)[number]

const days = { today: 1, yesterday: 2, week: 7, month: 30 } as const

/**
 * The moments from which and up to which a period goes, in days of the organization's zone.
 * `startOfDay` gives the moment at which the day began that is so many days ago.
 */
export function periodRange(
  period: Period,
  startOfDay: (daysAgo: number) => string,
): { from?: string; to?: string } {
  if (period === 'all') return {}
  const from = startOfDay(days[period] - 1)
  return period === 'yesterday' ? { from, to: startOfDay(0) } : { from }
}
