import type { ImportedHolidays, importHolidaysSchema } from '@opbx/contract/call-flow/holidays'
import type { z } from 'zod'
import { readCsv } from './read-csv.ts'
import { readIcal } from './read-ical.ts'

/** So many days has a schedule at most. */
const mostDays = 400
const mostProblems = 50
const longestName = 100

/** Reads a calendar file: each date once, in order. Stores nothing. */
export async function importHolidays(
  { format, text }: z.infer<typeof importHolidaysSchema>,
  now: Date,
): Promise<ImportedHolidays> {
  // Files of some programs begin with a byte order mark.
  const plain = text.replace(/^\uFEFF/, '')
  const { days, problems } = format === 'csv' ? readCsv(plain) : await readIcal(plain, now)
  const byDate = new Map<string, string>()
  for (const { date, name } of days) {
    if (!byDate.has(date)) byDate.set(date, name.slice(0, longestName).trim())
  }
  const inOrder = [...byDate].sort(([a], [b]) => (a < b ? -1 : 1))
  if (inOrder.length > mostDays) {
    const message = `The file holds ${inOrder.length} days; the first ${mostDays} are shown.`
    problems.unshift({ line: null, message })
  }
  if (problems.length > mostProblems) {
    const message = `And ${problems.length - mostProblems + 1} more were left out.`
    problems.splice(mostProblems - 1, Number.POSITIVE_INFINITY, { line: null, message })
  }
  return { days: inOrder.slice(0, mostDays).map(([date, name]) => ({ date, name })), problems }
}
