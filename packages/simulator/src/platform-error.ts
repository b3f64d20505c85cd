/** An answer of the platform other than success: `{"status":false,"message"}` with this status. */
export class PlatformError extends Error {
  override name = 'PlatformError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
