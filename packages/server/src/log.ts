import { type Logger, pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger

/** The one logger of the process: JSON lines on standard output. */
export function createLog(level: LogLevel): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[secret]' },
    },
    // A line per decision, each written by itself, would cost as much as half a decision. At the end of the
    // process pino writes the rest.
    pino.destination({ sync: false, minLength: 4096, periodicFlush: 100 }),
  )
}

// A safety net under "no secrets in a log": nothing is meant to be logged under these names.
const secretFields = ['password', 'apiKey', 'sipPassword', 'authorization', 'cookie', 'token']
