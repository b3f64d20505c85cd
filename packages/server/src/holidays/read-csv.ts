import type { ImportedHolidays } from '@opbx/contract/call-flow/holidays'
import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { fieldError } from '../errors.ts'

interface Row {
  record: string[]
  info: { lines: number }
}

const dateWords = /^(date|day|datum|fecha|data)$/i
const nameWords = /^(name|holiday|title|summary|subject|bezeichnung|feiertag)$/i

/** A date and a name per line, with or without a first line that says which column is which. */
export function readCsv(text: string): ImportedHolidays {
  const rows = parseRows(text)
  const head = rows[0]?.record ?? []
  const named = head.findIndex((cell) => dateWords.test(cell))
  const called = head.findIndex((cell) => nameWords.test(cell))
  const hasHead = named >= 0
  const found: ImportedHolidays = { days: [], problems: [] }
  for (const { record, info } of hasHead ? rows.slice(1) : rows) {
    const written = record[hasHead ? named : 0] ?? ''
    const others = record.filter((cell, index) => index !== (hasHead ? named : 0) && cell !== '')
    const name = (called >= 0 ? record[called] : others[0]) ?? ''
    const date = dateOf(written)
    if (date === null) found.problems.push({ line: info.lines, message: wrongDate(written) })
    else found.days.push({ date, name: name === '' ? 'Holiday' : name })
  }
  return found
}

function parseRows(text: string): Row[] {
  try {
    const rows: unknown = parse(text, {
      info: true,
      delimiter: delimiterOf(text),
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
    })
    // With `info` the library answers more than its types say.
    return rows as Row[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw fieldError('text', `This is no CSV file: ${error.message}.`)
  }
}

/** As spreadsheets of different countries write it. */
function delimiterOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  return [';', '\t'].find((one) => first.includes(one)) ?? ','
}

/** Only what can be read in one way: 03/04/2027 is a day in March or in April. */
function dateOf(written: string): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(written)
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(written)
  const [year, month, day] = iso ? iso.slice(1) : (dotted?.slice(1).reverse() ?? [])
  if (year === undefined || month === undefined || day === undefined) return null
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return z.iso.date().safeParse(date).success ? date : null
}

function wrongDate(written: string): string {
  if (written === '') return 'There is no date. Write one such as 2027-12-25.'
  return `“${written.slice(0, 40)}” is no date that can be read in one way only. Write it as 2027-12-25.`
}
