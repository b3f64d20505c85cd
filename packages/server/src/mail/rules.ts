/** An e-mail that waits to be sent: to one recipient, so that the refusal of one holds up no other. */
export interface Email {
  to: string
  subject: string
  text: string
  /** A stored file that goes with it. */
  attachment?: { fileKey: string; name: string; contentType: string }
}

/** What a mail server takes with an e-mail at most, encoded: many refuse more than 25 MB. */
export const mostAttachedBytes = 20_000_000

const minute = 60_000
const hour = 60 * minute
/** A server that is away comes back, and one that greylists wants to be asked again after minutes. */
const waits = [minute, 5 * minute, 15 * minute, hour, 4 * hour, 12 * hour]

/** How long an e-mail waits that could not be sent `tries` times. Null: it is given up. */
export function retryWaitMilliseconds(tries: number): number | null {
  return waits[tries - 1] ?? null
}

/** A subject of one line, whatever was filled in: a line break would begin a header. */
export function subjectLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about control characters
  const line = text.toWellFormed().replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')
  return line.trim().slice(0, 250)
}

/** Why an e-mail was not sent. `isFinal`: asking again would change nothing. */
export class MailError extends Error {
  readonly isFinal: boolean

  constructor(message: string, isFinal: boolean, cause?: unknown) {
    super(message, { cause })
    this.name = 'MailError'
    this.isFinal = isFinal
  }
}

/** The mail server's answer or its absence, in words. */
export function toMailError(error: unknown): MailError {
  if (error instanceof MailError) return error
  const { code, responseCode, response } = Object(error)
  const answer = typeof response === 'string' ? subjectLine(response).slice(0, 300) : ''
  if (code === 'EAUTH') {
    return new MailError(
      'The mail server does not take the name and password in OPBX_SMTP_URL.',
      false,
      error,
    )
  }
  if (typeof responseCode === 'number') {
    const isRefusal = responseCode >= 500 && responseCode <= 599
    return new MailError(`The mail server answered: ${answer}`, isRefusal, error)
  }
  const why = code === 'ETIMEDOUT' ? 'does not answer' : 'cannot be reached'
  return new MailError(`The mail server in OPBX_SMTP_URL ${why}.`, false, error)
}
