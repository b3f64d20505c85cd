import type { LintResult } from './draft.ts'
import type { Flow } from './flow.ts'
import { type HolidayBook, noHolidays } from './holidays.ts'
import { lintCallerFilters } from './lint-rules/caller-filters.ts'
import { lintCallerIds } from './lint-rules/caller-ids.ts'
import { lintCycles } from './lint-rules/cycles.ts'
import { lintDuplicates } from './lint-rules/duplicates.ts'
import { lintExits } from './lint-rules/exits.ts'
import { lintHours } from './lint-rules/hours.ts'
import { makeLintContext } from './lint-rules/lint-context.ts'
import { lintMenus } from './lint-rules/menus.ts'
import { lintOutside } from './lint-rules/outside.ts'
import { lintPrompts } from './lint-rules/prompts.ts'
import { lintReach } from './lint-rules/reach.ts'
import { lintRecording } from './lint-rules/recording.ts'
import { lintRequests } from './lint-rules/requests.ts'
import { lintRinging } from './lint-rules/ringing.ts'
import { lintSettings } from './lint-rules/settings.ts'

/**
 * Everything that is wrong with a flow (errors stop Apply) or probably not meant (warnings). A node that is
 * switched off is only checked for what it takes from others: its name and its number. With `now` (ISO
 * 8601) the next clock changes are looked at too. `allowedNetworks` are the private ones that requests of
 * this installation may reach, `holidays` knows its holiday calendars.
 */
export function lintFlow(
  flow: Flow,
  now?: string,
  allowedNetworks: readonly string[] = [],
  holidays: HolidayBook = noHolidays,
): LintResult {
  const context = makeLintContext(flow, { allowedNetworks, holidays })
  lintSettings(context)
  lintDuplicates(context)
  lintExits(context)
  lintCycles(context)
  lintMenus(context)
  lintCallerFilters(context)
  lintCallerIds(context)
  lintHours(context, now ?? null)
  lintOutside(context)
  lintPrompts(context)
  lintRecording(context)
  lintRequests(context)
  lintRinging(context)
  lintReach(context)
  return context.result
}
