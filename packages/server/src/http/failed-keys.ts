import { networkOf } from './attempts.ts'

/**
 * Counts wrong keys per address. It refuses nobody who has a right one, which is looked at first: it only
 * says when an address has failed so often that its failures are not worth a line of the log any more.
 */
export interface FailedKeys {
  /** True while the failures of this address are few. */
  note(address: string): boolean
}

const mostPerMinute = 30
const minuteMilliseconds = 60_000
const mostAddresses = 10_000

export function createFailedKeys(monotonic: () => number = () => performance.now()): FailedKeys {
  const counts = new Map<string, { count: number; until: number }>()
  return {
    note(address) {
      const network = networkOf(address)
      const now = monotonic()
      const known = counts.get(network)
      if (known !== undefined && known.until > now) {
        known.count += 1
        return known.count <= mostPerMinute
      }
      if (counts.size >= mostAddresses) counts.clear()
      counts.set(network, { count: 1, until: now + minuteMilliseconds })
      return true
    },
  }
}
