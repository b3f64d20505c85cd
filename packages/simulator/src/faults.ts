type Countdown = { count: number; path?: string | undefined }

/** What goes wrong on request in one domain. */
export type Faults = {
  rateLimit: boolean
  /** Real milliseconds that every REST answer is held back. */
  latencyMs: number
  failNext: (Countdown & { status: number }) | null
  /** REST requests that are never answered. */
  hangNext: Countdown | null
  deadRecordings: boolean
  /** How many times more each session update and CDR of new calls is sent. */
  duplicates: number
}

export type FaultBoard = {
  of(domainUuid: string): Faults
  change(domainUuid: string, change: Partial<Faults>): Faults
}

export function createFaultBoard(): FaultBoard {
  const board = new Map<string, Faults>()
  const of = (domainUuid: string): Faults => board.get(domainUuid) ?? { ...none }
  return {
    of,
    change(domainUuid, change) {
      const faults = { ...of(domainUuid), ...change }
      board.set(domainUuid, faults)
      return faults
    },
  }
}

/** Takes one from a countdown that means this path; true: it happens now. */
export function strikes(countdown: Countdown | null, path: string): boolean {
  if (countdown === null || countdown.count < 1) return false
  if (countdown.path !== undefined && !path.includes(countdown.path)) return false
  countdown.count -= 1
  return true
}

const none: Faults = {
  rateLimit: true,
  latencyMs: 0,
  failNext: null,
  hangNext: null,
  deadRecordings: false,
  duplicates: 0,
}
