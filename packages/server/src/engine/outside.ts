import {
  findOutboundRoute,
  numberForTrunks,
  type OutboundCaller,
  type OutboundDecision,
  type OutboundPermit,
} from '@opbx/contract/call-flow/outbound'
import type { Dial } from '../cxml/verbs.ts'
import { outsideStories } from './because-outside.ts'
import { readDialResult } from './dial-result.ts'
import { isOpenNow, readHours } from './read-hours.ts'
import { dialTimeLimitSeconds } from './ringing.ts'
import type { DialResult } from './types.ts'
import { type Move, type Resumed, secondsSince, type Walk, type WithoutNext } from './walk.ts'

/** A call that leaves the building: the number, and what is shown there. */
export interface OutsideCall {
  number: string
  ringSeconds: number
  /** Own numbers that are to be shown, the first one that there is. */
  callerIds: readonly (string | null)[]
}

/** The one check of everything that leaves the building. */
export function permitOutside(
  walk: Walk,
  number: string,
  caller: Pick<OutboundCaller, 'permissionClass' | 'accessDigits'>,
): OutboundDecision {
  const { outboundRoutes: routes, organization } = walk.compiled.flow
  const where = { routes, homeCountry: organization.country }
  return findOutboundRoute(where, number, { ...caller, isOpen: (hours) => isOpen(walk, hours) })
}

function isOpen(walk: Walk, hours: string): boolean {
  const node = walk.compiled.nodes.get(hours)
  if (node?.type !== 'business_hours' || !node.enabled) return false
  return isOpenNow(readHours(walk, node))
}

/** Rings over one trunk of the route; over the next one where that fails. */
export function ringOutside(
  walk: Walk,
  call: OutsideCall,
  { permit, trunk }: { permit: OutboundPermit; trunk: number },
): Move {
  const { route } = permit
  const name = route.trunks[trunk]
  return {
    kind: 'wait',
    state: { kind: 'outside', number: call.number, trunk },
    before: [],
    act: {
      ...dialOutside(walk, numberForTrunks(route, call.number), call),
      callerId: ownNumber(walk, [route.callerId, ...call.callerIds]),
      trunks: name === undefined ? undefined : [name],
    },
    story:
      trunk === 0
        ? outsideStories.rings(call, permit)
        : outsideStories.ringsByNextTrunk(call, route.trunks[trunk - 1] ?? '', name ?? ''),
  }
}

/** Without a trunk the platform chooses, and the organization's first number is shown. */
export function dialOutside(
  walk: Walk,
  dialed: string,
  { ringSeconds, callerIds }: Pick<OutsideCall, 'ringSeconds' | 'callerIds'>,
): WithoutNext<Dial> {
  return {
    kind: 'Dial',
    numbers: [dialed],
    ringSeconds,
    timeLimitSeconds: dialTimeLimitSeconds,
    callerId: ownNumber(walk, callerIds),
    callerName: undefined,
    trunks: undefined,
  }
}

function ownNumber(walk: Walk, wanted: readonly (string | null)[]): string | undefined {
  const own = walk.compiled.byPhoneNumber
  return (
    wanted.find((number): number is string => number !== null && own.has(number)) ??
    walk.compiled.flow.phoneNumbers[0]?.number
  )
}

/** What came of ringing outside: the next trunk, the end, or a failure for the caller of this to handle. */
export type OutsideResult =
  | { kind: 'move'; move: Move }
  | { kind: 'failed'; result: Exclude<DialResult, 'answered' | 'canceled'>; story: Story }

type Story = ReturnType<typeof outsideStories.result>

export function takeOutsideResult(
  walk: Walk,
  resumed: Resumed,
  call: OutsideCall,
  decision: OutboundDecision,
): OutsideResult {
  const result = readDialResult(walk, resumed)
  const story = outsideStories.result(call.number, result, secondsSince(walk, resumed))
  if (result === 'answered') walk.effects.push({ kind: 'answered', node: null, rang: [] })
  if (result === 'answered' || result === 'canceled') {
    return { kind: 'move', move: { kind: 'end', verbs: [{ kind: 'Hangup' }], story } }
  }
  const trunk = resumed.state.kind === 'outside' ? resumed.state.trunk + 1 : 0
  const hasNext = decision.kind === 'permitted' && trunk < decision.route.trunks.length
  // A line that is busy is busy by every trunk.
  if (result === 'unreachable' && hasNext) {
    return { kind: 'move', move: ringOutside(walk, call, { permit: decision, trunk }) }
  }
  return { kind: 'failed', result, story }
}
