import { z } from 'zod'

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
  record: 'an object with fields',
}

const wordOf = (expected: string): string => words[expected] ?? `a value of type ${expected}`

/** What to do where a schema has no words of its own. */
function remedyOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'Fill this in.' : `Use ${wordOf(issue.expected)}.`
    case 'invalid_value':
      return issue.values.length === 1
        ? `Use ${String(issue.values[0])}.`
        : `Use one of: ${issue.values.map(String).join(', ')}.`
    case 'too_small':
      return `Use ${sized(issue.origin, issue.minimum)} or more.`
    case 'too_big':
      return `Use ${sized(issue.origin, issue.maximum)} at most.`
    case 'invalid_format':
      return `Write it in the right form (${issue.format}).`
    case 'invalid_union':
      return 'None of the allowed forms fits. Compare it with the API reference.'
    default:
      return undefined
  }
}

function sized(origin: string, limit: number | bigint): string {
  if (origin === 'string') return `${limit} characters`
  if (origin === 'array') return `${limit} entries`
  return String(limit)
}

/** From now on every error of a schema says what to do. Called once by each program that checks input. */
export function speakClearly(): void {
  z.config({ customError: remedyOf })
}
