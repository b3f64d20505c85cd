export type SafeFetchErrorCode =
  /** Not http(s), or not an address at all. */
  | 'bad_address'
  /** The name leads to a private, local or otherwise special address. */
  | 'private_address'
  | 'redirected'
  | 'timed_out'
  | 'too_large'
  /** No such name, refused, reset, or no valid certificate. */
  | 'unreachable'

/** Why an outgoing request has no answer; the message is fit for the one who chose the address. */
export class SafeFetchError extends Error {
  readonly code: SafeFetchErrorCode

  constructor(code: SafeFetchErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'SafeFetchError'
    this.code = code
  }
}
