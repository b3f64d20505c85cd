import { setTimeout as delay } from 'node:timers/promises'

/** Keeps the requests to one domain under the platform's limit. */
export interface Pacer {
  /**
   * Waits for a place, urgent requests before the others; null when too many wait already. Call the result when the
   * request is over.
   */
  take(how?: { isUrgent: boolean }): Promise<Done | null>
  /** The platform said 429: half of the pace for a while, and nothing for `retryAfterMs`. */
  tooFast(retryAfterMs: number): void
  /** How long `take` would wait now. */
  waitMs(): number
  idle(): boolean
}

/** `arrived: false`: nobody was there to count the request, so its place is free at once. */
type Done = (request?: { arrived: boolean }) => void

// The platform's papers say 10 requests in 3 s and 10 in 10 s: the stricter counts.
const limit = 10
const windowMs = 10_000
/** Our timers and theirs do not agree to the millisecond. */
const marginMs = 100
const recoveryMs = 60_000
const longestLine = 500

/** Milliseconds of a clock that only goes forward, and how one waits by it. */
export interface Timing {
  now: () => number
  wait: (milliseconds: number) => Promise<unknown>
}

/**
 * A sliding window. A request holds its place until 10 s after its answer: the platform counted it at some
 * moment before that, so no window of theirs ever holds more than the limit.
 */
export function createPacer(timing: Timing = { now: () => performance.now(), wait: delay }): Pacer {
  /** When each place is free again; Infinity while its request is under way. */
  const places = new Set<{ freeAt: number }>()
  const lines = { usual: Promise.resolve<unknown>(null), urgent: Promise.resolve<unknown>(null) }
  let waiting = 0
  let urgent = 0
  let allowed = limit
  let blockedUntil = 0
  let slowedAt = 0
  const underWay = new Set<() => void>()

  const waitMs = (): number => {
    const now = timing.now()
    for (const place of places) if (place.freeAt <= now) places.delete(place)
    if (allowed < limit && now - slowedAt > recoveryMs) allowed = limit
    if (blockedUntil > now) return blockedUntil - now
    if (places.size < allowed) return 0
    const ends = [...places].map((place) => place.freeAt).sort((a, b) => a - b)
    return (ends[places.size - allowed] ?? now) - now
  }

  const nextPlace = async (isUrgent: boolean): Promise<Done> => {
    for (;;) {
      if (!isUrgent && urgent > 0) await lines.urgent
      const rest = waitMs()
      if (rest <= 0) break
      if (rest === Number.POSITIVE_INFINITY) {
        await new Promise<void>((resolve) => underWay.add(resolve))
      } else {
        await timing.wait(Math.ceil(rest))
      }
    }
    const place = { freeAt: Number.POSITIVE_INFINITY }
    places.add(place)
    return ({ arrived } = { arrived: true }) => {
      place.freeAt = timing.now() + (arrived ? windowMs + marginMs : 0)
      for (const wake of underWay) wake()
      underWay.clear()
    }
  }

  return {
    take({ isUrgent } = { isUrgent: false }) {
      if (waiting >= longestLine) return Promise.resolve(null)
      const name = isUrgent ? 'urgent' : 'usual'
      waiting += 1
      if (isUrgent) urgent += 1
      const turn = lines[name]
        .then(() => nextPlace(isUrgent))
        .finally(() => {
          waiting -= 1
          if (isUrgent) urgent -= 1
        })
      lines[name] = turn.catch(() => {})
      return turn
    },
    tooFast(retryAfterMs) {
      slowedAt = timing.now()
      allowed = Math.max(1, Math.floor(allowed / 2))
      blockedUntil = Math.max(blockedUntil, slowedAt + retryAfterMs)
    },
    waitMs: () => (waiting > 0 ? Math.max(waitMs(), 1) : waitMs()),
    idle: () => waiting === 0 && waitMs() === 0 && places.size === 0,
  }
}
