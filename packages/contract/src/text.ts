import { z } from 'zod'

// XML 1.0 forbids most control characters, and no name or prompt needs one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about control characters
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/

/** A name that people give to a thing: trimmed, 1–100 characters, no control characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(100, 'Use 100 characters at most.')
  .refine(
    (text) => !controlCharacters.test(text) && !/[\n\r\t]/.test(text),
    'Remove the control characters.',
  )
  .refine((text) => text.isWellFormed(), 'Remove the broken characters.')

/** One line of text: trimmed, may be empty, no control characters. */
export function lineSchema(most: number) {
  return z
    .string()
    .trim()
    .max(most, `Use ${most} characters at most.`)
    .refine(
      (text) => !controlCharacters.test(text) && !/[\n\r\t]/.test(text),
      'Remove the control characters.',
    )
    .refine((text) => text.isWellFormed(), 'Remove the broken characters.')
}

/** Text of several lines: may be empty, no control characters. */
export function plainTextSchema(most: number) {
  return z
    .string()
    .trim()
    .max(most, `Use ${most.toLocaleString('en')} characters at most.`)
    .refine((text) => !controlCharacters.test(text), 'Remove the control characters.')
    .refine((text) => text.isWellFormed(), 'Remove the broken characters.')
}

/** Text that is read aloud: up to 3,000 characters, line breaks allowed. */
export const spokenTextSchema = z
  .string()
  .trim()
  .min(1, 'Enter the text that callers hear.')
  .max(3000, 'Use 3,000 characters at most.')
  .refine((text) => !controlCharacters.test(text), 'Remove the control characters.')
  .refine((text) => text.isWellFormed(), 'Remove the broken characters.')

/** IANA time zone name that this runtime knows, such as `Europe/Berlin`. */
export const timeZoneSchema = z
  .string()
  .refine(isTimeZone, 'Choose a time zone such as Europe/Berlin.')

// A formatter is slow to make, and a flow of many schedules names the same few zones.
const knownTimeZones = new Set<string>()

function isTimeZone(name: string): boolean {
  if (knownTimeZones.has(name)) return true
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    if (knownTimeZones.size < 1000) knownTimeZones.add(name)
    return true
  } catch {
    return false
  }
}

/** A moment in UTC as ISO 8601. */
export const timeSchema = z.iso.datetime()
