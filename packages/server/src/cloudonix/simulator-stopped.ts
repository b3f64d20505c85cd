import { AppError } from '../errors.ts'

export function simulatorStopped(): AppError {
  return new AppError(
    'simulator_unavailable',
    'The simulator does not run. Start OPBX with OPBX_SIMULATOR=embedded, or start it with npm run simulator.',
  )
}
