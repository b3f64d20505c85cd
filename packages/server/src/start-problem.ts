/** A reason not to start that the person who started us can remove. Its message is the one line shown. */
export class StartProblem extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StartProblem'
  }
}

/** The code of a system error (`EADDRINUSE`) or a SQLSTATE (`23505`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
