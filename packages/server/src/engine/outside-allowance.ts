import type { OutsideStop, ReachedCap } from '@opbx/contract/fraud-guard'
import type { Counted } from './continuation.ts'

/** What of the fraud guard is in memory: enough to answer while its store is away. */
export interface KnownGuard {
  /** The business hours outside of which calls are capped more strictly; null: none. */
  hours: string | null
  /** Ids of high-risk destinations that may be called. */
  allowed: readonly string[]
  stopped: OutsideStop | null
}

/** A call to the outside that asks for its share of the caps, before it is made. */
export interface AllowanceAsk extends Counted {
  number: string
  /** Who calls, as the story names it; null: the call flow itself. */
  name: string | null
  /** Name of the high-risk destination that the number belongs to, unless it is allowed; null: none. */
  highRisk: string | null
}

export type AllowanceAnswer =
  | { is: 'granted' }
  | { is: 'capped'; reached: ReachedCap }
  | { is: 'high_risk'; destination: string }
  | { is: 'stopped'; stop: OutsideStop }
  /** Nobody can tell what was used, and the number is not in the own country. */
  | { is: 'unknown' }
export type AllowanceRefusal = Exclude<AllowanceAnswer, { is: 'granted' }>
