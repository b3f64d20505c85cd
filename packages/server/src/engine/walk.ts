import type { Carried } from '@opbx/contract/call-flow/carried'
import type { FlowNode, NodeOf } from '@opbx/contract/call-flow/flow'
import type { NodeType } from '@opbx/contract/call-flow/node-types'
import {
  type PersonalSettings,
  usualPersonalSettings,
} from '@opbx/contract/call-flow/personal-settings'
import { epochMillisecondsOf } from '@opbx/contract/call-flow/zone-time'
import type {
  Conference,
  Dial,
  Gather,
  RecordVerb,
  Service,
  Sound,
  Stream,
  Verb,
} from '../cxml/verbs.ts'
import type { Story } from './because.ts'
import type { CompiledFlow } from './compile-flow.ts'
import type { Continuation, WaitState } from './continuation.ts'
import type { CallInfo, Decision, Effect, Facts, Need, StepResult, UsedFacts } from './types.ts'

/** One decision while it is being made. Only `advance` and the functions here change it. */
export interface Walk {
  readonly compiled: CompiledFlow
  readonly call: CallInfo
  readonly facts: Facts
  readonly step: number
  /** Something has connected the caller already. */
  connected: boolean
  visited: number[]
  /** Indexes of the extensions that have forwarded this call. */
  readonly forwarded: number[]
  carried: Carried | null
  /** Index of the recording step that the call met last. */
  recording: number | null
  /** Wrong PINs of this call so far. */
  pinTries: number
  readonly trace: Decision['trace']
  readonly effects: Effect[]
  readonly used: UsedFacts
}

/** A verb before its continuation is known. */
export type WithoutNext<V> = V extends { next: Continuation } ? Omit<V, 'next'> : never

/** What a node does with the call. */
export type Move =
  | { kind: 'need'; need: Need }
  /** Leaves by an exit. */
  | { kind: 'exit'; exit: string; story: Story }
  /** Goes on at a node that no exit leads to: where the call begins, or a number dialed in a menu. */
  | { kind: 'enter'; target: FlowNode; story: Story }
  /** Lets the platform act: `before`, then `act`; without `act` the call goes on after `before`. */
  | {
      kind: 'wait'
      state: WaitState
      before: Sound[]
      act: WithoutNext<Gather | Dial | Conference | Service | Stream | RecordVerb> | null
      /** Null: nothing new since the last decision. */
      story: Story | null
    }
  | { kind: 'end'; verbs: Verb[]; story: Story }

/** What came back for the node that waited. */
export interface Resumed {
  state: WaitState
  fellThrough: boolean
  /** The platform was told to ask now. */
  switched: boolean
  result: StepResult
  /** When the verb was sent. */
  sentAt: string
}

/** The behaviour of one node type. A type without `resume` never waits; null: this is not its state. */
export interface NodeRunner<T extends NodeType> {
  enter(walk: Walk, node: NodeOf<T>): Move
  resume?(walk: Walk, node: NodeOf<T>, resumed: Resumed): Move | null
  /** The call was over when the platform asked: what is to be known of it. */
  over?(walk: Walk, node: NodeOf<T>, resumed: Resumed): void
}

/** Adds an entry to the story of the call. Null: not a node but the call itself. */
export function tell(walk: Walk, node: FlowNode | null, story: (Story & { exit?: string }) | null) {
  if (story === null) return
  walk.trace.push({
    at: walk.facts.now,
    step: walk.step,
    node: node?.id ?? null,
    name: node?.name ?? 'Call',
    type: node?.type ?? 'call',
    happened: story.happened,
    exit: story.exit ?? null,
    because: story.because,
  })
}

/** Whole seconds since the verb was sent. */
export function secondsSince(walk: Walk, { sentAt }: Resumed): number {
  const milliseconds = epochMillisecondsOf(walk.facts.now) - epochMillisecondsOf(sentAt)
  return Math.max(0, Math.round(milliseconds / 1000))
}

/** The node that an exit is connected to, be it there and enabled or not. */
export function targetOf(node: FlowNode, exit: string): string | null {
  return Object.hasOwn(node.exits, exit) ? (node.exits[exit] ?? null) : null
}

/** The answer to a need, or undefined when it was not asked yet. */
export function answerTo<N extends Need>(walk: Walk, need: N): N['fallback'] | undefined {
  if (!Object.hasOwn(walk.facts.answers, need.key)) return undefined
  const answer = walk.facts.answers[need.key]
  if (answer === undefined) return undefined
  walk.used.answers = { ...walk.used.answers, [need.key]: answer }
  // Under the key of a need stands what the shell answered to it: always of its own form.
  return answer as N['fallback']
}

/** What the person of an extension has set; noted where it differs from the usual. */
export function personalOf(walk: Walk, node: FlowNode): PersonalSettings {
  const known = walk.facts.personal
  const settings = Object.hasOwn(known, node.id) ? known[node.id] : undefined
  if (settings === undefined) return usualPersonalSettings
  walk.used.personal = { ...walk.used.personal, [node.id]: settings }
  return settings
}

/** The name of a device at the platform, or null while the platform has not confirmed it. */
export function subscriberOf(walk: Walk, deviceId: string | undefined): string | null {
  if (deviceId === undefined) return null
  const known = walk.facts.subscribers
  const name = Object.hasOwn(known, deviceId) ? (known[deviceId] ?? null) : null
  walk.used.subscribers ??= {}
  walk.used.subscribers[deviceId] = name
  return name
}
