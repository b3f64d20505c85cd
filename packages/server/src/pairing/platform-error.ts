import { mayPass, type PlatformFailure } from '../cloudonix/failure.ts'
import { simulatorStopped } from '../cloudonix/simulator-stopped.ts'
import { AppError } from '../errors.ts'
import type { Platform } from './rules.ts'

/** A failure of the platform as an answer of our API: what happened and what to do. */
export function toAppError(failure: PlatformFailure, platform: Platform): AppError {
  const text = `${failure.message} ${failure.remedy}`
  if (mayPass(failure)) {
    return platform === 'simulator' && failure.kind === 'network'
      ? simulatorStopped()
      : new AppError('unavailable', text)
  }
  const path = failure.kind === 'not_found' ? 'domainUuid' : 'domainApiKey'
  return new AppError('credentials_refused', text, { fields: [{ path, message: failure.message }] })
}
