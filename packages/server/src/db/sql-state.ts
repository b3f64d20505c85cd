import { errorCode } from '../start-problem.ts'

const names = { '23505': 'unique_violation', '23503': 'foreign_key_violation' } as const

/** Which of the errors that callers act on the database answered with, or null. */
export function sqlState(error: unknown): (typeof names)[keyof typeof names] | null {
  // The query builder wraps the driver's error.
  const code = errorCode(error) ?? (error instanceof Error ? errorCode(error.cause) : undefined)
  return code === '23505' || code === '23503' ? names[code] : null
}
