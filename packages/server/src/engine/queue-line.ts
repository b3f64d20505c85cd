import type { AgentActivity } from '@opbx/contract/agents'
import type { QueueConfig } from '@opbx/contract/call-flow/nodes/queue'
import type { queueOutcomes } from '@opbx/contract/calls'

/** What a call asks the line of its queue. The line lives outside: it is shared by all calls. */
export interface QueueAsk {
  /** `join`: comes into line. `wait`: is somebody free now? `missed`: those who were offered did not answer. */
  what: 'join' | 'wait' | 'missed'
  /** Id of the queue's node. */
  queue: string
  /** Step at which the call came into line: with the session it names the visit. */
  visit: number
  step: number
  /** When the visit began, and now. ISO 8601. */
  since: string
  now: string
  /** Days since 1970 in the organization's zone, for the strategy that counts the calls of a day. */
  today: number
  seed: number
  /** The platform was told to ask now: what was reserved meanwhile is taken. */
  bySwitch: boolean
  /** Every agent of the queue. */
  agents: readonly QueueAgent[]
  /** Those of them who could be rung now, by what is known of their phones. */
  ready: readonly string[]
  /** False: only a place is wanted, because something is said first. */
  mayOffer: boolean
  settings: Pick<
    QueueConfig,
    | 'strategy'
    | 'maxCallers'
    | 'agentRingSeconds'
    | 'retrySeconds'
    | 'wrapUpSeconds'
    | 'joinEmpty'
    | 'autoPauseAfter'
  >
}
interface QueueAgent {
  node: string
  penalty: number
}

export type QueueAnswer =
  /**
   * In line. `position`: 1 is next; null: unknown, because the store is away. `retrySeconds`: until somebody is rung
   * again for this call, where nobody answered it.
   */
  | {
      is: 'line'
      position: number | null
      agents: Readonly<Record<string, AgentActivity>>
      retrySeconds?: number
    }
  /** These agents are reserved for this call. */
  | { is: 'offer'; agents: readonly string[] }
  /** An agent is being handed over to this call by other means: a moment's patience. */
  | { is: 'soon' }
  | { is: 'full'; waiting: number }
  | { is: 'no_agents' }

/** How a visit of a queue ended. */
export type QueueOutcome = (typeof queueOutcomes)[number]
