import type { Call } from './calls/call.ts'
import type { HttpClient } from './calls/http-client.ts'
import type { FaultBoard } from './faults.ts'
import type { Store } from './store.ts'
import type { Traffic } from './traffic.ts'

export type Log = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** The calls that run, and the last ones that ended. */
export type CallBook = {
  add(call: Call): void
  /** By session token or numeric id. */
  find(reference: string): Call | null
  list(): Call[]
}

/** What every part of one running simulator shares. */
export type Context = {
  store: Store
  traffic: Traffic
  faults: FaultBoard
  calls: CallBook
  http: HttpClient
  log: Log
  /** Real milliseconds; tests pass a clock of their own. */
  now: () => number
  /** Real milliseconds after which a call played by hand is ended when nobody acts. */
  unattendedMs: number
  /** Set once the port is known. */
  url: string
  stopping: AbortSignal
}
