/** No connection to the database: nothing is wrong with what was asked, and it may be asked again. */
export class DatabaseAway extends Error {
  constructor(cause: unknown) {
    super('The database cannot be reached', { cause })
    this.name = 'DatabaseAway'
  }
}

/** Also as the cause, because the query builder wraps what it passes on. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseAway) return true
  return error instanceof Error && error.cause instanceof DatabaseAway
}
