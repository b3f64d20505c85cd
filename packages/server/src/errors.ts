import type { ErrorCode, FieldError, Reference } from '@opbx/contract/errors'

/** Something that the caller of the API can act on. `http/error-handler.ts` maps the code to a status. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: FieldError[]
  readonly references: Reference[]
  readonly retryAfterSeconds: number | null

  constructor(
    code: ErrorCode,
    message: string,
    details: {
      fields?: FieldError[]
      references?: Reference[]
      retryAfterSeconds?: number
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.fields = details.fields ?? []
    this.references = details.references ?? []
    this.retryAfterSeconds = details.retryAfterSeconds ?? null
  }
}

/** Another organization's object is not found either. `what` is the thing in words: "Ring group". */
export function notFound(what: string): AppError {
  return new AppError('not_found', `${what} not found.`)
}

/** A thing that others use stays. `say` makes the sentence of their names: `“Sales”, “Support” and others`. */
export function inUse(references: Reference[], say: (users: string) => string): AppError {
  const users = [...new Set(references.map(({ name }) => `“${name}”`))]
  const named = users.slice(0, 3).join(', ') + (users.length > 3 ? ' and others' : '')
  return new AppError('in_use', say(named), { references })
}

/** One wrong field that only the server can judge. */
export function fieldError(path: string, message: string): AppError {
  return new AppError('validation_failed', message, { fields: [{ path, message }] })
}
