/** After the last attempt a job stays dead, with its error, until a person looks. */
export const mostAttempts = 10

const firstDelayMilliseconds = 2_000
const longestDelayMilliseconds = 3_600_000

/**
 * How long a failed job waits: each time twice as long, and up to half more by `chance` (0 to 1), so that
 * what failed together does not come back together. Null when it has had its attempts.
 */
export function retryDelayMilliseconds(attempts: number, chance: number): number | null {
  if (attempts >= mostAttempts) return null
  const delay = Math.min(firstDelayMilliseconds * 2 ** (attempts - 1), longestDelayMilliseconds)
  return Math.round(delay * (1 + chance / 2))
}
